import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import type { Verdict } from '../../../src/explore/verdict.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import { compose } from '../../../src/model/compose.ts';
import { protocol } from '../../../src/model/index.ts';
import type { Protocol } from '../../../src/model/index.ts';
import { worlds } from '../../../src/model/world.ts';
import type { World } from '../../../src/model/world.ts';
import { receiverThatCounts, senderThatCounts } from '../../../src/protocols/links/stenning.ts';

/** Stenning's protocol with so many different numbers, one after the other in a circle. */
export const stenningModulo = (modulus: number): Protocol => {
  const next = (number: number) => (number + 1) % modulus;
  return protocol({
    name: `stenning modulo ${modulus}`,
    roles: { sender: senderThatCounts(next), receiver: receiverThatCounts(next) },
    links: ['sender -> receiver', 'receiver -> sender'],
  });
};

/** Links that reorder, nothing else, and so many messages. */
export const reordering = (messages: number): World => ({ ...worlds.reordering, messages });

/** What becomes of exactly once when so many messages share so many numbers. */
export const verdictFor = (modulus: number, messages: number): Verdict =>
  verifyExhaustively(compose(stenningModulo(modulus), reordering(messages)), exactlyOnce);

/** The fewest messages that break so many numbers, looked for up to a bound. */
export const fewestFor = (modulus: number, most: number): number | undefined =>
  Array.from({ length: most }, (_, one) => one + 1).find(
    (messages) => verdictFor(modulus, messages).verdict === 'violated',
  );
