import { isAboutMessage } from '../model/observation.ts';
import type { Observation, MessageObservation } from '../model/observation.ts';
import { Interner, remembered } from '../model/plain.ts';
import type { MessageId } from '../model/message.ts';
import type { Guarantee, Sighting, Standing } from './guarantee.ts';

/** A promise broken for good, or one that is still to be kept. */
export interface Claim {
  /** The message in question, where the guarantee speaks of single messages. */
  readonly message?: MessageId;
  /** What is wrong, as a clause: `m0 is delivered twice`. */
  readonly clause: string;
}

/** All accounts of a guarantee. Plain data, never changed: a new observation makes a new ledger. */
export interface Ledger {
  /** By message or by sender, whichever the scope of the guarantee says. */
  readonly accounts: Readonly<Record<string, unknown>>;
  /** Where each submitted message stands; kept only for guarantees about senders. */
  readonly standings: Readonly<Record<MessageId, Standing>>;
}

/** Keeps the ledgers of one guarantee over the states of a model. */
export interface Ledgers {
  readonly guarantee: Guarantee;
  readonly initial: Ledger;
  readonly observe: (ledger: Ledger, observations: readonly Observation[]) => Ledger;
  readonly broken: (ledger: Ledger) => Claim | undefined;
  readonly owed: (ledger: Ledger) => readonly Claim[];
  readonly textOf: (ledger: Ledger) => string;
  /** The one copy of a ledger that was made elsewhere. */
  readonly adopt: (ledger: Ledger) => Ledger;
}

export const ledgersOf = (guarantee: Guarantee): Ledgers => {
  const ledgers = new Interner<Ledger>();
  const entries = remembered((ledger: Ledger) =>
    remembered((observation: MessageObservation) => ledgers.intern(enter(guarantee, ledger, observation))),
  );
  return {
    guarantee,
    initial: ledgers.intern({ accounts: {}, standings: {} }),
    observe: (ledger, observations) => {
      let next = ledger;
      for (const observation of observations) {
        if (isAboutMessage(observation)) next = entries(next)(observation);
      }
      return next;
    },
    broken: remembered(({ accounts }) => claimsOf(guarantee, accounts, guarantee.broken)[0]),
    owed: remembered(({ accounts }) => claimsOf(guarantee, accounts, guarantee.owed)),
    textOf: (ledger) => ledgers.textOf(ledger),
    adopt: (ledger) => ledgers.intern(ledger),
  };
};

const claimsOf = (
  guarantee: Guarantee,
  accounts: Ledger['accounts'],
  ask: Guarantee['broken'],
): readonly Claim[] =>
  Object.keys(accounts).flatMap((key): readonly Claim[] => {
    const clause = ask?.(accounts[key]);
    if (clause === undefined) return [];
    return [guarantee.scope === 'message' ? { message: key, clause: `${key} ${clause}` } : { clause }];
  });

const enter = (guarantee: Guarantee, ledger: Ledger, observation: MessageObservation): Ledger => {
  const { accounts, standings } = ledger;
  const { type, message } = observation;
  if (guarantee.scope === 'message') {
    return { ...ledger, accounts: accountsAfter(guarantee, accounts, message, { type, message }) };
  }
  const standing = own(standings, message);
  const after = standingAfter(standing, observation, (sender) => submissionsOf(ledger, sender));
  return {
    accounts:
      standing === undefined
        ? accounts
        : accountsAfter(guarantee, accounts, standing.sender, { type, message, standing }),
    standings: after === undefined ? standings : { ...standings, [message]: after },
  };
};

/** An account is opened by the first observation that changes it, so that ledgers stay as few as can be. */
const accountsAfter = (
  guarantee: Guarantee,
  accounts: Ledger['accounts'],
  key: string,
  sighting: Sighting,
): Ledger['accounts'] => {
  const account = own(accounts, key) ?? guarantee.opening;
  const next = guarantee.observe(account, sighting);
  return next === account ? accounts : { ...accounts, [key]: next };
};

/** Ids are the application's and may be anything, `constructor` included. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const submissionsOf = ({ standings }: Ledger, sender: string): number =>
  Object.values(standings).filter((standing) => standing.sender === sender).length;

/** Where a message stands after an observation, for guarantees about senders. */
export const standingAfter = (
  before: Standing | undefined,
  { type, process }: MessageObservation,
  place: (sender: string) => number,
): Standing | undefined => {
  if (before === undefined) {
    return type === 'submitted'
      ? { sender: process, place: place(process), delivered: false, abandoned: false }
      : undefined;
  }
  if (type === 'delivered') return { ...before, delivered: true };
  if (type === 'abandoned') return { ...before, abandoned: true };
  return before;
};
