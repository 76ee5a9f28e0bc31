/**
 * Plain data: null, booleans, finite numbers, strings, arrays and plain objects. States and packets are
 * plain data, so that two equal ones can be recognised, kept once, and written to a file.
 */
export class NotPlainError extends Error {
  override readonly name = 'NotPlainError';
}

/**
 * The canonical text of plain data: equal data have equal texts, whatever the order of their keys.
 *
 * @throws NotPlainError naming the place of anything that is not plain data.
 */
export const textOf = (value: unknown, place = 'it'): string =>
  quickText(value) ?? textWithPlaces(value, place);

/** The same without a word of where anything is: nothing, where something is not plain. */
const quickText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return quickList(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const keys = Object.keys(value);
  if (keys.length > 1) keys.sort();
  let text = '{';
  for (const key of keys) {
    const part = quickText((value as Record<string, unknown>)[key]);
    if (part === undefined) return undefined;
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${part}`;
  }
  return `${text}}`;
};

/** A hole is not plain, and reads as undefined. */
const quickList = (list: readonly unknown[]): string | undefined => {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    const part = quickText(list[index]);
    if (part === undefined) return undefined;
    text += index === 0 ? part : `,${part}`;
  }
  return `${text}]`;
};

const textWithPlaces = (value: unknown, place: string): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotPlainError(`${place} is ${value}`);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (typeof value !== 'object') throw new NotPlainError(`${place} is ${aOrAn(typeof value)}`);
  if (Array.isArray(value)) {
    // Array.from visits holes too, which are not plain.
    return `[${Array.from(value, (item, index) => textOf(item, `${place}[${index}]`)).join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotPlainError(`${place} is ${aOrAn(value.constructor?.name ?? 'object of a class')}`);
  }
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${textOf(item, `${place}.${key}`)}`).join(',')}}`;
};

const aOrAn = (noun: string): string =>
  noun === 'undefined' ? noun : `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/**
 * A deep copy that nobody can change, of what may turn out to be no plain data.
 *
 * @throws NotPlainError naming the place of anything that is not plain data.
 */
export const plainCopy = <T>(value: T, place = 'it'): T => {
  if (typeof value !== 'object' || value === null) {
    const isPlain = value === null || typeof value === 'boolean' || typeof value === 'string';
    if (!isPlain && !Number.isFinite(value)) textOf(value, place); // says what it is
    return value;
  }
  if (Array.isArray(value)) {
    return Object.freeze(
      Array.from(value, (item, index) => plainCopy(item as unknown, `${place}[${index}]`)),
    ) as T;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) textOf(value, place);
  const parts = Object.entries(value).map(
    ([key, part]) => [key, typeof part === 'string' ? part : plainCopy(part, `${place}.${key}`)] as const,
  );
  return Object.freeze(Object.fromEntries(parts)) as T;
};

/** A deep copy that nobody can change. */
export const frozenCopy = <T>(value: T): T => {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, frozenCopy(v)]))) as T;
};

/**
 * Keeps one frozen copy of each distinct value, so that equality is identity and whatever was computed for
 * a value can be remembered with it.
 */
export class Interner<T extends object> {
  readonly #byText = new Map<string, T>();
  readonly #texts = new Map<T, string>();
  readonly #freeze: (value: T) => T;

  /** `freeze` makes the copy to keep; the parts of a value that are themselves interned want a shallow one. */
  constructor(freeze: (value: T) => T = frozenCopy) {
    this.#freeze = freeze;
  }

  /** The one copy of the value. */
  intern(value: T): T {
    return this.#texts.has(value) ? value : this.internText(textOf(value), value);
  }

  /** The same for a value whose canonical text is already known. */
  internText(text: string, value: T): T {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const copy = this.#freeze(value);
    this.#byText.set(text, copy);
    this.#texts.set(copy, text);
    return copy;
  }

  /** The canonical text of a value that was interned here. */
  textOf(value: T): string {
    return this.#texts.get(value) ?? textOf(value);
  }
}

/** Remembers what a function answered for a value, for as long as the value is in use. */
export const remembered = <Key extends object, Value>(
  compute: (key: Key) => Value,
): ((key: Key) => Value) => {
  const answers = new WeakMap<Key, Value>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as Value;
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
};
