import { Buffer } from 'node:buffer';

/** A long history, and what was put into it. */
export interface LongHistory {
  readonly pieces: () => AsyncGenerator<Buffer>;
  readonly messages: number;
}

/** What is wrong with a message, by its number: one of ten thousand each. */
export const isLost = (number: number): boolean => number % 10_000 === 4_321;
export const isDoubled = (number: number): boolean => number % 10_000 === 1_234;

/** How many messages are under way at the same time. */
const underWay = 50;

/** The next of a row of pseudorandom numbers (Numerical Recipes): the same for everybody. */
const after = (state: number): number => (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;

/**
 * A run as a recorder in JavaScript would write it: each message is submitted, confirmed, delivered and settled, some
 * while later than others; and two of ten thousand go wrong. The text is made while it is read.
 */
export const longHistory = (messages: number, idOf: (number: number) => string): LongHistory => ({
  messages,
  pieces: async function* () {
    let random = 1;
    let at = 0;
    let lines: string[] = [];
    const waiting: number[] = [];
    const say = (type: string, number: number, process: string, more: object = {}): void => {
      at += 0.125;
      lines.push(JSON.stringify({ type, at, message: idOf(number), process, ...more }));
    };
    const deliver = (number: number): void => {
      if (isLost(number)) return;
      say('delivered', number, 'consumer', { incarnation: 0, redelivered: false });
      if (isDoubled(number)) say('delivered', number, 'consumer', { incarnation: 0, redelivered: true });
      say('settled', number, 'consumer');
    };
    for (let number = 0; number < messages; number += 1) {
      say('submitted', number, 'producer');
      say('confirmed', number, 'producer');
      waiting.push(number);
      if (waiting.length > underWay) {
        random = after(random);
        const [next] = waiting.splice(random % underWay, 1);
        deliver(next!);
      }
      if (lines.length >= 10_000) {
        yield Buffer.from(`${lines.join('\n')}\n`);
        lines = [];
      }
    }
    waiting.forEach(deliver);
    lines.push('{"type":"drained"}', '{"type":"ended"}', '');
    yield Buffer.from(lines.join('\n'));
  },
});

/** How many of the messages before a number something is true of. */
export const countOf = (messages: number, is: (number: number) => boolean): number => {
  let count = 0;
  for (let number = 0; number < messages; number += 1) if (is(number)) count += 1;
  return count;
};
