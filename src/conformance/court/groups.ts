import { bytesOf } from '../memory/text.ts';
import { sighting } from './facts.ts';
import { Group, groupInterest } from './group.ts';
import type { Reading } from './reading.ts';
import { span } from './reading.ts';
import type { Store } from './store.ts';

/** The index of a group of which nothing was ever seen. */
export const unseen = -1;

/** Groups of a history by their names, made when they are first met. */
export class Groups {
  /** The most that are told apart, what they process counted beside what they are handed. */
  readonly most = 4096;
  readonly all: Group[] = [];
  #expected: readonly string[] = [];
  readonly #store: Store;
  /** By the number of the name among the words: what is handed to it, and what it processes. */
  readonly #handed = new Map<number, Group>();
  readonly #processing = new Map<number, Group>();
  /** The number of a group that has no name. */
  readonly #nameless = -1;

  #isNamed = false;

  constructor(store: Store) {
    this.#store = store;
    this.all.push(new Group(0, undefined, 'delivered', groupInterest(undefined, []), store.budget));
  }

  get areTooMany(): boolean {
    return this.all.length >= this.most;
  }

  /** The group whose messages are found without a search. It gets its name when the first name is met. */
  get first(): Group {
    return this.all[0]!;
  }

  /** What groups are handed. The group without a name is there where no other is. */
  get handed(): readonly Group[] {
    return this.#isNamed ? this.all.filter(({ subject }) => subject === 'delivered') : [this.first];
  }

  /** Names groups that are interested in everything from the beginning. */
  expect(names: readonly string[]): void {
    this.#expected = names;
    for (const name of names) this.named(name);
  }

  /** The group of a reading: what it is handed, or what it processes. */
  in(reading: Reading): Group {
    const word = reading.has(span.group) ? this.#store.word(reading, span.group) : this.#nameless;
    const handed = this.#handed.get(word) ?? this.#make(word, 'delivered');
    return reading.type === sighting.processed
      ? (this.#processing.get(word) ?? this.#make(word, 'processed'))
      : handed;
  }

  /** The group of that name, or the one without. */
  named(name: string | undefined): Group {
    const word = name === undefined ? this.#nameless : this.wordOf(name);
    return this.#handed.get(word) ?? this.#make(word, 'delivered');
  }

  /** What a group processes: a group of which nothing was seen, and which is kept nowhere, if it never did. */
  processingOf(group: Group): Group {
    const known = this.#processing.get(group.name === undefined ? this.#nameless : this.wordOf(group.name));
    return known ?? new Group(unseen, group.name, 'processed', group.interest, this.#store.budget);
  }

  /** The number of a word. */
  wordOf(text: string): number {
    const bytes = bytesOf(text);
    return this.#store.words.intern(bytes, 0, bytes.length);
  }

  #make(word: number, subject: Group['subject']): Group {
    const name = word === this.#nameless ? undefined : this.#store.words.textOf(word);
    const groups = subject === 'delivered' ? this.#handed : this.#processing;
    // What is processed goes by the interest of the group that it was handed to.
    const interest = this.#handed.get(word)?.interest ?? groupInterest(name, this.#expected);
    const group = this.#isNamed
      ? new Group(this.all.length, name, subject, interest, this.#store.budget)
      : Object.assign(this.first, { name, interest });
    if (this.#isNamed) this.all.push(group);
    this.#isNamed = true;
    groups.set(word, group);
    return group;
  }
}
