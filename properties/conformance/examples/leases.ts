import { iterating } from '../../../src/conformance/in-process/adapters.ts';
import type { Happening } from '../../../src/conformance/in-process/adapters.ts';
import type { Environment, Handlers } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';

/**
 * A work queue with leases. The queue hands a job to the worker for a while; a job that is not finished by
 * then is handed out again. So a job may be worked on twice at the same time, and the queue promises no more
 * than at least once. The worker writes its result into the store of results together with the id of the
 * job, once: there the second result of a job is refused, and exactly once is what comes out.
 */
interface Job {
  readonly message: Message;
  /** Until when nobody else gets it; 0 if nobody has it. */
  readonly leasedUntil: number;
}

interface Jobs {
  readonly jobs: readonly Job[];
}

const lease = 30_000;

const queue = (env: Environment<Jobs>): Handlers => {
  const jobs = (): readonly Job[] => env.disk.read().jobs;
  const handOut = (): void => {
    const free = jobs().filter(({ leasedUntil }) => leasedUntil <= env.now());
    for (const { message } of free) env.send({ type: 'job', message });
    const leasedUntil = env.now() + lease;
    env.disk.write({ jobs: jobs().map((job) => (free.includes(job) ? { ...job, leasedUntil } : job)) });
    const next = Math.min(...jobs().map((job) => job.leasedUntil));
    if (jobs().length > 0) env.timer('lease', next - env.now(), handOut);
  };
  handOut();
  return {
    submit: (message) => {
      env.disk.write({ jobs: [...jobs(), { message, leasedUntil: 0 }] });
      env.accept(message);
      handOut();
    },
    receive: ({ id }: { readonly id: MessageId }) => {
      env.disk.write({ jobs: jobs().filter(({ message }) => message.id !== id) });
      if (jobs().length === 0) env.cancel('lease');
    },
  };
};

interface Results {
  readonly results: readonly MessageId[];
}

const worker = async (env: Environment<Results>, events: AsyncIterable<Happening>): Promise<void> => {
  for await (const event of events) {
    if (event.type !== 'receive') continue;
    const message: Message = event.packet['message'];
    await env.sleep(1000); // the work itself
    const { results } = env.disk.read();
    if (!results.includes(message.id)) {
      env.atomically(() => {
        env.disk.write({ results: [...results, message.id] });
        env.deliver(message);
      });
    }
    env.send({ type: 'done', id: message.id });
  }
};

export const implementation = inProcess({
  name: 'leases',
  links: ['queue -> worker', 'worker -> queue'],
  roles: {
    queue: { submits: true, disk: { jobs: [] }, start: queue },
    worker: { disk: { results: [] }, start: iterating(worker) },
  },
});
