import {
  atLeastOnce,
  atMostOnce,
  confirmedMeansDelivered,
  exactlyOnce,
  noCreation,
} from '../../guarantees/index.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { orderOf, outlivesGaps, partsOf } from '../promises.ts';
import type { HistoryGuarantee } from '../promises.ts';
import { hasGaps } from './found.ts';
import type { Found } from './found.ts';
import { silencesOf, unseenFor } from './needs.ts';
import { withinWindow } from './repeats.ts';
import type { Claim, Tally } from './tally.ts';

/** What speaks against "holds", before the names of messages are filled in. */
export interface Finding {
  readonly verdict: 'violated' | 'unknown';
  /** One claim stands for all: how many more there are. */
  readonly claim?: Claim;
  readonly more: number;
  /** What follows the claim, or the whole reason where there is none. */
  readonly words: string;
}

/** Everything that speaks against "holds" for one promise to one group; nothing at all if it holds. */
export const findingsOf = (promise: HistoryGuarantee, found: Found): readonly Finding[] => [
  ...breachesOf(promise, found),
  ...(partsOf(promise).includes(atMostOnce) ? windowFindings(found) : []),
  ...partsOf(promise).flatMap((part) => debtFindings(part, found)),
  ...(promise.brokenBy === 'stuck' ? unsettledFindings(found) : []),
  ...unseenFor(promise, found).map(unknown),
  ...(promise.model === exactlyOnce ? strangersIn(found) : []),
  ...silencesOf(found).map(unknown),
];

const unknown = (words: string): Finding => ({ verdict: 'unknown', more: 0, words });

/** Nothing where nothing was counted. */
const finding = (
  verdict: Finding['verdict'],
  count: number,
  claim: Claim | undefined,
  words = '',
): readonly Finding[] =>
  claim === undefined || count === 0 ? [] : [{ verdict, claim, more: count - 1, words }];

const unless = ({ trial }: Found): string =>
  trial.missed > 0
    ? ', unless what could not be read says otherwise'
    : ', unless what was not recorded says otherwise';

const breachesOf = (promise: HistoryGuarantee, found: Found): readonly Finding[] =>
  talliesOf(promise, found).flatMap(({ count, certain, first, firstDoubtful }) => {
    if (outlivesGaps(promise)) return finding('violated', count, first[0]);
    const isOpen = promise.model === noCreation && found.complete.submitting === false;
    if (isOpen || found.complete.delivering === false)
      return finding('unknown', count, first[0], unless(found));
    return [
      ...finding('violated', certain, first[0]),
      ...finding('unknown', count - certain, firstDoubtful, unless(found)),
    ];
  });

/** The counts of what breaks a promise at once. */
export const talliesOf = (promise: HistoryGuarantee, { survey }: Found): readonly Tally[] => {
  const { group } = survey;
  if (promise.brokenBy === 'stuck') return [];
  // Where nothing is ever settled, nobody knows when handling ends.
  if (promise.brokenBy === 'handledConcurrently' && group.settles === 0) return [];
  if (promise.brokenBy !== undefined) return [group.anomalies.of(promise.brokenBy)];
  if (orderOf(promise) !== undefined) return [group.breaches.of(promise.name)];
  if (group.subject !== promise.subject) return [];
  return partsOf(promise).map((part) =>
    part === confirmedMeansDelivered && group.index > 0
      ? survey.confirmedEarly
      : group.breaches.of(part.name),
  );
};

/** Where a window is claimed, it says which repeated deliveries count. */
const windowFindings = ({ trial, survey }: Found): readonly Finding[] => {
  const { group } = survey;
  const within = group.breaches.of(withinWindow);
  const beyond = group.anomalies.of('beyondWindow');
  const window = trial.claims.start?.window;
  if (window !== undefined && 'milliseconds' in window && trial.backwards > 0) {
    const why = ', but the clock went backwards';
    return [
      ...finding('unknown', within.count, within.first[0], why),
      ...finding('unknown', beyond.count, beyond.first[0], why),
    ];
  }
  const known = within.first.find(({ line }) => line !== within.firstDoubtful?.line);
  return [
    ...finding('violated', within.certain, known ?? within.first[0]),
    ...finding('unknown', within.count - within.certain, within.firstDoubtful, ', but not when'),
  ];
};

/** What is owed and was not paid. */
const debtFindings = (part: Guarantee, found: Found): readonly Finding[] => {
  const { survey, ordered } = found;
  const debts = survey.debts.get(part);
  if (debts === undefined) return [];
  const { due, perhaps, undrained } = debts;
  const losses = hasGaps(found)
    ? finding('unknown', due.count, notYet(due.first[0]), unless(found))
    : finding('violated', due.count, due.first[0]);
  const { count, first } = survey.overtaken;
  const overtaken =
    ordered && part === atLeastOnce && !hasGaps(found) ? finding('violated', count, first[0]) : [];
  return [
    ...losses,
    ...overtaken,
    ...finding(
      'unknown',
      perhaps.count,
      perhaps.first[0],
      `, but no subscribed of ${survey.handed.name} is recorded`,
    ),
    ...finding(
      'unknown',
      undrained.count,
      notYet(undrained.first[0]),
      ', but the history was not drained after that',
    ),
  ];
};

/** Guarantees speak of complete histories; in one that may go on, never is not yet. */
const notYet = (claim: Claim | undefined): Claim | undefined =>
  claim === undefined
    ? undefined
    : {
        ...claim,
        say: (...names) => claim.say(...names).replace(/ (is|and) never (\w+)$/, ' $1 not yet $2'),
      };

const unsettledFindings = (found: Found): readonly Finding[] => {
  const { stuck, unsettled } = found.survey;
  const waiting = unsettled.count - stuck.count;
  const known = unsettled.first.find(
    (claim) => !stuck.first.some(({ message }) => message === claim.message),
  );
  return [
    ...(hasGaps(found)
      ? finding('unknown', stuck.count, stuck.first[0], unless(found))
      : finding('violated', stuck.count, stuck.first[0])),
    ...finding(
      'unknown',
      waiting,
      notYet(known ?? unsettled.first[0]),
      ', but nothing says that it will not be',
    ),
  ];
};

/** Exactly once counts what became of submissions; what came from elsewhere may be a creation, or a gap. */
const strangersIn = ({ trial, survey, complete }: Found): readonly Finding[] => {
  const { count, first } = survey.phantoms;
  return complete.submitting === true && trial.missed === 0
    ? finding('violated', count, first[0], ': created')
    : finding('unknown', count, first[0], ': created, or not recorded');
};
