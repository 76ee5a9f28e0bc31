import { isUtf8 } from 'node:buffer';
import type { Reading } from '../court/reading.ts';
import { span } from '../court/reading.ts';
import { textIn } from '../memory/text.ts';
import { fieldNames, knownFields, knownTypes } from './shape.ts';
import type { KnownField } from './shape.ts';

const quote = 0x22;
const backslash = 0x5c;
const blank = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

/**
 * Reads events about messages in the shapes that recorders write, without making a string or an object: an object
 * of plain strings, plain numbers and words, on one line. Whatever is unusual in a line (an escape, a nested
 * value, a field twice, an exponent, an unknown type, a mistake) it leaves to the exact reader, which knows
 * better and is slower. So it never refuses anything, and what it reads the exact reader reads too.
 */
export class QuickReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #high = false;
  /** By the place of a field's name, plus one (0: the beginning): the field that followed it the last time. */
  readonly #followers: (KnownField | undefined)[] = Array.from({ length: fieldNames.length + 1 });

  /** Fills the reading from a line, or answers that the exact reader must look. */
  read(reading: Reading, bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#high = false;
    reading.clear();
    reading.bytes = bytes;
    reading.type = -1;
    if (bytes[this.#at] !== openBrace || end - start < 2) return false;
    this.#at += 1;
    let seen = 0;
    let before = 0;
    for (;;) {
      // Recorders write their fields in one order, so the field that came next the last time is tried first.
      let field = this.#followers[before];
      if (field === undefined || !this.#opens(field)) {
        const nameStart = this.#at + 1;
        if (!this.#string()) return false;
        field = knownFields.find(bytes, nameStart, this.#at - 1);
        if (bytes[this.#at] !== colon) return false;
        this.#at += 1;
        this.#followers[before] = field;
      }
      before = field === undefined ? before : field.index + 1;
      this.#blanks();
      if (field === undefined) {
        if (!this.#skip()) return false;
      } else {
        if (seen & field.bit || !this.#use(field, reading)) return false;
        seen |= field.bit;
      }
      const next = bytes[this.#at];
      this.#at += 1;
      if (next === closeBrace) break;
      if (next !== comma) return false;
      this.#blanks();
    }
    if (this.#at !== end || reading.type < 0 || !reading.has(span['message']!)) return false;
    return !this.#high || isUtf8(bytes.subarray(start, end));
  }

  /** Whether a field begins here. If so, the place is behind its colon afterwards. */
  #opens({ opening }: KnownField): boolean {
    const bytes = this.#bytes;
    const from = this.#at;
    for (let index = 0; index < opening.length; index += 1) {
      if (bytes[from + index] !== opening[index]) return false;
    }
    this.#at = from + opening.length;
    return true;
  }

  #use({ use }: KnownField, reading: Reading): boolean {
    const start = this.#at + 1;
    switch (use.type) {
      case 'text':
        if (!this.#string()) return false;
        reading.starts[use.span] = start;
        reading.ends[use.span] = this.#at - 1;
        return true;
      case 'kind':
        if (!this.#string()) return false;
        reading.type = knownTypes.find(this.#bytes, start, this.#at - 1) ?? -1;
        return reading.type >= 0;
      case 'time':
        return this.#time(reading);
      case 'number':
        return this.#number();
      case 'flag':
        return this.#word('true') || this.#word('false');
      case 'position':
        return this.#position(reading);
      case 'transaction':
        return false;
    }
  }

  /** A string without escapes. Afterwards the place is behind its closing quote. */
  #string(): boolean {
    const bytes = this.#bytes;
    if (bytes[this.#at] !== quote) return false;
    for (let at = this.#at + 1; at < this.#end; at += 1) {
      const byte = bytes[at]!;
      if (byte === quote) {
        this.#at = at + 1;
        return true;
      }
      if (byte === backslash || byte < blank) return false;
      if (byte > 0x7f) this.#high = true;
    }
    return false;
  }

  #blanks(): void {
    while (this.#at < this.#end && this.#bytes[this.#at] === blank) this.#at += 1;
  }

  #digits(): number {
    const from = this.#at;
    while (this.#at < this.#end && isDigit(this.#bytes[this.#at]!)) this.#at += 1;
    return this.#at - from;
  }

  /** A number without an exponent, of so few digits that it is finite. */
  #number(): boolean {
    const from = this.#at;
    if (this.#bytes[this.#at] === minus) this.#at += 1;
    const first = this.#bytes[this.#at];
    const whole = this.#digits();
    if (whole === 0 || (whole > 1 && first === zero)) return false;
    if (this.#bytes[this.#at] === point) {
      this.#at += 1;
      if (this.#digits() === 0) return false;
    }
    return this.#at - from < 300 && this.#endsValue();
  }

  /**
   * The time. Of at most 15 digits the whole number and the power of ten are exact, so their quotient is the number
   * that JSON.parse would make of it; of more it is read as a text.
   */
  #time(reading: Reading): boolean {
    const bytes = this.#bytes;
    const from = this.#at;
    const isNegative = bytes[from] === minus;
    let at = isNegative ? from + 1 : from;
    const first = at;
    let digits = 0;
    for (; isDigit(bytes[at]!); at += 1) digits = digits * 10 + bytes[at]! - zero;
    let count = at - first;
    if (count === 0 || (count > 1 && bytes[first] === zero)) return false;
    let scale = 1;
    if (bytes[at] === point) {
      const fraction = at + 1;
      for (at = fraction; isDigit(bytes[at]!); at += 1) {
        digits = digits * 10 + bytes[at]! - zero;
        scale *= 10;
      }
      if (at === fraction) return false;
      count += at - fraction;
    }
    this.#at = at;
    if (at - from > 300 || !this.#endsValue()) return false;
    if (count > 15) reading.at = Number(textIn(bytes, from, at));
    else reading.at = (isNegative ? -digits : digits) / scale;
    return true;
  }

  /** A string, or a whole number that is written as it would be written again. */
  #position(reading: Reading): boolean {
    const place = span['position']!;
    const from = this.#at;
    if (this.#bytes[from] === quote) {
      if (!this.#string()) return false;
      reading.starts[place] = from + 1;
      reading.ends[place] = this.#at - 1;
      return true;
    }
    const first = this.#bytes[from];
    const digits = this.#digits();
    if (digits === 0 || digits > 15 || (digits > 1 && first === zero) || !this.#endsValue()) return false;
    reading.starts[place] = from;
    reading.ends[place] = this.#at;
    return true;
  }

  /** A value that nobody looks at, if it is not nested. */
  #skip(): boolean {
    const first = this.#bytes[this.#at]!;
    if (first === quote) return this.#string();
    if (first === minus || isDigit(first)) return this.#number();
    return this.#word('true') || this.#word('false') || this.#word('null');
  }

  #word(word: string): boolean {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#bytes[this.#at + index] !== word.charCodeAt(index)) return false;
    }
    this.#at += word.length;
    return this.#endsValue();
  }

  #endsValue(): boolean {
    const next = this.#bytes[this.#at];
    return this.#at < this.#end && (next === comma || next === closeBrace);
  }
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;
