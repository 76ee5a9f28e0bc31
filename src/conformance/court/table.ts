import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { MessageObservationType } from '../../model/observation.ts';
import { factsAfter, isForAll, shownBy, sightingKinds, sightingNames } from './facts.ts';

/** Everything that is known of one message in one group: an account of each guarantee, and the facts. */
interface State {
  readonly accounts: readonly unknown[];
  readonly facts: number;
  /** The state in which it is for a group that has never had it. */
  readonly base: number;
  /** By guarantee: how it is broken, and what it owes. Asked once, for there are few states. */
  readonly broken: readonly (string | undefined)[];
  readonly owed: readonly (string | undefined)[];
}

const unmade = 0xffff;
const anomalyNames = Object.keys(shownBy);

/** Bits of what a step gives rise to: breaches of guarantees, then anomalies, then debts before any delivery. */
const firstAnomaly = 12;
const firstDebt = 20;

/**
 * The guarantees themselves, multiplied with each other and with the facts, and compiled to a table: the state of
 * a message is a number of 16 bits, and one more observation is one look-up. Steps are compiled when they are
 * first taken, by asking the guarantees. So a history is judged by the very definitions that judge models, and
 * at the speed of an array.
 */
export class Table {
  readonly guarantees: readonly Guarantee[];
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  #next = new Uint16Array(64 * sightingKinds).fill(unmade);
  #rises = new Uint32Array(64 * sightingKinds);
  #facts = new Uint16Array(64);
  #bases = new Uint16Array(64);
  readonly #accounts = new Map<unknown, number>();

  /** At most 12 guarantees, each about single messages. */
  constructor(guarantees: readonly Guarantee[]) {
    if (guarantees.length > firstAnomaly) throw new RangeError('a table is for at most 12 guarantees');
    this.guarantees = guarantees;
    this.#numberOf(
      guarantees.map(({ opening }) => opening as unknown),
      0,
      undefined,
    );
  }

  /** How many states there are so far. */
  get size(): number {
    return this.#states.length;
  }

  /** The state after a sighting. */
  next(state: number, type: number): number {
    const next = this.#next[state * sightingKinds + type]!;
    return next === unmade ? this.#compile(state, type) : next;
  }

  /** What that step gives rise to, as bits. To be asked after `next`. */
  rises(state: number, type: number): number {
    return this.#rises[state * sightingKinds + type]!;
  }

  facts(state: number): number {
    return this.#facts[state]!;
  }

  /** The state of the message for a group that has never had it. */
  base(state: number): number {
    return this.#bases[state]!;
  }

  /** How a guarantee is broken in this state, if it is. */
  broken(state: number, guarantee: number): string | undefined {
    return this.#states[state]!.broken[guarantee];
  }

  /** What a guarantee owes in this state, if anything. */
  owed(state: number, guarantee: number): string | undefined {
    return this.#states[state]!.owed[guarantee];
  }

  #compile(state: number, type: number): number {
    const before = this.#states[state]!;
    const base = isForAll(type) && before.base !== state ? this.next(before.base, type) : before.base;
    const stays = isForAll(type) && before.base === state;
    const accounts = before.accounts.map((account, index) => this.#observe(index, account, type));
    const next = this.#numberOf(accounts, factsAfter(before.facts, type), stays ? undefined : base);
    this.#next[state * sightingKinds + type] = next;
    this.#rises[state * sightingKinds + type] = this.#risesBetween(state, next);
    return next;
  }

  #observe(guarantee: number, account: unknown, type: number): unknown {
    const name = sightingNames[type]!;
    if (name === 'discarded' || name === 'processed') return account;
    return this.guarantees[guarantee]!.observe(account, {
      type: name as MessageObservationType,
      message: '',
    });
  }

  #risesBetween(before: number, after: number): number {
    let bits = 0;
    this.guarantees.forEach((_, index) => {
      if (this.broken(before, index) === undefined && this.broken(after, index) !== undefined) {
        bits |= 1 << index;
      }
      const [was, is] = [this.base(before), this.base(after)];
      if (this.owed(was, index) === undefined && this.owed(is, index) !== undefined) {
        bits |= 1 << (firstDebt + index);
      }
    });
    anomalyNames.forEach((name, index) => {
      if (!shownBy[name]!(this.facts(before)) && shownBy[name]!(this.facts(after))) {
        bits |= 1 << (firstAnomaly + index);
      }
    });
    return bits;
  }

  /** The number of a state. A state without a base is a base itself. */
  #numberOf(accounts: readonly unknown[], facts: number, base: number | undefined): number {
    const key = `${accounts.map((account) => this.#accountNumber(account)).join()};${facts};${base ?? ''}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.length;
      if (number >= unmade) throw new RangeError('more than 65534 states of a message');
      this.#numbers.set(key, number);
      this.#states.push({
        accounts,
        facts,
        base: base ?? number,
        broken: this.guarantees.map(({ broken }, index) => broken?.(accounts[index])),
        owed: this.guarantees.map(({ owed }, index) => owed?.(accounts[index])),
      });
      if (number >= this.#facts.length) this.#grow();
      this.#facts[number] = facts;
      this.#bases[number] = base ?? number;
    }
    return number;
  }

  #accountNumber(account: unknown): number {
    const key = typeof account === 'object' ? JSON.stringify(account) : account;
    let number = this.#accounts.get(key);
    if (number === undefined) this.#accounts.set(key, (number = this.#accounts.size));
    return number;
  }

  #grow(): void {
    const [next, rises, facts, bases] = [this.#next, this.#rises, this.#facts, this.#bases];
    this.#next = new Uint16Array(next.length * 2).fill(unmade);
    this.#rises = new Uint32Array(rises.length * 2);
    this.#facts = new Uint16Array(facts.length * 2);
    this.#bases = new Uint16Array(bases.length * 2);
    this.#next.set(next);
    this.#rises.set(rises);
    this.#facts.set(facts);
    this.#bases.set(bases);
  }
}

/** Whether the step broke that guarantee. */
export const breaks = (rises: number, guarantee: number): boolean => (rises & (1 << guarantee)) !== 0;

/** Whether the step gave rise to a debt of that guarantee, as a group sees it that has never had the message. */
export const indebts = (rises: number, guarantee: number): boolean =>
  (rises & (1 << (firstDebt + guarantee))) !== 0;

/** The anomalies that the step showed. */
export const anomaliesIn = (rises: number): readonly string[] =>
  anomalyNames.filter((_, index) => (rises & (1 << (firstAnomaly + index))) !== 0);

/** The bits of breaches and anomalies: what must be told at once. */
export const toBeTold = (1 << firstDebt) - 1;
