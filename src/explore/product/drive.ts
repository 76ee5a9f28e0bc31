import { integers } from './heap.ts';
import type { Request, Response } from './search.ts';
import type { Shape } from './shape.ts';
import { counter, threadOf } from './thread.ts';

/** The counters that all threads of one verification share. */
export const newCounters = (): Int32Array => integers(counter.length);

/** Does what is asked for, here and at once. `watch` may give a reason to stop after each request. */
export const driveHere = <Result>(
  shape: Shape,
  counters: Int32Array,
  work: Generator<Request, Result, Response>,
  watch: (progress: Request['progress']) => string | undefined = () => undefined,
): Result => {
  const thread = threadOf(shape, counters);
  let { done, value } = work.next();
  while (done !== true) {
    const { order, progress } = value as Request;
    const replies = [thread.perform(order)];
    ({ done, value } = work.next({ replies, stop: watch(progress) }));
  }
  return value as Result;
};
