/** From which message on a subscription lasts, counted in messages seen, and the consumers that hold it. */
interface Subscription {
  readonly from: number;
  readonly consumers: Set<string>;
}

/** A subscription that ended, and the last `drained` mark that it saw. */
interface Past {
  readonly from: number;
  readonly drained: number;
}

/** A destination by its number, or all of them. */
export const everywhere = -1;

/** What is known of the interest of a group in a message. */
export type Interested =
  | { readonly type: 'perhaps' }
  | {
      readonly type: 'known';
      /** The last `drained` mark at which it was interested since before the message's first line; 0 if none. */
      readonly drained: number;
      /** Whether it still is. */
      readonly still: boolean;
    };

/** In which messages a group is interested, and since when. */
export class Interest {
  /** Interested in everything from the beginning. */
  readonly #always: boolean;
  readonly #named: boolean;
  readonly #present = new Map<number, Subscription>();
  readonly #past = new Map<number, Past[]>();
  /** For each destination, the how-manieth subscription was the first to it. */
  readonly #first = new Map<number, number>();
  #count = 0;

  constructor(named: boolean, always: boolean) {
    this.#named = named;
    this.#always = always;
  }

  /** How many subscriptions there were. */
  get count(): number {
    return this.#count;
  }

  subscribe(destination: number, consumer: string, messages: number): void {
    this.#count += 1;
    if (!this.#first.has(destination)) this.#first.set(destination, this.#count);
    const known = this.#present.get(destination);
    if (known === undefined) {
      this.#present.set(destination, { from: messages, consumers: new Set([consumer]) });
    } else {
      known.consumers.add(consumer);
    }
  }

  /** Ends the subscriptions of a consumer (of all, if none is named) to a destination (to all, if none is). */
  unsubscribe(destination: number, consumer: string | undefined, drained: number): void {
    for (const [to, { from, consumers }] of this.#present) {
      if (destination !== everywhere && destination !== to) continue;
      if (consumer === undefined) consumers.clear();
      else consumers.delete(consumer);
      if (consumers.size > 0) continue;
      this.#present.delete(to);
      const past = this.#past.get(to);
      if (past === undefined) this.#past.set(to, [{ from, drained }]);
      else past.push({ from, drained });
    }
  }

  /** Of the message with that index and destination. */
  in(message: number, destination: number, drained: number): Interested {
    if (this.#always || (this.#count === 0 && !this.#named)) return { type: 'known', drained, still: true };
    if (this.#count === 0) return { type: 'perhaps' };
    let mark = 0;
    let still = false;
    for (const to of destination === everywhere ? [everywhere] : [everywhere, destination]) {
      const present = this.#present.get(to);
      if (present !== undefined && present.from <= message) {
        still = true;
        mark = Math.max(mark, drained);
      }
      for (const past of this.#past.get(to) ?? []) {
        if (past.from <= message) mark = Math.max(mark, past.drained);
      }
    }
    return { type: 'known', drained: mark, still };
  }

  /** Whether all of its first so many subscriptions were to other destinations. */
  isElsewhere(destination: number, subscriptions: number): boolean {
    if (this.#always || subscriptions === 0) return false;
    const first = (to: number): number => this.#first.get(to) ?? Infinity;
    return Math.min(first(everywhere), first(destination)) > subscriptions;
  }

  /** Whether any of its subscriptions named a destination. */
  get isParticular(): boolean {
    return [...this.#first.keys()].some((destination) => destination !== everywhere);
  }
}
