import type { Environment } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Implementation } from '../../../src/conformance/implementation.ts';
import type { Message } from '../../../src/model/message.ts';

/**
 * The transactional outbox: a service writes what it is to send into a table, in the transaction of its own
 * business; a poller reads the table, publishes, and deletes what was published (C. Richardson, Microservices
 * Patterns, 2018, 3.3.7). The consumer keeps the ids of what it has handled.
 */
export interface Row {
  readonly message: Message;
}

interface Tables {
  readonly outbox: readonly Message[];
}

const pollEvery = 100;

/** The service and its poller share one process and one database. */
class Service {
  readonly #env: Environment<Tables>;

  constructor(env: Environment<Tables>) {
    this.#env = env;
    env.timer('poll', pollEvery, () => this.poll());
  }

  async submit(message: Message): Promise<void> {
    await this.#insert(message);
    this.#env.accept(message);
  }

  async #insert(message: Message): Promise<void> {
    const { outbox } = this.#env.disk.read();
    this.#env.disk.write({ outbox: [...outbox, message] });
  }

  /** Publishes what is in the table. It stays there until the consumer has it. */
  poll(): void {
    for (const message of this.#env.disk.read().outbox) this.#env.send({ type: 'event', message });
    this.#env.timer('poll', pollEvery, () => this.poll());
  }

  receive({ id }: { readonly id: string }): void {
    const { outbox } = this.#env.disk.read();
    this.#env.disk.write({ outbox: outbox.filter((message) => message.id !== id) });
  }
}

interface Handled {
  readonly handled: readonly string[];
}

class Consumer {
  readonly #env: Environment<Handled>;

  constructor(env: Environment<Handled>) {
    this.#env = env;
  }

  receive({ message }: { readonly message: Message }): void {
    const { handled } = this.#env.disk.read();
    if (!handled.includes(message.id)) {
      this.#env.atomically(() => {
        this.#env.deliver(message);
        this.#env.disk.write({ handled: [...handled, message.id] });
      });
    }
    this.#env.send({ type: 'handled', id: message.id });
  }
}

export const outbox: Implementation = inProcess({
  name: 'outbox',
  links: ['service -> consumer', 'consumer -> service'],
  roles: {
    service: { submits: true, disk: { outbox: [] }, start: (env) => new Service(env) },
    consumer: { disk: { handled: [] }, start: (env) => new Consumer(env) },
  },
});
