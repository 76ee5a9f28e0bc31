import { Buffer } from 'node:buffer';
import type { MessageEvent } from '../event.ts';
import { bytesOf, textIn } from '../memory/text.ts';
import { sighting } from './facts.ts';

/** The fields of an event about a message that decide something, in the order of their spans. */
export const spanNames = [
  'message',
  'process',
  'key',
  'digest',
  'destination',
  'group',
  'consumer',
  'position',
] as const;

type SpanName = (typeof spanNames)[number];

export const span = Object.fromEntries(spanNames.map((name, index) => [name, index])) as Readonly<
  Record<SpanName, number>
>;

/**
 * An event about a message as its bytes: of each field the place where its text begins and ends, or -1. There is
 * one reading, filled again for each line, so that a line costs no object.
 */
export class Reading {
  type = 0;
  line = 0;
  /** Not a number where none was recorded. */
  at = NaN;
  bytes: Uint8Array = Buffer.alloc(256);
  readonly starts = new Int32Array(spanNames.length);
  readonly ends = new Int32Array(spanNames.length);
  /** Where texts are written that did not come as bytes. */
  #scratch = Buffer.alloc(256);
  #used = 0;

  clear(): void {
    this.starts.fill(-1);
    this.at = NaN;
  }

  has(field: number): boolean {
    return this.starts[field]! >= 0;
  }

  textOf(field: number): string {
    return textIn(this.bytes, this.starts[field]!, this.ends[field]!);
  }

  /** Fills it from an event, by writing down its texts. */
  take(event: MessageEvent, line: number): this {
    this.clear();
    this.#used = 0;
    this.type =
      event.type === 'discarded' && event.group === undefined
        ? sighting.discardedForAll
        : sighting[event.type];
    this.line = line;
    this.at = event.at ?? NaN;
    for (const name of spanNames) {
      const value = name in event ? event[name as keyof MessageEvent] : undefined;
      if (value !== undefined) this.#write(span[name], String(value));
    }
    this.bytes = this.#scratch;
    return this;
  }

  #write(field: number, text: string): void {
    const bytes = bytesOf(text);
    const end = this.#used + bytes.length;
    if (end > this.#scratch.length) {
      this.#scratch = Buffer.concat([this.#scratch, Buffer.alloc(end)]);
    }
    this.#scratch.set(bytes, this.#used);
    this.starts[field] = this.#used;
    this.ends[field] = end;
    this.#used = end;
  }
}
