import type { Crew, Progress, Request, Response } from './search.ts';
import { threadOf } from './thread.ts';
import type { Thread } from './thread.ts';

/** Does what is asked for, here and at once. */
export const driveHere = <Result>(work: Generator<Request, Result, Response>): Result => {
  let crew: Crew | undefined;
  let thread: Thread | undefined;
  let { done, value } = work.next();
  while (done !== true) {
    const request = value as Request;
    if (request.crew !== crew || thread === undefined) {
      ({ crew } = request);
      thread = threadOf(crew.shape, crew.counters);
    }
    ({ done, value } = work.next({ replies: [thread.perform(request.order)] }));
  }
  return value as Result;
};

/** Is shown the progress again and again, and may answer with a reason to stop. */
export type Watch = (progress: Progress) => string | undefined;
