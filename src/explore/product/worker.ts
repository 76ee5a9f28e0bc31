import { parentPort, workerData } from 'node:worker_threads';
import type { Shape } from './shape.ts';
import { threadOf } from './thread.ts';
import type { Order } from './thread.ts';

/** What a worker is started with. */
export interface WorkerData {
  readonly shape: Shape;
  readonly counters: Int32Array;
}

/** A thread of the engine in a worker: it does what it is told, and tells what came of it. */
const { shape, counters } = workerData as WorkerData;
const thread = threadOf(shape, counters);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
parentPort!.on('message', (order: Order) => parentPort!.postMessage(thread.perform(order)));
