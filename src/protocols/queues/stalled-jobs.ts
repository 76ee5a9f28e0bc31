/**
 * A job queue that gives a stalled job to another worker, as BullMQ does.
 *
 * A worker that takes a job gets a lock on it, under a token, and renews the lock for as long as it works. Now
 * and then the queue checks for stalled jobs, in two phases: it marks every active job, and a renewal takes the
 * mark away again; a job whose mark is still there at the next check has stalled. It goes back to the waiting
 * list and to the next worker, or, when it has stalled more often than maxStalledCount (1 unless told), it is
 * moved to the failed set. A worker whose token is no longer that of the lock cannot renew it and cannot
 * complete the job; but it can have processed it. A worker that crashed makes a job stall, and so does one that
 * is busy or cut off: "it will be double processed", says the documentation of Bull, the predecessor, which calls
 * its strategy at least once.
 *
 * A job that has failed was perhaps processed all the same, or is being processed. So the one who added it is
 * told neither that it is done nor that it is not: it is abandoned (the event "failed").
 *
 * Left out: that workers ask (each has a blocking call waiting), and take turns here. The durations of the lock
 * and between the checks: both are timers here about which nothing is assumed, so the lock runs out when a check
 * finds the mark. A worker renews once, for what one renewal shows more of them repeat. Any worker may check in
 * BullMQ, by a script that Redis runs as one step; here the queue does, and the event "failed" is written in the
 * same step. Several jobs at a time; retries of jobs whose processor throws (attempts, backoff), priorities,
 * delays, and what Redis itself may lose.
 */
import {
  abandon,
  accept,
  arm,
  atomically,
  deliver,
  protocol,
  remember,
  send,
  settle,
  write,
} from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

export type Job = { type: 'job'; token: number; message: Message };
/** A lock is told by the job and the token under which it was taken. */
export type Lock = { id: MessageId; token: number };
export type Renew = { type: 'renew' } & Lock;
export type Completed = { type: 'completed' } & Lock;

/** The job that is active: under which token, and whether it was marked at the last check. */
export type Active = { message: Message; token: number; marked: boolean };
export type Queue = {
  disk: { waiting: readonly Message[]; active: Active | null };
  sends: Job;
  receives: Renew | Completed;
  timer: 'check';
};
export type Worker = {
  /** The job at hand, and the lock that was taken last. */
  memory: { job: Message | null; taken: Lock | null };
  sends: Renew | Completed;
  receives: Job;
  timer: 'work' | 'renew';
};

/** How often a job may stall and be given again. */
const maxStalledCount = 1;

/** Tokens count how often the job has stalled, and workers take turns. */
const give = (active: Active): Effects<Queue> => [
  send(
    { type: 'job', token: active.token, message: active.message },
    active.token === 0 ? 'first' : 'second',
  ),
  arm('check'),
];

/** The active job ends, and the next one becomes active. */
const next = ([message, ...waiting]: readonly Message[], ended: Effects<Queue>): Effects<Queue> => {
  const active = message === undefined ? null : { message, token: 0, marked: false };
  return [atomically(write({ waiting, active }), ...ended), ...(active === null ? [] : give(active))];
};

/** What becomes of a job that has stalled too often: whoever added it is told, or is not. */
type Failing = (message: Message) => Effects<Queue>;

const check = ({ waiting }: Queue['disk'], active: Active, fail: Failing): Effects<Queue> => {
  if (!active.marked) return [write({ active: { ...active, marked: true } }), arm('check')];
  if (active.token === maxStalledCount) return next(waiting, fail(active.message));
  const again = { ...active, token: active.token + 1, marked: false };
  return [write({ active: again }), ...give(again)];
};

export const queueThat = (fail: Failing): Role<Queue> => ({
  disk: { waiting: [], active: null },
  upon: {
    submit: ({ disk: { waiting, active } }, message) =>
      active === null
        ? next([message], [accept(message)])
        : [write({ waiting: [...waiting, message] }), accept(message)],
    receive: ({ disk: { waiting, active } }, { type, id, token }) => {
      if (active === null || active.message.id !== id || active.token !== token) return []; // a lost lock
      return type === 'renew'
        ? [write({ active: { ...active, marked: false } })]
        : next(waiting, [settle(active.message)]);
    },
    timeout: ({ disk }) => (disk.active === null ? [] : check(disk, disk.active, fail)),
    restart: ({ disk: { active } }) => (active === null ? [] : [arm('check')]),
  },
});

export const worker: Role<Worker> = {
  memory: { job: null, taken: null },
  upon: {
    receive: ({ memory: { taken } }, { token, message }) =>
      taken?.id === message.id && taken.token === token
        ? [] // no worker takes a job twice under one token
        : [remember({ job: message, taken: { id: message.id, token } }), arm('work'), arm('renew')],
    timeout: ({ memory: { job, taken } }, timer) => {
      if (job === null) return [];
      return timer === 'renew'
        ? [send({ type: 'renew', ...taken! })]
        : [deliver(job), remember({ job: null }), send({ type: 'completed', ...taken! })];
    },
  },
};

export const stalledJobs = protocol({
  name: 'stalled-jobs',
  roles: { queue: queueThat((message) => [abandon(message)]), first: worker, second: worker },
  links: ['queue -> first', 'first -> queue', 'queue -> second', 'second -> queue'],
});
