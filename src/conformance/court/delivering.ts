import { Arrivals } from './arrivals.ts';
import type { Trial } from './trial.ts';
import { fact, sighting } from './facts.ts';
import type { Group } from './group.ts';
import { Handling } from './handling.ts';
import { watchOrder } from './order.ts';
import type { Pair } from './pairs.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';
import { toBeTold } from './table.ts';
import { Repeats } from './repeats.ts';

/** What one group sees: deliveries, what it settles, and what is discarded on its way to it. */
export class Delivering {
  readonly handling: Handling;
  readonly arrivals: Arrivals;
  readonly #repeats: Repeats;
  readonly #trial: Trial;

  constructor(trial: Trial) {
    this.#trial = trial;
    this.handling = new Handling(trial);
    this.arrivals = new Arrivals(trial);
    this.#repeats = new Repeats(trial);
  }

  sight(message: number, group: Group, reading: Reading): void {
    const { store, table } = this.#trial;
    const pair = store.makePair(message, group.index);
    const before = store.states.get(pair);
    const type = reading.type === sighting.processed ? sighting.delivered : reading.type;
    if (type === sighting.delivered) this.#deliver(message, group, pair, table.facts(before), reading);
    else if (type === sighting.settled) group.settles += 1;
    const after = table.next(before, type);
    const rises = table.rises(before, type);
    if (after !== before) store.states.set(pair, after);
    if (rises & toBeTold) this.#trial.tell(rises, reading, group, pair, after, before);
  }

  #deliver(message: number, group: Group, pair: Pair, facts: number, reading: Reading): void {
    const { store } = this.#trial;
    group.deliveries += 1;
    if (!(facts & fact.delivered)) store.delivered.set(pair, reading.line);
    this.#repeats.note(group, pair, facts, reading);
    if (group.subject === 'processed') return;
    watchOrder(this.#trial, message, group, facts, reading);
    this.handling.begin(group, pair, facts, reading);
    if (
      reading.has(span.digest) ||
      reading.has(span.destination) ||
      reading.has(span.position) ||
      group.interest.isParticular
    ) {
      this.arrivals.compare(message, group, pair, facts, reading);
    }
  }
}
