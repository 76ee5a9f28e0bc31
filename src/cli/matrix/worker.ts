import { parentPort, workerData } from 'node:worker_threads';
import { findingAt, planOf } from './plan.ts';
import type { Place, Request } from './plan.ts';

/** A thread: it is told names once, then one place of the matrix after the other, and answers each. */
const plan = await planOf(workerData as Request);
parentPort!.on('message', (place: Place) => parentPort!.postMessage(findingAt(plan, place)));
