/** How many bytes may be taken, and how many are. What takes some says so; whoever hands out work asks. */
export class Budget {
  used = 0;
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  take(bytes: number): void {
    this.used += bytes;
  }

  get isSpent(): boolean {
    return this.used > this.limit;
  }
}
