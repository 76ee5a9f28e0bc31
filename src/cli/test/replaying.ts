import { timingInWords } from '../../conformance/simulation/simulate.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { StillToCome } from '../../model/errors.ts';
import type { Out } from '../command.ts';
import { recordedIn } from '../recorded.ts';
import type { Recorded } from '../recorded.ts';
import { perform } from '../replay.ts';
import { performedBy } from './performing.ts';
import type { Performing } from './performing.ts';
import type { Tested } from './testing.ts';

/** Performs once more what was found, by the same code, and answers with the exit code. */
export const replayed = async (
  source: string,
  { protocol, isVisitable }: Tested,
  { patience, ...values }: Pick<Performing, 'patience'> & { readonly json?: boolean | undefined },
  out: Out,
): Promise<number> => {
  const recorded = await readBy(source, protocol);
  const { model, guarantee, trace } = recorded;
  const outcome = await performedBy(model, { isVisitable, patience }, guarantee, trace);
  if (patience.timing !== undefined) out.stderr(`assumed: ${timingInWords(patience.timing)}\n`);
  const said: (() => void)[] = [];
  const code = await throughout(() => {
    said.length = 0;
    const hearing = {
      ...out,
      stdout: (text: string) => said.push(() => out.stdout(text)),
      stderr: (text: string) => said.push(() => out.stderr(text)),
    };
    return perform(recorded, values, hearing, outcome);
  });
  for (const say of said) say();
  return code;
};

/** To read a trace is to perform it, and so to ask the code. */
const readBy = async (source: string, protocol: Tested['protocol']): Promise<Recorded> => {
  for (;;) {
    try {
      return await recordedIn(source, protocol);
    } catch (error) {
      if (!(error instanceof StillToCome)) throw error;
      await error.answered;
    }
  }
};
