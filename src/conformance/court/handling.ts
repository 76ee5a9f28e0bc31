import { bytesOf } from '../memory/text.ts';
import type { Trial } from './trial.ts';
import { fact } from './facts.ts';
import type { Group } from './group.ts';
import type { Pair } from './pairs.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';

const consumer = bytesOf('consumer');

/**
 * Watches who handles what: from its delivery until it is settled, is delivered to another, or its consumer
 * crashes, restarts or unsubscribes. As long as a group has one consumer only, nothing is written down but the
 * deliveries that are not the first.
 */
export class Handling {
  readonly #trial: Trial;
  readonly #consumer: number;
  /** For each group its first consumer. */
  readonly #first = new Map<Group, number>();
  /** By the number of its name: the line at which a consumer or a process last let go of everything. */
  readonly #ended = new Map<number, number>();
  /** Of consumers that have a name of their own: the process in which each was last seen, and the reverse. */
  readonly #processes = new Map<number, number>();
  readonly #consumers = new Map<number, Set<number>>();

  constructor(trial: Trial) {
    this.#trial = trial;
    this.#consumer = trial.store.words.intern(consumer, 0, consumer.length);
  }

  /** A message is handed to a consumer. */
  begin(group: Group, pair: Pair, facts: number, reading: Reading): void {
    const { store } = this.#trial;
    const process = reading.has(span.process) ? store.word(reading, span.process) : this.#consumer;
    const who = reading.has(span.consumer) ? store.word(reading, span.consumer) : process;
    if (who !== process || this.#processes.has(who)) this.#move(who, process);
    const first = this.#first.get(group) ?? who;
    if (!this.#first.has(group)) this.#first.set(group, who);
    if (facts & fact.open) this.#meet(group, pair, who, first, reading);
    if (who === first && !(facts & fact.delivered)) return;
    store.pairColumn('handler', Uint32Array).set(pair, who + 1);
    store.pairColumn('handled', Uint32Array).set(pair, reading.line);
  }

  /** A consumer or a process lets go of everything. */
  end(name: string, line: number): void {
    const word = this.#trial.groups.wordOf(name);
    this.#ended.set(word, line);
    for (const who of this.#consumers.get(word) ?? []) this.#ended.set(who, line);
  }

  /** A consumer is seen in a process. */
  #move(who: number, process: number): void {
    const before = this.#processes.get(who);
    if (before === process) return;
    if (before !== undefined) this.#consumers.get(before)?.delete(who);
    this.#processes.set(who, process);
    this.#consumers.set(process, (this.#consumers.get(process) ?? new Set()).add(who));
  }

  #meet(group: Group, pair: Pair, who: number, first: number, reading: Reading): void {
    const { store } = this.#trial;
    const handler = (store.pairNumberIn('handler', pair) || first + 1) - 1;
    const since = store.pairNumberIn('handled', pair) || store.delivered.get(pair);
    if (handler === who || this.#hasLetGo(handler, since)) return;
    if (!group.isFirst('handledConcurrently', pair)) return;
    const clause = `is delivered while ${store.words.textOf(handler)} handles it, since ${this.#trial.where(since)}`;
    group.anomalies.of('handledConcurrently').add(reading.line, this.#trial.missed === 0, () => ({
      message: reading.textOf(span.message),
      say: (name) => `${name} ${clause}`,
    }));
  }

  #hasLetGo(who: number, since: number): boolean {
    return (this.#ended.get(who) ?? 0) > since;
  }
}
