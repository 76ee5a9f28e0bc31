import fastq from 'fastq';
import type { queueAsPromised } from 'fastq';
import type { Deferred, Environment, Handlers } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';

/**
 * A queue of jobs in memory, by the package `fastq`: a job that was pushed is worked on once, one after the
 * other, and the promise of it is fulfilled when it is done. All of that is so, for as long as the process
 * lives; what is said to a submitter on the strength of it is not.
 */
const producer = (env: Environment): Handlers => {
  const acknowledged = new Map<MessageId, Deferred<boolean>>();

  const work = async (message: Message): Promise<void> => {
    for (let isDone = false; !isDone;) {
      env.send({ type: 'job', message });
      const answer = env.deferred<boolean>();
      acknowledged.set(message.id, answer);
      env.timer('retry', 1000, () => answer.resolve(false));
      isDone = await answer.promise;
    }
    env.cancel('retry');
  };
  const queue: queueAsPromised<Message> = fastq.promise(work, 1);

  return {
    submit: async (message) => {
      const done = queue.push(message);
      env.accept(message);
      await done;
      env.confirm(message);
    },
    receive: ({ id }: { readonly id: MessageId }) => acknowledged.get(id)?.resolve(true),
  };
};

const worker = (env: Environment<{ readonly done: readonly MessageId[] }>): Handlers => ({
  receive: ({ message }: { readonly message: Message }) => {
    const { done } = env.disk.read();
    if (!done.includes(message.id)) {
      env.atomically(() => {
        env.disk.write({ done: [...done, message.id] });
        env.deliver(message);
      });
    }
    env.send({ type: 'done', id: message.id });
  },
});

export const implementation = inProcess({
  name: 'in-memory-queue',
  links: ['producer -> worker', 'worker -> producer'],
  roles: {
    producer: { submits: true, start: producer },
    worker: { disk: { done: [] }, start: worker },
  },
});
