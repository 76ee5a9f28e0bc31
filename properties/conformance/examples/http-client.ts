import type { Deferred, Environment, Handlers } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';

/**
 * A client that retries its requests, and a server that takes the same request for the same by its
 * idempotency key, which the client makes up once, before the first try, and writes down (Internet draft
 * The Idempotency-Key HTTP Header Field, 2023; Stripe's API has long done so). A request that a crash of the
 * client interrupted is taken up again with the key of old.
 */
interface Request {
  readonly key: string;
  readonly message: Message;
}

interface Journal {
  readonly open: readonly Request[];
}

interface Response {
  readonly type: 'response';
  readonly key: string;
}

const client = (env: Environment<Journal>): Handlers => {
  const waiting = new Map<string, Deferred<Response | undefined>>();

  const post = async (request: Request): Promise<Response> => {
    for (let attempt = 0; ; attempt += 1) {
      env.send({ type: 'request', ...request });
      const deferred = env.deferred<Response | undefined>();
      waiting.set(request.key, deferred);
      const backoff = 100 * 2 ** Math.min(attempt, 6) * (1 + env.random());
      env.timer(`timeout ${request.key}`, backoff, () => deferred.resolve(undefined));
      const response = await deferred.promise;
      if (response !== undefined) return response;
    }
  };

  const newKey = (): string => Math.floor(env.random() * 2 ** 32).toString(16);

  const complete = async (request: Request): Promise<void> => {
    await post(request);
    env.cancel(`timeout ${request.key}`);
    env.disk.write({ open: env.disk.read().open.filter(({ key }) => key !== request.key) });
    env.confirm(request.message);
  };

  return {
    running: Promise.all(env.disk.read().open.map(complete)),
    submit: async (message) => {
      const request = { key: newKey(), message };
      env.disk.write({ open: [...env.disk.read().open, request] });
      env.accept(message);
      await complete(request);
    },
    receive: (response: Response) => waiting.get(response.key)?.resolve(response),
  };
};

interface Responses {
  readonly answered: Readonly<Record<string, MessageId>>;
}

const server = (env: Environment<Responses>): Handlers => ({
  receive: async ({ key, message }: Request) => {
    const { answered } = env.disk.read();
    if (!(key in answered)) {
      env.atomically(() => {
        env.deliver(message);
        env.disk.write({ answered: { ...answered, [key]: message.id } });
      });
    }
    env.send({ type: 'response', key });
  },
});

export const implementation = inProcess({
  name: 'http-client',
  links: ['client -> server', 'server -> client'],
  roles: {
    client: { submits: true, disk: { open: [] }, start: client },
    server: { disk: { answered: {} }, start: server },
  },
});
