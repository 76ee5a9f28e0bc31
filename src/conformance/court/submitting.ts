import { atLeastOnce, honestConfirmation } from '../../guarantees/index.ts';
import { bytesOf } from '../memory/text.ts';
import type { Trial } from './trial.ts';
import type { Arrivals } from './arrivals.ts';
import { fact, sighting } from './facts.ts';
import { digestOf } from './hash.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';
import { indebts, toBeTold } from './table.ts';

const producer = bytesOf('producer');

/** What every group sees: the submitting side, and what is discarded for all. */
export class Submitting {
  readonly #trial: Trial;
  readonly #arrivals: Arrivals;
  readonly #accepting: number;
  readonly #confirming: number;
  readonly #producer: number;
  /** The process that submitted the first message; only what others submitted is written down. */
  #firstSender = -1;
  /** The streams of one key that others than the first sender submitted. */
  readonly #streams = new Map<number, number>();

  constructor(trial: Trial, arrivals: Arrivals) {
    this.#trial = trial;
    this.#arrivals = arrivals;
    this.#accepting = trial.table.guarantees.indexOf(atLeastOnce);
    this.#confirming = trial.table.guarantees.indexOf(honestConfirmation);
    this.#producer = trial.store.words.intern(producer, 0, producer.length);
  }

  sight(message: number, reading: Reading): void {
    const { store, table, groups } = this.#trial;
    const { type } = reading;
    const state = store.states.get(message);
    if (type === sighting.submitted && !(table.facts(state) & fact.submitted))
      this.#describe(message, reading);
    const after = table.next(state, type);
    if (after !== state) {
      const rises = table.rises(state, type);
      store.states.set(message, after);
      if (rises !== 0) this.#owe(message, rises, reading.line);
      if (rises & toBeTold) this.#trial.tell(rises, reading, groups.first, message, after, state);
    }
    if (store.pairs.size > 0) this.#tellOthers(message, reading);
  }

  /** The groups that came later than the first and have had the message. */
  #tellOthers(message: number, reading: Reading): void {
    const { store, table, groups } = this.#trial;
    for (let entry = store.pairs.latest(message); entry >= 0; entry = store.pairs.previous(entry)) {
      const state = store.states.get(~entry);
      const after = table.next(state, reading.type);
      const rises = table.rises(state, reading.type);
      store.states.set(~entry, after);
      const group = groups.all[store.pairs.group(entry)]!;
      if (rises & toBeTold) this.#trial.tell(rises, reading, group, ~entry, after, state);
    }
  }

  /**
   * The line since which something is owed. Who accepts owes the delivery; who confirms owes it even if it was
   * admitted before that it may not be, and an honest confirmation counts from there.
   */
  #owe(message: number, rises: number, line: number): void {
    const { store } = this.#trial;
    if (indebts(rises, this.#accepting)) store.since.set(message, line);
    else if (indebts(rises, this.#confirming)) store.column('confirmed', Uint32Array).set(message, line);
  }

  /** What the first submission says of a message. */
  #describe(message: number, reading: Reading): void {
    const { store } = this.#trial;
    store.placeSubmission(message);
    const sender = reading.has(span.process) ? store.word(reading, span.process) : this.#producer;
    if (this.#firstSender < 0) this.#firstSender = sender;
    if (sender !== this.#firstSender) store.column('sender', Uint32Array).set(message, sender + 1);
    if (reading.has(span.key)) {
      store
        .column('stream', Uint32Array)
        .set(message, this.#streamOf(sender, store.word(reading, span.key)) + 1);
      this.#trial.keyed += 1;
    }
    if (reading.has(span.destination)) {
      store.column('destination', Uint32Array).set(message, store.word(reading, span.destination) + 1);
    }
    if (reading.has(span.digest)) {
      const { bytes, starts, ends } = reading;
      const digest = digestOf(bytes, starts[span.digest]!, ends[span.digest]!);
      store.column('digest', Float64Array).set(message, digest);
    }
    this.#arrivals.submitted(message, reading);
  }

  /** Messages of one sender with one key. Those of the first sender are told apart by the key alone. */
  #streamOf(sender: number, key: number): number {
    if (sender === this.#firstSender) return key * 2;
    const both = sender * 2 ** 32 + key;
    let stream = this.#streams.get(both);
    if (stream === undefined) {
      this.#streams.set(both, (stream = this.#streams.size * 2 + 1));
      this.#trial.store.budget.take(50);
    }
    return stream;
  }
}
