import type { Budget } from '../memory/budget.ts';
import { Column } from '../memory/column.ts';

/** Where the lines of a run come from that was recorded in several files: runs of lines of one file. */
export class Places {
  size = 0;
  readonly #firsts: Column;
  readonly #files: Column;
  readonly #lines: Column;
  #lastFile = -1;
  #lastLine = -1;

  constructor(budget: Budget) {
    this.#firsts = new Column(Uint32Array, budget);
    this.#files = new Column(Uint32Array, budget);
    this.#lines = new Column(Uint32Array, budget);
  }

  /** The line with that number in the run is that line of that file. Numbers only grow. */
  add(number: number, file: number, line: number): void {
    if (file !== this.#lastFile || line !== this.#lastLine + 1) {
      this.#firsts.set(this.size, number);
      this.#files.set(this.size, file);
      this.#lines.set(this.size, line);
      this.size += 1;
    }
    this.#lastFile = file;
    this.#lastLine = line;
  }

  /** The file and the line of a line of the run. */
  of(number: number): { readonly file: number; readonly line: number } {
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#firsts.get(middle) <= number) low = middle;
      else high = middle - 1;
    }
    return { file: this.#files.get(low), line: this.#lines.get(low) + number - this.#firsts.get(low) };
  }
}
