import type { HistoryEvent, InterestEvent, MessageEvent } from '../event.ts';
import type { Budget } from '../memory/budget.ts';
import { Delivering } from './delivering.ts';
import { isForAll } from './facts.ts';
import { everywhere } from './interest.ts';
import { Reading, span } from './reading.ts';
import { Submitting } from './submitting.ts';
import type { Table } from './table.ts';
import { Transactions } from './transactions.ts';
import { Trial } from './trial.ts';

/** The longest history: line numbers are kept in 32 bits. */
const mostLines = 2 ** 32 - 2;

/**
 * Hears a history once, line by line, and keeps of each message a few bytes. What it finds is read off its
 * groups when it is asked for.
 */
export class Court {
  readonly trial: Trial;
  readonly #delivering: Delivering;
  readonly #submitting: Submitting;
  readonly #transactions: Transactions;
  readonly #reading = new Reading();
  #heard = 0;
  #previous = -Infinity;

  constructor(table: Table, budget: Budget, where?: Trial['where']) {
    this.trial = new Trial(table, budget, where);
    this.#delivering = new Delivering(this.trial);
    this.#submitting = new Submitting(this.trial, this.#delivering.arrivals);
    this.#transactions = new Transactions(budget, (event, line) => this.#sightEvent(event, line));
  }

  /** Hears an event. */
  hear(event: HistoryEvent, line: number): void {
    if (this.#cannotHear(line)) return;
    this.#heard += 1;
    if ('message' in event) {
      this.#clock(event.at ?? NaN);
      if (!this.#transactions.defers(event)) this.#sightEvent(event, line);
      return;
    }
    this.#clock(event.at ?? NaN);
    this.#mark(event, line);
  }

  /** Hears an event about a message that is part of no transaction, as its bytes. */
  hearReading(reading: Reading): void {
    if (this.#cannotHear(reading.line)) return;
    this.#heard += 1;
    this.#clock(reading.at);
    this.#sight(reading);
  }

  /** There is a line, and it cannot be read: it may have been anything. */
  miss(line: number): void {
    this.trial.miss(line);
  }

  #cannotHear(line: number): boolean {
    if (this.trial.exhausted !== undefined) return true;
    if (this.trial.store.budget.isSpent) this.#exhaust('memory', line);
    else if (line > mostLines) this.#exhaust(`${mostLines} lines`, line);
    else if (this.trial.groups.areTooMany) this.#exhaust(`${this.trial.groups.most} groups`, line);
    return this.trial.exhausted !== undefined;
  }

  /** What comes after a limit is heard no more: it may have been anything. */
  #exhaust(limit: string, line: number): void {
    this.trial.exhausted = { limit, line };
    this.trial.miss(line);
  }

  #clock(at: number): void {
    if (at < this.#previous) this.trial.backwards += 1;
    if (at === at) {
      this.#previous = at;
      if (at > this.trial.latest) this.trial.latest = at;
    }
  }

  #sightEvent(event: MessageEvent, line: number): void {
    if (event.type === 'discarded') {
      this.trial.discarded.set(event.reason, (this.trial.discarded.get(event.reason) ?? 0) + 1);
    }
    if (event.transaction !== undefined && event.type === 'submitted') {
      this.#transactions.submitted(event.transaction, event.message);
    }
    this.#sight(this.#reading.take(event, line));
  }

  #sight(reading: Reading): void {
    const { bytes, starts, ends, type } = reading;
    const message = this.trial.store.names.intern(bytes, starts[span.message]!, ends[span.message]!);
    if (isForAll(type)) this.#submitting.sight(message, reading);
    else this.#delivering.sight(message, this.trial.groups.in(reading), reading);
  }

  #mark(event: Exclude<HistoryEvent, MessageEvent>, line: number): void {
    switch (event.type) {
      case 'drained':
        if (event.group === undefined) this.trial.drained = line;
        else this.trial.groups.named(event.group).drained = line;
        return;
      case 'crashed':
      case 'restarted':
        if (event.type === 'crashed') this.trial.crashed = line;
        this.#delivering.handling.end(event.process, line);
        return;
      case 'subscribed':
      case 'unsubscribed':
        return this.#interest(event, line);
      case 'committed':
        return this.#transactions.commit(event.transaction, line);
      case 'aborted':
        return this.#transactions.abort(event.transaction, line);
      case 'started':
        if (this.#heard > 1) {
          this.trial.notes.push(
            `${this.trial.where(line)}: "started" is not the first event, and what it claims is not looked at`,
          );
          return;
        }
        this.trial.claims.start = event;
        this.trial.groups.expect(event.groups ?? []);
        return;
      case 'ended':
        this.trial.claims.ended = event;
        return;
      default:
        return;
    }
  }

  #interest({ type, group: name, consumer, process, destination }: InterestEvent, line: number): void {
    const group = this.trial.groups.named(name);
    const to = destination === undefined ? everywhere : this.trial.groups.wordOf(destination);
    const who = consumer ?? process;
    if (type === 'subscribed') {
      group.interest.subscribe(to, who ?? '', this.trial.store.names.size);
      this.trial.store.budget.take(100);
    } else {
      group.interest.unsubscribe(to, who, this.trial.drainedFor(group));
      if (who !== undefined) this.#delivering.handling.end(who, line);
    }
  }
}
