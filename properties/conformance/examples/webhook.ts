import type { EventEmitter } from 'node:events';
import { emitting } from '../../../src/conformance/in-process/adapters.ts';
import type { Environment } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';

/**
 * An idempotent handler of webhooks. The provider sends a hook again until it is answered with 200; the
 * handler answers 200 only once the work is done, does it in the transaction that records the id, and answers
 * a hook that it has seen before without doing anything.
 */
interface Provider {
  readonly unanswered: readonly Message[];
}

const retryAfter = 60_000;

const provider = (env: Environment<Provider>, events: EventEmitter): void => {
  const retry = (): void => env.timer('retry', retryAfter);
  if (env.disk.read().unanswered.length > 0) retry();

  events.on('submit', (message: Message) => {
    env.disk.write({ unanswered: [...env.disk.read().unanswered, message] });
    env.accept(message);
    env.send({ type: 'POST', message });
    retry();
  });
  events.on('receive', ({ id }: { readonly id: MessageId }) => {
    const { unanswered } = env.disk.read();
    env.disk.write({ unanswered: unanswered.filter((message) => message.id !== id) });
  });
  events.on('timeout', () => {
    const { unanswered } = env.disk.read();
    for (const message of unanswered) env.send({ type: 'POST', message });
    if (unanswered.length > 0) retry();
  });
};

interface Database {
  readonly processed: Readonly<Record<MessageId, true>>;
}

const handler = (env: Environment<Database>, events: EventEmitter): void => {
  const isProcessed = async (id: MessageId): Promise<boolean> => {
    const { processed } = env.disk.read();
    await env.sleep(5); // the answer of the database takes its time
    return id in processed;
  };
  const process = (message: Message): void => {
    env.atomically(() => {
      env.disk.write({ processed: { ...env.disk.read().processed, [message.id]: true } });
      env.deliver(message);
    });
  };

  // Two requests may be handled at the same time: one at a time is let in.
  let turn: Promise<void> = Promise.resolve();
  events.on('receive', ({ message }: { readonly message: Message }) => {
    turn = turn.then(async () => {
      if (!(await isProcessed(message.id))) process(message);
      env.send({ type: '200', id: message.id });
    });
    return turn;
  });
};

export const implementation = inProcess({
  name: 'webhook',
  links: ['provider -> handler', 'handler -> provider'],
  roles: {
    provider: { submits: true, disk: { unanswered: [] }, start: emitting(provider) },
    handler: { disk: { processed: {} }, start: emitting(handler) },
  },
});
