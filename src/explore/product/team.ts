import type { Worker } from 'node:worker_threads';
import type { Watch } from './drive.ts';
import type { Crew, Request, Response } from './search.ts';
import { threadOf } from './thread.ts';
import type { Order, Reply } from './thread.ts';
import type { WorkerData } from './worker.ts';

export interface TeamOptions {
  /** How many workers there are at most; with one, everything is done here. */
  readonly workers: number;
  /** From how many states on workers are worth starting. */
  readonly from: number;
  readonly watch: Watch;
}

/** One of those who work: here, or in a worker of its own. */
interface Member {
  readonly perform: (order: Order) => Reply | Promise<Reply>;
  readonly dismiss?: () => Promise<unknown>;
}

/**
 * Does what is asked for with several workers over shared memory, while the event loop turns. What little
 * there is to do at first is done here; only a large search starts workers, and gives them what is large.
 */
export const driveTogether = async <Result>(
  work: Generator<Request, Result, Response>,
  { workers, from, watch }: TeamOptions,
): Promise<Result> => {
  let team: Team | undefined;
  try {
    let { done, value } = work.next();
    while (done !== true) {
      const { crew, order, progress } = value as Request;
      if (team?.crew !== crew) {
        await team?.dismiss();
        team = teamOf(crew);
      }
      if (workers > 1 && progress.states >= from) await team.hire(workers);
      const replies = await team.perform(order);
      ({ done, value } = work.next({ replies, stop: watch(progress) }));
    }
    return value as Result;
  } finally {
    await team?.dismiss();
  }
};

type Team = ReturnType<typeof teamOf>;

const teamOf = (crew: Crew) => {
  const here: Member = threadOf(crew.shape, crew.counters);
  const workers: Member[] = [];
  /** Whoever found no room has steps that wait. */
  const full = new Set<Member>();

  const chosenFor = (order: Order): readonly Member[] => {
    if (order.type === 'report') return [here, ...workers];
    const isLittle = order.work.length <= littleWork;
    return [...new Set([...full, ...(isLittle || workers.length === 0 ? [here] : workers)])];
  };

  return {
    crew,
    /** Starts workers, if none were started yet. */
    hire: async (count: number): Promise<void> => {
      if (workers.length > 0) return;
      workers.push(...(await Promise.all(Array.from({ length: count }, () => hired(crew)))));
    },
    perform: async (order: Order): Promise<readonly Reply[]> => {
      const chosen = chosenFor(order);
      if (chosen.length === 1) await theEventLoop();
      const replies = await Promise.all(chosen.map((member) => member.perform(order)));
      full.clear();
      chosen.forEach((member, index) => replies[index]!.isFull && full.add(member));
      return replies;
    },
    dismiss: () => Promise.all(workers.map((worker) => worker.dismiss?.())),
  };
};

/** Up to so many numbers, two for each piece of work, it takes longer to tell others than to do it. */
const littleWork = 4;

const theEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const hired = async ({ shape, counters }: Crew): Promise<Member> => {
  const { Worker } = await import('node:worker_threads');
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const workerData: WorkerData = { shape, counters };
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  worker.unref();
  return { perform: (order) => asked(worker, order), dismiss: () => worker.terminate() };
};

const asked = (worker: Worker, order: Order): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const settle = (how: () => void): void => {
      worker.off('message', answered).off('error', failed).unref();
      how();
    };
    const answered = (reply: Reply): void => settle(() => resolve(reply));
    const failed = (error: Error): void => settle(() => reject(error));
    worker.once('message', answered).once('error', failed).ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage(order);
  });
