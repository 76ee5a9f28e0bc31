import { catalogue, families, worldOf } from '../../../src/catalogue.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, honestConfirmation } from '../../../src/guarantees/index.ts';
import { compose } from '../../../src/model/compose.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import type { Protocol } from '../../../src/model/index.ts';
import { worlds } from '../../../src/model/world.ts';
import type { World } from '../../../src/model/world.ts';
import { answers, senderThatAnswers } from './answers.ts';
import type { Answer } from './answers.ts';
import { chainOf, judgements, runsOf } from './generals.ts';
import { fewestFor, reordering, stenningModulo, verdictFor } from './headers.ts';
import { orders, ordersOfTwo, receivingIn } from './orders.ts';
import { cellOf, counterexample, foundOf, table } from './telling.ts';

const cell = (subject: Protocol, world: World, guarantee: Guarantee): string =>
  cellOf(verifyExhaustively(compose(subject, world), guarantee));

const entryOf = (name: string) => catalogue.find(({ protocol }) => protocol.name === name)!;
const storyOf = (name: string, world: keyof typeof worlds, guarantee: Guarantee): string =>
  counterexample(entryOf(name).protocol, worldOf(entryOf(name), world), guarantee);
// Two Generals.

const countOf = (found: readonly unknown[], wanted: unknown): string =>
  String(found.filter((each) => each === wanted).length);

const chains = (): string =>
  table([
    ['rounds', 'runs', 'the shortest chain from "all arrives" to "nothing arrives"'],
    ...[1, 2, 3, 4].map((rounds) => [
      String(rounds),
      String(runsOf(rounds).length),
      `${(chainOf(rounds)?.length ?? NaN) - 1} steps`,
    ]),
  ]);

const chainOfTwo = (): string => {
  const lines = (chainOf(2) ?? []).map(({ run, same }) => {
    const packets = ['A → B', 'B → A', 'A → B', 'B → A'];
    const gone = packets.flatMap((packet, place) =>
      run.lost[place] ? [`${packet} of round ${Math.floor(place / 2) + 1}`] : [],
    );
    const what = gone.length === 0 ? 'nothing is lost' : `lost: ${gone.join(', ')}`;
    return same === undefined ? what : `  ${same} cannot tell\n${what}`;
  });
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
};

const allGenerals = (): string =>
  table([
    [
      'rounds',
      'protocols',
      'they do not attack when all arrives',
      'attack when nothing does',
      'disagree',
      'solve it',
    ],
    ...[1, 2].map((rounds) => {
      const found = judgements(rounds);
      return [
        String(rounds),
        String(found.length),
        countOf(found, 'all arrives, and they do not attack'),
        countOf(found, 'nothing arrives, and they attack'),
        countOf(found, 'they disagree'),
        countOf(found, undefined),
      ];
    }),
  ]);

const allAnswers = (): string =>
  table([
    ['when time is up', 'honest confirmation', 'at most once'],
    ...(Object.keys(answers) as Answer[]).map((answer) => [
      answer,
      cell(senderThatAnswers(answer), worlds.lossy, honestConfirmation),
      cell(senderThatAnswers(answer), worlds.lossy, atMostOnce),
    ]),
  ]);

// A crash without stable storage.

const forgetful = (): string => {
  const judged = [atMostOnce, honestConfirmation, exactlyOnce];
  return table([
    ['protocol', ...judged.map(({ name }) => `${name}, disks lost`), 'exactly once, disks kept'],
    ...families.flatMap(({ entries }) =>
      entries
        .filter(({ protocol: { name } }) => foundOf(name, exactlyOnce.name, 'lossy').startsWith('holds'))
        .map(({ protocol: { name } }) => [
          name,
          ...judged.map((guarantee) => foundOf(name, guarantee.name, 'forgetful')),
          foundOf(name, exactlyOnce.name, 'crashing'),
        ]),
    ),
  ]);
};

/** Only the receiver crashes: nothing is lost with the memory of the sender. */
const forgetfulReceiver = (): string => {
  const entry = entryOf('alternating-bit');
  const world: World = { ...worldOf(entry, 'crashing'), crashes: { receiver: 1 } };
  return counterexample(entry.protocol, world, honestConfirmation);
};

// Bounded headers.

const headers = (): string =>
  table([
    ['numbers', 'exactly once with one message fewer', 'messages that break it', 'steps'],
    ...[2, 3, 4, 5, 6].map((modulus) => {
      const fewest = fewestFor(modulus, modulus + 2) ?? NaN;
      const broken = verdictFor(modulus, fewest);
      return [
        String(modulus),
        cellOf(verdictFor(modulus, fewest - 1)),
        String(fewest),
        broken.verdict === 'violated' ? String(broken.trace.length) : 'none',
      ];
    }),
  ]);

// Delivery and processing.

const allOrders = (): string =>
  table([
    ['a receiver, upon a new message', 'at most once', 'at least once', 'exactly once', 'without crashes'],
    ...[...orders, ...ordersOfTwo].map((order) => [
      order.join(', '),
      ...[atMostOnce, atLeastOnce, exactlyOnce].map((guarantee) =>
        cell(receivingIn(order), worlds.crashing, guarantee),
      ),
      cell(receivingIn(order), worlds.lossy, exactlyOnce),
    ]),
  ]);

/** Every generated block of the pages, by page and by name. */
export const blocks: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'two-generals': {
    chains,
    chain: chainOfTwo,
    generals: allGenerals,
    answers: allAnswers,
    confirm: () => counterexample(senderThatAnswers('confirm'), worlds.lossy, honestConfirmation),
    reject: () => counterexample(senderThatAnswers('reject'), worlds.lossy, atMostOnce),
  },
  'crash-without-stable-storage': {
    forgetful,
    receiver: forgetfulReceiver,
    sender: () => storyOf('numbered-stop-and-wait', 'forgetful', honestConfirmation),
  },
  'bounded-headers': {
    headers,
    story: () => counterexample(stenningModulo(3), reordering(3), exactlyOnce, 'drawn'),
  },
  'delivery-and-processing': {
    orders: allOrders,
    'deliver first': () =>
      counterexample(receivingIn(['deliver', 'record', 'acknowledge']), worlds.crashing, atMostOnce),
    'record first': () =>
      counterexample(receivingIn(['record', 'deliver', 'acknowledge']), worlds.crashing, atLeastOnce),
    'acknowledge first': () =>
      counterexample(receivingIn(['acknowledge', 'deliver and record as one']), worlds.crashing, atLeastOnce),
  },
};
