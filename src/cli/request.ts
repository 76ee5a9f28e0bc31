import { asciiHelp, asciiOption, inAsciiIf } from './ascii.ts';
import { UsageError } from './command.ts';
import type { Out } from './command.ts';
import { judgedIn, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { pictureNamed } from './pictures.ts';
import { recordedIn } from './recorded.ts';
import type { Recorded } from './recorded.ts';

/** The options of a command about one recorded trace, as parseArgs wants them. */
export const requestOptions = {
  as: { type: 'string' },
  protocol: { type: 'string' },
  ...asciiOption,
  help: { type: 'boolean' },
} as const;

export const requestHelp = `  --protocol FILE   the JavaScript file that exports the protocol, where it is your own
${asciiHelp}  --help            print this
`;

interface Values {
  readonly as?: string | undefined;
  readonly protocol?: string | undefined;
  readonly ascii?: boolean | undefined;
}

/** A recorded trace, performed once, and how it is to be drawn. */
export interface Request {
  readonly recorded: Recorded;
  readonly outcome: Outcome;
  readonly judged: ReturnType<typeof judgedIn>;
  /** The picture that was asked for, for whoever is to see it. */
  readonly picture: (out: Out) => string;
  readonly out: Out;
}

/**
 * Performs the trace that a command line names. How the protocol has changed since is told on stderr.
 *
 * @throws UsageError where not exactly one is named; InputError where it cannot be performed.
 */
export const requested = async (
  command: string,
  positionals: readonly string[],
  values: Values,
  terminal: Out,
): Promise<Request> => {
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) throw new UsageError('expected one TOKEN or FILE');
  pictureNamed(values.as ?? 'text');
  return performedOnce(command, await recordedIn(source, values.protocol), values, terminal);
};

/** The same of a trace that is at hand, and perhaps performed already. */
export const performedOnce = (
  command: string,
  recorded: Recorded,
  { as = 'text', ascii }: Values,
  terminal: Out,
  outcome = outcomeOf(recorded.model, recorded.guarantee, recorded.trace),
): Request => {
  const draw = pictureNamed(as);
  if (recorded.change !== undefined) terminal.stderr(`onceproof ${command}: ${recorded.change.message}\n`);
  const judged = judgedIn(recorded, outcome);
  const out = inAsciiIf(ascii, terminal);
  return { recorded, outcome, judged, picture: (to) => draw({ recorded, ...judged }, to), out };
};
