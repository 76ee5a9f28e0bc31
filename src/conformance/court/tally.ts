/** Something to be said of a line: whom it is about, and how it is said once all names are known. */
export interface Claim {
  readonly line: number;
  /** The message, by its name or, where it is not at hand, by its index. */
  readonly message: string | number;
  /** Another message that belongs in the sentence, by its index. */
  readonly other?: number;
  readonly say: (message: string, other: string) => string;
}

/** How many of a kind are shown. */
export const few = 3;

/** Counts claims of one kind, and keeps the first few, by their lines. */
export class Tally {
  count = 0;
  /** How many came while every line had been read. */
  certain = 0;
  readonly first: Claim[] = [];
  /** The first of those that came later. */
  firstDoubtful: Claim | undefined;

  /** Claims that are found at the end come in any order. */
  add(line: number, isCertain: boolean, claim: () => Omit<Claim, 'line'>): void {
    this.count += 1;
    if (isCertain) this.certain += 1;
    else if (this.firstDoubtful === undefined || line < this.firstDoubtful.line) {
      this.firstDoubtful = { line, ...claim() };
    }
    const last = this.first.at(-1);
    if (this.first.length === few && last !== undefined && last.line <= line) return;
    const place = this.first.findLastIndex((other) => other.line <= line) + 1;
    this.first.splice(place, 0, { line, ...claim() });
    if (this.first.length > few) this.first.pop();
  }
}

/** Tallies by name; one that was never asked for is empty. */
export class Tallies {
  readonly #tallies = new Map<string, Tally>();

  of(name: string): Tally {
    let tally = this.#tallies.get(name);
    if (tally === undefined) this.#tallies.set(name, (tally = new Tally()));
    return tally;
  }
}
