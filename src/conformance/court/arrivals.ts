import type { Trial } from './trial.ts';
import { fact } from './facts.ts';
import type { Group } from './group.ts';
import { digestOf } from './hash.ts';
import type { Pair } from './pairs.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';

/** A delivery that came before the submission that it must be compared with. */
interface Early {
  readonly group: Group;
  readonly pair: Pair;
  readonly line: number;
  readonly digest: number;
  readonly destination: number;
  readonly subscriptions: number;
}

/** Compares what is delivered with what was submitted: the digest, the destination, and the place in the log. */
export class Arrivals {
  readonly #trial: Trial;
  readonly #early = new Map<number, Early[]>();

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  /** A message is delivered to a group. */
  compare(message: number, group: Group, pair: Pair, facts: number, reading: Reading): void {
    const { bytes, starts, ends, line } = reading;
    const digest = reading.has(span.digest) ? digestOf(bytes, starts[span.digest]!, ends[span.digest]!) : 0;
    const destination = reading.has(span.destination)
      ? this.#trial.store.word(reading, span.destination) + 1
      : 0;
    const subscriptions = group.interest.count;
    const early: Early = { group, pair, line, digest, destination, subscriptions };
    if (facts & fact.submitted) this.#match(message, early, reading.textOf(span.message));
    else this.#keep(message, early);
    if (reading.has(span.position)) this.#place(group, pair, reading);
  }

  /** The submission of a message is seen for the first time, and all that it says is written down. */
  submitted(message: number, reading: Reading): void {
    const early = this.#early.get(message);
    if (early === undefined) return;
    this.#early.delete(message);
    for (const delivery of early) this.#match(message, delivery, reading.textOf(span.message));
  }

  #keep(message: number, early: Early): void {
    const known = this.#early.get(message);
    if (known === undefined) this.#early.set(message, [early]);
    else known.push(early);
    this.#trial.store.budget.take(150);
  }

  #match(message: number, early: Early, name: string): void {
    const { group, digest, destination, subscriptions } = early;
    const { store } = this.#trial;
    const submitted = store.numberIn('digest', message);
    if (digest !== 0 && submitted !== 0) {
      group.digestsCompared += 1;
      if (digest !== submitted)
        this.#show('corrupted', early, name, 'is delivered with another digest than it has');
    }
    const to = store.numberIn('destination', message);
    if (to === 0) return;
    const there = store.words.textOf(to - 1);
    if (destination !== 0) group.destinationsCompared += 1;
    if (destination !== 0 && destination !== to) {
      const here = store.words.textOf(destination - 1);
      this.#show('misrouted', early, name, `is delivered from ${here} and was submitted to ${there}`);
    } else if (group.interest.isElsewhere(to - 1, subscriptions)) {
      this.#show('misrouted', early, name, `is delivered to a group that has not subscribed to ${there}`);
    }
  }

  /** A message that lies in the log twice was duplicated at its source, and not by a redelivery. */
  #place(group: Group, pair: Pair, reading: Reading): void {
    const { store } = this.#trial;
    const { bytes, starts, ends, line } = reading;
    const place = digestOf(bytes, starts[span.position]!, ends[span.position]!);
    const first = store.pairNumberIn('position', pair);
    if (first === 0) store.pairColumn('position', Float64Array).set(pair, place);
    else if (first !== place) {
      const clause = `is delivered from a second position, ${reading.textOf(span.position)}`;
      this.#show('duplicatedAtSource', { group, pair, line }, reading.textOf(span.message), clause);
    }
  }

  #show(
    anomaly: string,
    seen: Pick<Early, 'group' | 'pair' | 'line'>,
    message: string,
    clause: string,
  ): void {
    const { group, pair, line } = seen;
    if (!group.isFirst(anomaly, pair)) return;
    group.anomalies
      .of(anomaly)
      .add(line, this.#trial.missed === 0, () => ({ message, say: (name) => `${name} ${clause}` }));
  }
}
