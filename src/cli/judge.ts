import { parseArgs } from 'node:util';
import { guarantees, inOrder } from '../guarantees/index.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { judgeFile } from './judge-file.ts';
import type { FileResult } from './judge-file.ts';
import { asJson, tellMistakes, tellResult } from './judge-report.ts';

const optionOf = ({ name }: Guarantee): string => name.replaceAll(' ', '-');

const help = `Usage: onceproof judge FILE... --guarantee NAME [--ordered] [--json]

Judges recorded histories, one event in JSON on each line, by the same guarantees as the models.

  --guarantee NAME  ${guarantees.map(optionOf).slice(0, 3).join(', ')},
                    ${guarantees.map(optionOf).slice(3, 6).join(', ')},
                    ${guarantees.map(optionOf).slice(6).join(' or ')}
  --ordered         ask for ${optionOf(inOrder)} as well
  --json            print one JSON document
  --help            print this

Exit code: 0 if all hold, 1 if any is violated, 3 if any is unknown, 2 if anything could not be read.
`;

interface Request {
  readonly files: readonly string[];
  readonly guarantee: Guarantee;
  readonly ordered: boolean;
  readonly json: boolean;
}

/**
 * The command `onceproof judge`: judges each file and prints what it found. What cannot be read is told on
 * stderr and hides nothing of the rest.
 *
 * @returns the exit code: 2 if the arguments are wrong or anything could not be read, else 1 if anything is
 * violated, else 3 if anything is unknown, else 0.
 */
export const judge = async (
  args: readonly string[],
  out: { readonly stdout: (text: string) => void; readonly stderr: (text: string) => void },
): Promise<number> => {
  const request = requestIn(args);
  if ('help' in request) {
    out.stdout(help);
    return 0;
  }
  if ('wrong' in request) {
    out.stderr(`onceproof judge: ${request.wrong}\nonceproof judge --help tells how it is used.\n`);
    return 2;
  }
  const { guarantee, ordered, json } = request;
  const asked = [...new Set(ordered ? [guarantee, inOrder] : [guarantee])];
  const results: FileResult[] = [];
  for (const file of request.files) {
    const result = await judgeFile(file, asked);
    results.push(result);
    if (!json) out.stdout(tellResult(result, asked));
    out.stderr(tellMistakes(result));
  }
  if (json) out.stdout(asJson(results, guarantee, ordered));
  return exitCodeOf(results);
};

const requestIn = (
  args: readonly string[],
): Request | { readonly wrong: string } | { readonly help: true } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        guarantee: { type: 'string' },
        ordered: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { help: true };
    const guarantee = guarantees.find((known) => optionOf(known) === values.guarantee);
    if (guarantee === undefined) return { wrong: unknownGuarantee(values.guarantee) };
    if (positionals.length === 0) return { wrong: 'expected a FILE, found none' };
    return { files: positionals, guarantee, ordered: values.ordered, json: values.json };
  } catch (error) {
    // parseArgs says what it did not understand.
    if (error instanceof TypeError) return { wrong: error.message };
    throw error;
  }
};

const unknownGuarantee = (given: string | undefined): string => {
  const names = guarantees.map(optionOf).join(', ');
  return `expected --guarantee with one of ${names}; found ${given === undefined ? 'none' : `"${given}"`}`;
};

const exitCodeOf = (results: readonly FileResult[]): number => {
  if (results.some(({ mistakes }) => mistakes > 0)) return 2;
  if (results.some(({ verdict }) => verdict === 'violated')) return 1;
  return results.some(({ verdict }) => verdict === 'unknown') ? 3 : 0;
};
