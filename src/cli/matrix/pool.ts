import { Worker } from 'node:worker_threads';
import { findingAt, placesOf } from './plan.ts';
import type { Finding, Place, Plan, Request } from './plan.ts';

/**
 * Computes every place of a matrix, in as many threads as are wanted. What comes out does not depend on how
 * many there are: each place is computed by itself, and the findings come in the order of the plan.
 *
 * @param onFinding is told how many places are done, and of how many.
 */
export const findingsOf = async (
  request: Request,
  plan: Plan,
  threads: number,
  onFinding: (done: number, all: number) => void,
): Promise<readonly Finding[]> => {
  const places = placesOf(plan);
  const findings: Finding[] = [];
  const note = (finding: Finding): void => {
    findings.push(finding);
    onFinding(findings.length, places.length);
  };
  const wanted = Math.min(threads, places.length);
  if (wanted < 2) for (const place of places) note(findingAt(plan, place));
  else await share(request, places, wanted, note);
  return findings.toSorted((a, b) => a.row - b.row || a.column - b.column);
};

/** Gives each thread a place, and the next one whenever it has answered. */
const share = async (
  request: Request,
  places: readonly Place[],
  threads: number,
  note: (finding: Finding) => void,
): Promise<void> => {
  const waiting = places.values();
  const workers = Array.from({ length: threads }, () => new Worker(thread, { workerData: request }));
  const served = workers.map(
    (worker) =>
      new Promise<void>((done, fail) => {
        const proceed = (): void => {
          const { value: place } = waiting.next();
          if (place === undefined) done();
          else worker.postMessage(place);
        };
        worker.on('error', fail);
        worker.on('exit', (code) => fail(new Error(`a thread ended by itself, with code ${code}`)));
        worker.on('message', (finding: Finding) => {
          note(finding);
          proceed();
        });
        proceed();
      }),
  );
  try {
    await Promise.all(served);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};

/** It is built beside this file, and so has the same ending. */
const thread = new URL(import.meta.url.replace(/pool(\.\w+)$/, 'worker$1'));
