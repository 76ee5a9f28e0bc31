import { sparsePages } from '../memory/column.ts';
import type { Trial } from './trial.ts';
import { fact } from './facts.ts';
import type { Group } from './group.ts';
import type { Pair } from './pairs.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';

/** Where breaches are counted that a claimed window makes of repeated deliveries. */
export const withinWindow = 'within the window';

/** Keeps when a message was last delivered, where anything asks for it, and judges repeats by a claimed window. */
export class Repeats {
  readonly #trial: Trial;

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  /** A message is delivered. */
  note(group: Group, pair: Pair, facts: number, reading: Reading): void {
    const { store, claims } = this.#trial;
    const window = claims.start?.window;
    const isAgain = (facts & fact.delivered) !== 0;
    if (isAgain && window !== undefined) this.#judge(window, group, pair, reading);
    if (isAgain) store.pairColumn('last', Uint32Array, sparsePages).set(pair, reading.line);
    if (window !== undefined && 'messages' in window) {
      store.pairColumn('ordinal', Float64Array).set(pair, group.deliveries);
    }
    if ((window !== undefined && 'milliseconds' in window) || claims.start?.quiet !== undefined) {
      store.pairColumn('time', Float64Array).set(pair, reading.at);
    }
  }

  #judge(
    window: { readonly messages: number } | { readonly milliseconds: number },
    group: Group,
    pair: Pair,
    reading: Reading,
  ): void {
    const { store } = this.#trial;
    const [distance, reach] =
      'messages' in window
        ? [group.deliveries - store.pairNumberIn('ordinal', pair), window.messages]
        : [reading.at - store.pairNumberIn('time', pair), window.milliseconds];
    const { line } = reading;
    const message = reading.textOf(span.message);
    if (distance > reach) {
      if (!group.isFirst('beyondWindow', pair)) return;
      const clause = group.inWords('is delivered again, beyond the window');
      const tally = group.anomalies.of('beyondWindow');
      tally.add(line, true, () => ({ message, say: (name) => `${name} ${clause}` }));
    } else if (group.isFirst(withinWindow, pair)) {
      const clause = group.inWords('is delivered twice within the window');
      // Where no time was recorded it is not known how far apart they are.
      const tally = group.breaches.of(withinWindow);
      tally.add(line, distance === distance, () => ({ message, say: (name) => `${name} ${clause}` }));
    }
  }
}
