import type { Unit } from './mapping.ts';

export const exactText = 'a string or a whole number of at most 2^53 - 1';

/** A text that stands for a value and for no other of its type: two numbers must not become one by rounding. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return undefined;
};

/** Two lists of parts must never make one text. */
export const escaped = (part: string, separator: string): string =>
  part.replaceAll('\\', '\\\\').replaceAll(separator, `\\${separator}`);

/** A time in milliseconds, or nothing if it is no time in that unit. */
export const millisecondsOf = (value: unknown, unit: Unit): number | undefined =>
  unit === 'RFC 3339' ? fromRfc3339(value) : fromNumber(value, unit);

/** What a time in a unit looks like, in words. */
export const wordsForUnit = (unit: Unit): string =>
  unit === 'RFC 3339' ? 'a time like 2024-05-01T12:00:00Z (RFC 3339)' : `a number of ${unit}`;

/** A time in seconds has microseconds behind its point, and no more that a double could hold. */
const inMilliseconds = {
  nanoseconds: (number: number) => number / 1e6,
  microseconds: (number: number) => number / 1e3,
  milliseconds: (number: number) => number,
  seconds: (number: number) => Math.round(number * 1e6) / 1e3,
} as const;

/** Protocol Buffers write a 64-bit number as a string, for JSON readers round it: here to microseconds. */
const fromNumber = (value: unknown, unit: keyof typeof inMilliseconds): number | undefined => {
  if (typeof value === 'string' && /^-?\d+$/.test(value) && unit === 'nanoseconds') {
    return Number(BigInt(value) / 1000n) / 1000;
  }
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? inMilliseconds[unit](number) : undefined;
};

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const fromRfc3339 = (value: unknown): number | undefined => {
  const match = typeof value === 'string' ? rfc3339.exec(value) : null;
  if (match === null) return undefined;
  const [, day, time, fraction = '', zone] = match;
  const whole = Date.parse(`${day}T${time}${zone!.toUpperCase()}`);
  return Number.isNaN(whole) ? undefined : whole + Math.round(Number(`0${fraction}`) * 1e6) / 1e3;
};
