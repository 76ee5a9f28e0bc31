import type { Budget } from '../memory/budget.ts';
import { Column } from '../memory/column.ts';
import { Interest } from './interest.ts';
import { Tallies } from './tally.ts';

/** One kind of order: the message of the latest submission that was delivered, for each stream of messages. */
export interface Order {
  /** By stream: the index of that message plus one. */
  readonly latest: Column;
  /** The streams in which a message came after a later one. */
  readonly broken: Set<number>;
  readonly brokenStrictly: Set<number>;
}

/**
 * What was seen of one group of consumers. What it processes is judged as the deliveries of a group of its own,
 * which stands beside it: so exactly-once processing needs no definition but that of exactly-once delivery.
 */
export class Group {
  readonly index: number;
  /** Nothing for the group without a name. */
  name: string | undefined;
  readonly subject: 'delivered' | 'processed';
  readonly breaches = new Tallies();
  readonly anomalies = new Tallies();
  interest: Interest;
  readonly bySender: Order;
  readonly byKey: Order;
  /** The line of its own last `drained`, 0 where there is none. */
  drained = 0;
  deliveries = 0;
  settles = 0;
  /** How many deliveries there were whose digest, or destination, could be compared. */
  digestsCompared = 0;
  destinationsCompared = 0;
  readonly #pairs = new Map<string, Set<number>>();
  readonly #budget: Budget;

  constructor(
    index: number,
    name: string | undefined,
    subject: Group['subject'],
    interest: Interest,
    budget: Budget,
  ) {
    this.index = index;
    this.name = name;
    this.subject = subject;
    this.interest = interest;
    this.#budget = budget;
    const order = (): Order => ({
      latest: new Column(Uint32Array, budget),
      broken: new Set(),
      brokenStrictly: new Set(),
    });
    this.bySender = order();
    this.byKey = order();
    budget.take(2000);
  }

  /** A clause about deliveries in the words of what this group is judged by. */
  inWords(clause: string): string {
    return this.subject === 'processed' ? clause.replaceAll('delivered', 'processed') : clause;
  }

  /** Whether this is the first time that it is said of a message: rare things are remembered one by one. */
  isFirst(what: string, pair: number): boolean {
    let pairs = this.#pairs.get(what);
    if (pairs === undefined) this.#pairs.set(what, (pairs = new Set()));
    if (pairs.has(pair)) return false;
    pairs.add(pair);
    this.#budget.take(40);
    return true;
  }
}

export const groupInterest = (name: string | undefined, always: readonly string[]): Interest =>
  new Interest(name !== undefined, name !== undefined && always.includes(name));
