import fc from 'fast-check';
import type { HistoryEvent } from '../../src/conformance/event.ts';
import type { Lines } from './recount.ts';

const often = <Value>(...values: readonly Value[]): fc.Arbitrary<Value | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(...values) },
  );
const rarely = <Value>(...values: readonly Value[]): fc.Arbitrary<Value | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );

/** Leaves out what is undefined. */
const present = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;

const message = fc.constantFrom('m0', 'm1', 'm2', 'x');
const time = fc.option(fc.nat({ max: 9 }), { nil: undefined, freq: 3 });

/** What kinds of things a history has: one that has everything at once is rarely about anything. */
interface Traits {
  readonly groups: readonly (string | undefined)[];
  readonly details: boolean;
  readonly transactions: boolean;
  readonly gaps: boolean;
  readonly subscriptions: boolean;
}

const traits: fc.Arbitrary<Traits> = fc.record({
  groups: fc.constantFrom<readonly (string | undefined)[]>([undefined], ['a'], [undefined, 'a'], ['a', 'b']),
  details: fc.boolean(),
  transactions: fc.boolean(),
  gaps: fc.constantFrom(false, false, true),
  subscriptions: fc.boolean(),
});

const eventsWith = (has: Traits): fc.Arbitrary<Lines[number]> => {
  const detail = <Value>(arbitrary: fc.Arbitrary<Value | undefined>) =>
    has.details ? arbitrary : fc.constant(undefined);
  const described = {
    message,
    at: time,
    key: detail(often('k', 'l')),
    digest: detail(often('d', 'd', 'e')),
    destination: detail(rarely('x', 'x', 'y')),
    transaction: has.transactions ? rarely('t', 'u') : fc.constant(undefined),
  };
  const submitting = fc.record({
    type: fc.constantFrom(
      'submitted',
      'submitted',
      'submitted',
      'confirmed',
      'confirmed',
      'accepted',
      'rejected',
      'abandoned',
    ),
    process: fc.constantFrom('producer', 'producer', 'producer', 'other'),
    ...described,
  });
  const receiving = fc.record({
    type: fc.constantFrom(
      'delivered',
      'delivered',
      'delivered',
      'delivered',
      'processed',
      'settled',
      'discarded',
    ),
    process: fc.constantFrom('consumer', 'consumer', 'second'),
    group: fc.constantFrom(...has.groups),
    consumer: detail(rarely('c', 'd')),
    position: detail(rarely<string | number>(1, 1, '1', 2)),
    ...described,
  });
  const interest = fc.record({
    type: fc.constantFrom('subscribed', 'subscribed', 'unsubscribed'),
    group: fc.constantFrom(...has.groups),
    consumer: often('c', 'd'),
    destination: detail(often('x', 'y')),
  });
  const drained = fc.record({
    type: fc.constant('drained'),
    group: fc.constantFrom(undefined, ...has.groups),
    at: time,
  });
  const process = fc.record({
    type: fc.constantFrom('crashed', 'restarted'),
    process: fc.constantFrom('consumer', 'second', 'c', 'd', 'broker'),
  });
  const transaction = fc.record({
    type: fc.constantFrom('began', 'committed', 'committed', 'aborted'),
    transaction: fc.constantFrom('t', 'u'),
  });
  const others: fc.WeightedArbitrary<unknown>[] = [
    { weight: 2, arbitrary: drained },
    { weight: 1, arbitrary: process },
    { weight: has.transactions ? 3 : 0, arbitrary: transaction },
    { weight: has.subscriptions ? 2 : 0, arbitrary: interest },
  ];
  return fc
    .oneof({ weight: 14, arbitrary: submitting }, { weight: 14, arbitrary: receiving }, ...others, {
      weight: has.gaps ? 1 : 0,
      arbitrary: fc.constant(undefined),
    })
    .map((event) => (event === undefined ? undefined : tidy(event as HistoryEvent)));
};

const tidy = (event: HistoryEvent): HistoryEvent => {
  const kept = present(event);
  return kept.type === 'discarded' ? { ...kept, reason: 'expired' } : kept;
};

const starting = fc
  .record({
    type: fc.constant('started' as const),
    groups: often(['a'], ['a', 'b']),
    window: rarely({ messages: 1 }, { messages: 2 }, { milliseconds: 2 }),
    quiet: rarely(1, 4),
    complete: rarely(
      { submitting: true },
      { submitting: true },
      { submitting: false },
      { delivering: false },
    ),
  })
  .map((event) => present(event) as HistoryEvent);
const ending = fc
  .record({
    type: fc.constant('ended' as const),
    complete: rarely({ submitting: true }, { delivering: false }),
  })
  .map((event) => present(event) as HistoryEvent);

const some = (event: fc.Arbitrary<HistoryEvent>): fc.Arbitrary<Lines> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: event.map((one) => [one]) });

/** A history of anything, in any order: few messages, so that what is seen of them meets. */
export const anyHistory: fc.Arbitrary<Lines> = traits.chain((has) =>
  fc
    .tuple(
      some(starting),
      fc.array(eventsWith(has), { minLength: 1, maxLength: 30, size: 'max' }),
      some(ending),
    )
    .map((parts) => parts.flat()),
);
