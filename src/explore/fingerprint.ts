import type { Guarantee } from '../guarantees/guarantee.ts';
import { renamed, submittedIn } from '../model/naming.ts';
import { textOf } from '../model/plain.ts';

/**
 * A short text by which two runs recognise the same counterexample: 16 hexadecimal digits, made of the name of
 * the guarantee and of the trace, whose messages are renumbered in the order in which they appear. Of a trace
 * in normal form it is the fingerprint of the bug. The world and the engine do not enter into it.
 *
 * No protection against anybody: of n different counterexamples, two have the same one with a probability of
 * about n²/2⁶⁵.
 *
 * @throws NotPlainError when an action is not plain data.
 * @example
 * fingerprintOf(atMostOnce, trace); // '5f0c2e9a7d31b846'
 */
export const fingerprintOf = (
  { name }: Pick<Guarantee, 'name'>,
  trace: readonly { readonly type: string }[],
): string => {
  const names = new Map(submittedIn(trace).map((id, index) => [id, `m${index}`]));
  return fnv1a(textOf({ guarantee: name, trace: renamed(trace, names) }));
};

/** FNV-1a with 64 bits (Fowler, Noll, Vo; RFC 9923) over the UTF-8 bytes of a text, in hexadecimal digits. */
export const fnv1a = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
};
