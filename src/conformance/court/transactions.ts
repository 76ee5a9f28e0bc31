import type { MessageEvent } from '../event.ts';
import type { Budget } from '../memory/budget.ts';

/** What stands or falls with a transaction. */
interface Transaction {
  /** The messages that were submitted in it, in order. */
  readonly submitted: Set<string>;
  /** What is seen only if it is committed. */
  readonly deferred: MessageEvent[];
}

/** Holds back what is seen only where a transaction is committed. */
export class Transactions {
  readonly #open = new Map<string, Transaction>();
  readonly #budget: Budget;
  readonly #sight: (event: MessageEvent, line: number) => void;

  constructor(budget: Budget, sight: (event: MessageEvent, line: number) => void) {
    this.#budget = budget;
    this.#sight = sight;
  }

  /** Whether the event is not to be seen yet. */
  defers(event: MessageEvent): boolean {
    if (event.transaction === undefined || (event.type !== 'processed' && event.type !== 'settled'))
      return false;
    const { transaction: name, ...seen } = event;
    this.#of(name).deferred.push(seen);
    this.#budget.take(200 + event.message.length);
    return true;
  }

  submitted(name: string, message: string): void {
    this.#of(name).submitted.add(message);
    this.#budget.take(100 + message.length);
  }

  /** The messages in it are confirmed, and what was done in it is done. */
  commit(name: string, line: number): void {
    const { submitted, deferred } = this.#close(name);
    for (const message of submitted) this.#sight({ type: 'confirmed', message, process: '' }, line);
    for (const event of deferred) this.#sight(event, line);
  }

  /** The messages in it are rejected, and nothing was done. */
  abort(name: string, line: number): void {
    for (const message of this.#close(name).submitted) {
      this.#sight({ type: 'rejected', message, process: '' }, line);
    }
  }

  #of(name: string): Transaction {
    let transaction = this.#open.get(name);
    if (transaction === undefined) {
      this.#open.set(name, (transaction = { submitted: new Set(), deferred: [] }));
      this.#budget.take(400 + name.length);
    }
    return transaction;
  }

  #close(name: string): Transaction {
    const transaction = this.#open.get(name) ?? { submitted: new Set(), deferred: [] };
    this.#open.delete(name);
    return transaction;
  }
}
