import { drawText } from '../counterexample/draw.ts';
import { tokenOf } from '../counterexample/token/token.ts';
import { explain } from '../counterexample/why/why.ts';
import { verifyExhaustively } from '../explore/exhaustive.ts';
import type { Verdict } from '../explore/verdict.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { compose } from '../model/compose.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Protocol } from '../model/protocol.ts';
import { worlds } from '../model/world.ts';
import { deliverThenRecord, recordThenDeliver, recordWithDelivery } from '../protocols/three-orders.ts';
import { legible } from './ascii.ts';
import type { Out } from './command.ts';
import { paint } from './paint.ts';
import { seenIn } from './report.ts';

const orders: readonly { readonly protocol: Protocol; readonly effects: string }[] = [
  { protocol: deliverThenRecord, effects: '[deliver(m), write(seen + m), send(ack)]' },
  { protocol: recordThenDeliver, effects: '[write(seen + m), deliver(m), send(ack)]' },
  { protocol: recordWithDelivery, effects: '[atomically(deliver(m), write(seen + m)), send(ack)]' },
];

/**
 * What `onceproof` shows without a command: one receiver, three orders of the same effects, and what each
 * order keeps when links lose, duplicate and reorder and every role may crash.
 */
export const demonstrate = (terminal: Out): void => {
  const out: Out = { ...terminal, stdout: (text) => terminal.stdout(legible(text, terminal)) };
  const paints = paint(out.colour === true);
  out.stdout(
    [
      paints.strong('The order of effects is the guarantee.'),
      '',
      'A receiver answers a new message with three effects. A crash may cut the list anywhere:',
      'what stands before the cut has happened, the rest never will. So the order decides.',
      '',
      paints.faint(
        `Every state of the ${worlds.hostile.name} world: links lose, duplicate and reorder; roles crash.`,
      ),
      '',
      '',
    ].join('\n'),
  );
  for (const order of orders) out.stdout(told(order, out));
  out.stdout(
    [
      paints.strong('Now your own'),
      '',
      '  onceproof list                              the protocols, and their flawed twins',
      '  onceproof verify exactly-once               every state of a protocol, against what it claims',
      '  onceproof verify seen-in-memory             the shortest way to a double delivery',
      '  onceproof judge FILE --guarantee NAME       what a recorded run of your system really kept',
      '',
    ].join('\n'),
  );
};

const told = ({ protocol, effects }: (typeof orders)[number], out: Out): string => {
  const paints = paint(out.colour === true);
  const model = compose(protocol, worlds.hostile);
  const verdicts = promises.map((guarantee) => verifyExhaustively(model, guarantee));
  const lines = verdicts.map((verdict) => {
    const name = verdict.guarantee.padEnd(14);
    if (verdict.verdict === 'holds')
      return `  ${paints.good(`✓ ${name}`)} ${paints.faint(seenIn(verdict.coverage))}`;
    const { verdict: word } = verdict;
    const length =
      verdict.verdict === 'violated' ? ` in ${verdict.trace.length} steps, the fewest there are` : '';
    return `  ${paints.bad(`✗ ${name}`)} ${word === 'violated' ? 'broken' : word}${length}`;
  });
  return `${paints.strong(effects)}\n\n${lines.join('\n')}\n\n${drawn(model, verdicts, out)}`;
};

/** The classic three. */
const promises: readonly Guarantee[] = [atMostOnce, atLeastOnce, exactlyOnce];

/** The first broken promise, drawn. */
const drawn = (
  model: WorldModel,
  verdicts: readonly Verdict[],
  { colour = false, width = 80 }: Out,
): string => {
  const broken = verdicts.find((verdict) => verdict.verdict === 'violated');
  const promise = promises.find(({ name }) => name === broken?.guarantee);
  if (broken === undefined || promise === undefined) return '';
  const { trace, violation } = broken;
  const matters = explain(model, promise, trace, violation).steps;
  const picture = drawText(model, trace, violation, { colour, width: Math.min(width, 100), matters });
  const token = tokenOf(model, broken.guarantee, trace);
  return `${picture}\n\nReproduce: onceproof replay ${token}\n\n`;
};
