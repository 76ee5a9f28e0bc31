import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { atLeastOnce, atMostOnce, confirmedMeansDelivered, exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import type { World } from '../../../src/model/world.ts';

/** One line of an example, and the line that somebody might have written instead. */
export interface Bug {
  readonly example: 'outbox' | 'webhook' | 'http-client' | 'leases';
  readonly name: string;
  readonly instead: string;
  readonly of: string;
  readonly guarantee: Guarantee;
  readonly world: World;
}

const { calm, duplicating, lossy, crashing, reordering } = worlds;

export const bugs: readonly Bug[] = [
  {
    example: 'outbox',
    name: 'accepts before the row is written',
    of: 'await this.#insert(message);\n    this.#env.accept(message);',
    instead: 'this.#env.accept(message);\n    await this.#insert(message);',
    guarantee: atLeastOnce,
    world: crashing,
  },
  {
    example: 'outbox',
    name: 'deletes a row as soon as it is published',
    of: "for (const message of this.#env.disk.read().outbox) this.#env.send({ type: 'event', message });",
    instead:
      "for (const message of this.#env.disk.read().outbox) { this.#env.send({ type: 'event', message }); this.#env.disk.write({ outbox: [] }); }",
    guarantee: atLeastOnce,
    world: lossy,
  },
  {
    example: 'outbox',
    name: 'polls only once',
    of: "this.#env.send({ type: 'event', message });\n    this.#pollLater();",
    instead: "this.#env.send({ type: 'event', message });",
    guarantee: atLeastOnce,
    world: lossy,
  },
  {
    example: 'outbox',
    name: 'deletes all rows upon the first confirmation',
    of: 'outbox.filter((message) => message.id !== id)',
    instead: '[]',
    guarantee: atLeastOnce,
    world: lossy,
  },
  {
    example: 'outbox',
    name: 'overwrites the rows that are there',
    of: '[...outbox, message]',
    instead: '[message]',
    guarantee: atLeastOnce,
    world: calm,
  },
  {
    example: 'outbox',
    name: 'deletes the oldest row, whichever was confirmed',
    of: 'outbox.filter((message) => message.id !== id)',
    instead: 'outbox.slice(1)',
    guarantee: atLeastOnce,
    world: lossy,
  },
  {
    example: 'outbox',
    name: 'handles, and records it in a second transaction',
    of: 'this.#env.atomically(() => {\n        this.#env.deliver(message);',
    instead: 'this.#env.deliver(message);\n      this.#env.atomically(() => {',
    guarantee: atMostOnce,
    world: crashing,
  },
  {
    example: 'outbox',
    name: 'keeps no ids',
    of: 'if (!handled.includes(message.id)) {',
    instead: 'if (handled !== undefined) {',
    guarantee: atMostOnce,
    world: duplicating,
  },
  {
    example: 'outbox',
    name: 'keeps only the last id',
    of: 'handled: [...handled, message.id]',
    instead: 'handled: [message.id]',
    guarantee: atMostOnce,
    world: reordering,
  },
  {
    example: 'webhook',
    name: 'answers before it has done the work',
    of: "if (!(await isProcessed(message.id))) process(message);\n      env.send({ type: '200', id: message.id });",
    instead:
      "env.send({ type: '200', id: message.id });\n      if (!(await isProcessed(message.id))) process(message);",
    guarantee: atLeastOnce,
    world: crashing,
  },
  {
    example: 'webhook',
    name: 'does not answer what it has seen before',
    of: 'if (!(await isProcessed(message.id))) process(message);',
    instead: 'if (await isProcessed(message.id)) return; process(message);',
    guarantee: confirmedMeansDelivered,
    world: lossy,
  },
  {
    example: 'webhook',
    name: 'records the hook, and then does the work',
    of: 'env.atomically(() => {\n      env.disk.write({ processed: { ...env.disk.read().processed, [message.id]: true } });\n      env.deliver(message);\n    });',
    instead:
      'env.disk.write({ processed: { ...env.disk.read().processed, [message.id]: true } });\n    env.deliver(message);',
    guarantee: atLeastOnce,
    world: crashing,
  },
  {
    example: 'webhook',
    name: 'does the work, and then records the hook',
    of: 'env.atomically(() => {\n      env.disk.write({ processed: { ...env.disk.read().processed, [message.id]: true } });\n      env.deliver(message);\n    });',
    instead:
      'env.deliver(message);\n    env.disk.write({ processed: { ...env.disk.read().processed, [message.id]: true } });',
    guarantee: atMostOnce,
    world: crashing,
  },
  {
    example: 'webhook',
    name: 'tells hooks apart by what they carry',
    of: 'id in env.disk.read().processed;',
    instead: "'hello' in env.disk.read().processed || id in env.disk.read().processed;",
    guarantee: exactlyOnce,
    world: calm,
  },
  {
    example: 'webhook',
    name: 'the provider does not retry after a crash',
    of: 'if (env.disk.read().unanswered.length > 0) retry();',
    instead: '',
    guarantee: atLeastOnce,
    world: crashing,
  },
  {
    example: 'webhook',
    name: 'the provider retries only once',
    of: "for (const message of unanswered) env.send({ type: 'POST', message });\n    if (unanswered.length > 0) retry();",
    instead: "for (const message of unanswered) env.send({ type: 'POST', message });",
    guarantee: atLeastOnce,
    world: lossy,
  },
  {
    example: 'webhook',
    name: 'keeps what it has seen in memory',
    of: 'let turn: Promise<void> = Promise.resolve();',
    instead: 'let turn: Promise<void> = Promise.resolve(); env.disk.write({ processed: {} });',
    guarantee: atMostOnce,
    world: crashing,
  },
];
