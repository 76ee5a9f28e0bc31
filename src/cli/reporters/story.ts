import { legible } from '../ascii.ts';
import type { Out } from '../command.ts';
import { tellPast } from '../past.ts';
import { tellVerdict } from '../report.ts';
import type { Reporter } from './reporter.ts';

/** For people: a line and a bound for each verdict, and of what is violated the whole story. */
export const story = (out: Out): Reporter => ({
  past: (replayed, task) => legible(tellPast(replayed, task, out), out),
  verdict: (result) => legible(tellVerdict(result, out), out),
});
