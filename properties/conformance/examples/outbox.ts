import type { Environment } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';

/**
 * A transactional outbox. A service that has something to tell writes it into a table of its own database; a
 * poller publishes what is in the table until the consumer has confirmed it, and then deletes it. The
 * consumer keeps the ids of what it has handled in the database in which it does so (C. Richardson,
 * Microservices Patterns, 2018, 3.3.7).
 */
interface Tables {
  readonly outbox: readonly Message[];
}

const interval = 100;

class Service {
  readonly #env: Environment<Tables>;

  constructor(env: Environment<Tables>) {
    this.#env = env;
    this.#pollLater();
  }

  async submit(message: Message): Promise<void> {
    await this.#insert(message);
    this.#env.accept(message);
  }

  async #insert(message: Message): Promise<void> {
    const { outbox } = this.#env.disk.read();
    this.#env.disk.write({ outbox: [...outbox, message] });
  }

  async receive({ id }: { readonly id: MessageId }): Promise<void> {
    const { outbox } = this.#env.disk.read();
    const handled = outbox.find((message) => message.id === id);
    this.#env.disk.write({ outbox: outbox.filter((message) => message.id !== id) });
    if (handled !== undefined) this.#env.confirm(handled);
  }

  #pollLater(): void {
    this.#env.timer('poll', interval, () => this.#poll());
  }

  #poll(): void {
    for (const message of this.#env.disk.read().outbox) this.#env.send({ type: 'event', message });
    this.#pollLater();
  }
}

interface Handled {
  readonly handled: readonly MessageId[];
}

class Consumer {
  readonly #env: Environment<Handled>;

  constructor(env: Environment<Handled>) {
    this.#env = env;
  }

  async receive({ message }: { readonly message: Message }): Promise<void> {
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

export const implementation = inProcess({
  name: 'outbox',
  links: ['service -> consumer', 'consumer -> service'],
  roles: {
    service: { submits: true, disk: { outbox: [] }, start: (env) => new Service(env) },
    consumer: { disk: { handled: [] }, start: (env) => new Consumer(env) },
  },
});
