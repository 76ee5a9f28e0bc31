import { atMostOnce } from '../../guarantees/index.ts';
import type { HistoryEvent, StartEvent } from '../event.ts';
import type { Budget } from '../memory/budget.ts';
import { fact } from './facts.ts';
import type { Group } from './group.ts';
import { Groups } from './groups.ts';
import type { Pair } from './pairs.ts';
import { span } from './reading.ts';
import type { Reading } from './reading.ts';
import { Store } from './store.ts';
import { anomaliesIn, breaks } from './table.ts';
import type { Table } from './table.ts';
import type { Claim } from './tally.ts';

/** Why not everything was heard: a limit, and the line at which it was reached. */
export interface Exhausted {
  readonly limit: string;
  readonly line: number;
}

/** All that was found so far: a few bytes of each message, and what was counted of each group. */
export class Trial {
  readonly table: Table;
  readonly store: Store;
  readonly groups: Groups;
  readonly claims: { start?: StartEvent; ended?: HistoryEvent & { readonly type: 'ended' } } = {};
  /** The line of the last `drained` for all groups, and of the last crash; 0 where there is none. */
  drained = 0;
  crashed = 0;
  /** How many lines could not be read, and the first of them. */
  missed = 0;
  firstMissed = Infinity;
  /** The greatest time that was seen, and how often the clock went backwards. */
  latest = -Infinity;
  backwards = 0;
  /** How many messages were submitted with a key. */
  keyed = 0;
  exhausted: Exhausted | undefined;
  readonly notes: string[] = [];
  /** By reason. */
  readonly discarded = new Map<string, number>();

  /** How a line is called. */
  readonly where: (line: number) => string;

  constructor(table: Table, budget: Budget, where: Trial['where'] = (line) => `line ${line}`) {
    this.where = where;
    this.table = table;
    this.store = new Store(this.table, budget);
    this.groups = new Groups(this.store);
  }

  /** There is a line, and it cannot be read: it may have been anything. */
  miss(line: number): void {
    this.missed += 1;
    this.firstMissed = Math.min(this.firstMissed, line);
  }

  /**
   * Tells what a step gave rise to in one group. Where a window is claimed, it is for the window to say which
   * deliveries are too many; to a rejected message there may be none, whatever the window.
   */
  tell(rises: number, reading: Reading, group: Group, pair: Pair, state: number, before: number): void {
    const { line } = reading;
    const windowed = this.claims.start?.window !== undefined;
    this.table.guarantees.forEach((guarantee, index) => {
      if (!breaks(rises, index)) return;
      if (windowed && guarantee === atMostOnce) return;
      const clause = this.table.broken(state, index)!;
      this.breach(guarantee.name, group, line, () => ({
        message: reading.textOf(span.message),
        say: (name) => `${name} ${group.inWords(clause)}`,
      }));
    });
    for (const anomaly of anomaliesIn(rises)) {
      const shown = this.#shown(anomaly, pair, before);
      if (windowed && anomaly === 'deliveredAfterReject') {
        const clause = group.inWords('is delivered although it is rejected');
        this.breach(atMostOnce.name, group, line, () => ({
          message: reading.textOf(span.message),
          say: (name) => `${name} ${clause}`,
        }));
      }
      group.anomalies.of(anomaly).add(line, true, () => ({
        message: reading.textOf(span.message),
        say: (name) => `${name} ${group.inWords(shown)}`,
      }));
    }
  }

  /** A guarantee is broken, and what was read so far is all there was, or not. */
  breach(guarantee: string, group: Group, line: number, claim: () => Omit<Claim, 'line'>): void {
    group.breaches.of(guarantee).add(line, this.missed === 0, claim);
  }

  /** The last mark after which nothing more was to come for a group. */
  drainedFor(group: Group): number {
    return Math.max(this.drained, group.drained);
  }

  #shown(anomaly: string, pair: Pair, before: number): string {
    switch (anomaly) {
      case 'duplicated':
        return `is delivered again, first on ${this.where(this.store.delivered.get(pair))}`;
      case 'deliveredAfterReject':
        return this.table.facts(before) & fact.delivered
          ? `is rejected, delivered on ${this.where(this.store.delivered.get(pair))}`
          : 'is delivered although it was rejected';
      default:
        return 'is delivered after it was settled';
    }
  }
}
