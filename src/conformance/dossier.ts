import type { MessageId } from '../model/message.ts';
import { messageObservationTypes } from '../model/observation.ts';
import type { MessageObservation, MessageObservationType } from '../model/observation.ts';

/** What was recorded of one message: the line of the first observation of each type, 0 where there is none. */
export interface Dossier extends Readonly<Record<MessageObservationType, number>> {
  readonly message: MessageId;
  /** The process that submitted it, and how many it had submitted before. */
  readonly sender: string;
  readonly place: number;
  /** The line of the second delivery, and of the first delivery after it was settled; 0 where there is none. */
  readonly again: number;
  readonly afterSettle: number;
}

/** A dossier for each message of a history. */
export interface Dossiers {
  readonly observe: (observation: MessageObservation, line: number) => void;
  readonly of: (message: MessageId) => Dossier | undefined;
  readonly all: () => Iterable<Dossier>;
  /** Those that were delivered, in the order of their first deliveries. */
  readonly delivered: () => readonly Dossier[];
  /** How often anything was delivered. */
  readonly deliveries: () => number;
}

type Draft = { -readonly [Key in keyof Dossier]: Dossier[Key] };

export const openDossiers = (): Dossiers => {
  const dossiers = new Map<MessageId, Draft>();
  const submissions = new Map<string, number>();
  const delivered: Dossier[] = [];
  let deliveries = 0;

  const submit = (dossier: Draft, process: string): void => {
    // An id is submitted once. Should it be again, it is the same message, and the first time counts.
    if (dossier.submitted > 0) return;
    dossier.sender = process;
    dossier.place = submissions.get(process) ?? 0;
    submissions.set(process, dossier.place + 1);
  };
  const deliver = (dossier: Draft, line: number): void => {
    deliveries += 1;
    if (dossier.delivered === 0) delivered.push(dossier);
    else if (dossier.again === 0) dossier.again = line;
    if (dossier.settled > 0 && dossier.afterSettle === 0) dossier.afterSettle = line;
  };

  return {
    observe: ({ type, message, process }, line) => {
      let dossier = dossiers.get(message);
      if (dossier === undefined) dossiers.set(message, (dossier = emptyDossier(message)));
      if (type === 'submitted') submit(dossier, process);
      if (type === 'delivered') deliver(dossier, line);
      if (dossier[type] === 0) dossier[type] = line;
    },
    of: (message) => dossiers.get(message),
    all: () => dossiers.values(),
    delivered: () => delivered,
    deliveries: () => deliveries,
  };
};

const emptyDossier = (message: MessageId): Draft => ({
  message,
  sender: '',
  place: 0,
  submitted: 0,
  accepted: 0,
  confirmed: 0,
  rejected: 0,
  abandoned: 0,
  delivered: 0,
  settled: 0,
  again: 0,
  afterSettle: 0,
});

/** How much was recorded: messages, each counted once for each type, and beside them every single delivery. */
export type Counts = Readonly<Record<MessageObservationType | 'deliveries', number>>;

export const countsOf = (dossiers: Dossiers): Counts => {
  const counts = {
    submitted: 0,
    accepted: 0,
    confirmed: 0,
    rejected: 0,
    abandoned: 0,
    deliveries: dossiers.deliveries(),
    delivered: 0,
    settled: 0,
  };
  for (const dossier of dossiers.all()) {
    for (const type of messageObservationTypes) if (dossier[type] > 0) counts[type] += 1;
  }
  return counts;
};
