import { atLeastOnce, confirmedMeansDelivered, honestConfirmation } from '../../guarantees/index.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Trial } from './trial.ts';
import { fact } from './facts.ts';
import type { Group } from './group.ts';
import { unseen } from './groups.ts';
import { everywhere } from './interest.ts';
import { Tally } from './tally.ts';

/** What is owed to a group by one guarantee, told apart by what is known of it. */
export interface Debts {
  /** Owed at a `drained` mark at which the group was interested. */
  readonly due: Tally;
  /** Of those: owed at a `drained` mark, and nobody said whether the group was interested. */
  readonly perhaps: Tally;
  /** No `drained` came after it arose. */
  readonly undrained: Tally;
}

/** What a look at all messages finds, at the end, for what one group is handed or for what it processes. */
export interface Survey {
  readonly group: Group;
  /** What the group is handed: what it processes goes by its name, marks and subscriptions. */
  readonly handed: Group;
  /** By fact: how many messages it is true of. */
  readonly counts: Readonly<Record<'delivered' | 'settled' | 'recovered' | 'vanished', number>>;
  readonly debts: ReadonlyMap<Guarantee, Debts>;
  readonly phantoms: Tally;
  readonly unsettled: Tally;
  readonly stuck: Tally;
  readonly overtaken: Tally;
  /** For a group that is not the first: those confirmed before they were delivered to it. */
  readonly confirmedEarly: Tally;
}

export type OrderName = 'bySender' | 'byKey';

/** Looks at every message that was ever seen, once for each group. */
export const surveyOf = (trial: Trial, group: Group, handed: Group, orders: readonly OrderName[]): Survey => {
  const { store, table } = trial;
  const survey = emptySurvey(group, handed);
  const owing = [atLeastOnce, honestConfirmation].map((guarantee) => ({
    guarantee,
    index: table.guarantees.indexOf(guarantee),
    debts: survey.debts.get(guarantee)!,
  }));
  const early = table.guarantees.indexOf(confirmedMeansDelivered);
  for (let message = 0; message < store.names.size; message += 1) {
    const state =
      group.index === unseen ? table.base(store.states.get(message)) : store.stateIn(message, group.index);
    const facts = table.facts(state);
    count(survey, facts);
    if (group.index > 0 && table.broken(state, early) !== undefined) {
      const line = store.numberIn('confirmed', message) || store.since.get(message);
      survey.confirmedEarly.add(line, line < trial.firstMissed, () => ({ message, say: confirmedEarly }));
    }
    if (facts & fact.delivered) lookAtDelivered(trial, survey, message, facts);
    else if (!(facts & fact.discarded) && !isDiscardedOnTheWay(trial, survey, message)) {
      for (const { guarantee, index, debts } of owing) {
        const clause = table.owed(state, index);
        if (clause !== undefined) owe(trial, survey, debts, guarantee, clause, message, facts, orders);
      }
    }
  }
  return survey;
};

const confirmedEarly = (name: string): string => `${name} is confirmed before it is delivered`;

const emptySurvey = (group: Group, handed: Group): Survey => ({
  group,
  handed,
  counts: { delivered: 0, settled: 0, recovered: 0, vanished: 0 },
  debts: new Map(
    [atLeastOnce, honestConfirmation].map((guarantee) => [
      guarantee as Guarantee,
      { due: new Tally(), perhaps: new Tally(), undrained: new Tally() },
    ]),
  ),
  phantoms: new Tally(),
  unsettled: new Tally(),
  stuck: new Tally(),
  overtaken: new Tally(),
  confirmedEarly: new Tally(),
});

const count = ({ counts }: Survey, facts: number): void => {
  const tallied = counts as Record<keyof typeof counts, number>;
  if (facts & fact.delivered) tallied.delivered += 1;
  if (facts & fact.settled) tallied.settled += 1;
  if (!(facts & fact.abandoned)) return;
  if (facts & fact.delivered) tallied.recovered += 1;
  else if (!(facts & fact.confirmed)) tallied.vanished += 1;
};

/** What is discarded on the way to a group is not processed there either. */
const isDiscardedOnTheWay = ({ store, table }: Trial, { group, handed }: Survey, message: number): boolean =>
  group !== handed && (table.facts(store.stateIn(message, handed.index)) & fact.discarded) !== 0;

const lookAtDelivered = (trial: Trial, survey: Survey, message: number, facts: number): void => {
  const { store } = trial;
  const { group } = survey;
  const pair = store.pairOf(message, group.index)!;
  const line = store.delivered.get(pair);
  const about = (clause: string) => () => ({ message, say: (name: string) => `${name} ${clause}` });
  if (!(facts & fact.submitted)) {
    survey.phantoms.add(line, true, about('is delivered and its submission is not recorded'));
  }
  if (facts & fact.settled || group.settles === 0) return;
  survey.unsettled.add(line, true, about('is delivered and never settled'));
  const last = store.pairNumberIn('last', pair) || line;
  const quiet = trial.claims.start?.quiet;
  const waited = trial.latest - store.pairNumberIn('time', pair);
  if (last < trial.drainedFor(survey.handed) || (quiet !== undefined && waited > quiet)) {
    survey.stuck.add(last, true, about('is delivered and never settled'));
  }
};

const owe = (
  trial: Trial,
  survey: Survey,
  debts: Debts,
  guarantee: Guarantee,
  clause: string,
  message: number,
  facts: number,
  orders: readonly OrderName[],
): void => {
  const { store } = trial;
  const { group } = survey;
  const confirmed = store.numberIn('confirmed', message);
  const line = guarantee === honestConfirmation && confirmed !== 0 ? confirmed : store.since.get(message);
  const destination = store.numberIn('destination', message) - 1;
  const drained = trial.drainedFor(survey.handed);
  const interested = group.interest.in(message, destination < 0 ? everywhere : destination, drained);
  const claim = () => ({ message, say: (name: string) => `${name} ${group.inWords(clause)}` });
  if (interested.type === 'perhaps') {
    (line < drained ? debts.perhaps : debts.undrained).add(line, true, claim);
    return;
  }
  if (line < interested.drained) debts.due.add(line, line < trial.firstMissed, claim);
  else if (interested.still) debts.undrained.add(line, true, claim);
  if (guarantee === atLeastOnce && interested.still && !(facts & fact.adrift)) {
    overtake(trial, survey, message, facts, line, orders);
  }
};

/** To deliver it now would break the order that is promised, so it is lost, or the order is. */
const overtake = (
  { store }: Trial,
  { group, overtaken }: Survey,
  message: number,
  facts: number,
  line: number,
  orders: readonly OrderName[],
): void => {
  if (!(facts & fact.submitted)) return;
  for (const order of orders) {
    const stream = store.numberIn(order === 'bySender' ? 'sender' : 'stream', message);
    if (order === 'byKey' && stream === 0) continue;
    const latest = group[order].latest.get(stream) - 1;
    if (latest < 0 || store.placeOf(latest) <= store.placeOf(message)) continue;
    overtaken.add(line, true, () => ({
      message,
      other: latest,
      say: (name, other) => `${name} is not delivered, but ${other} is, which was submitted later`,
    }));
    return;
  }
};
