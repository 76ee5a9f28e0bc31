import { readFileSync } from 'node:fs';
import { imported } from '../conformance/import/importing.ts';
import type { Blemish } from '../conformance/import/documents.ts';
import type { HistoryLine } from '../conformance/import/importing.ts';
import type { Mapping, Side } from '../conformance/import/mapping.ts';
import { presets } from '../conformance/import/presets/index.ts';
import { MappingFileError, readMapping } from '../conformance/import/read-mapping.ts';
import { linesOf } from '../conformance/lines.ts';
import { InputError, named, UsageError } from './command.ts';
import { obstacleIn } from './judge-file.ts';

/** The options that say how foreign records are to be read. */
export const foreignOptions = {
  from: { type: 'string' },
  complete: { type: 'string' },
  drained: { type: 'string' },
} as const;

export const foreignHelp = `  --from NAME|FILE  how the records are to be read: ${[...presets.keys()].slice(0, 4).join(', ')},
                    ${[...presets.keys()].slice(4).join(', ')},
                    or a mapping file (.json)
  --complete SIDES  you vouch that everything was recorded: submitting, delivering, or both with a comma
  --drained HOW     you vouch that whatever could still arrive had arrived at the end, and say how it is known
`;

type Given = { readonly [Name in keyof typeof foreignOptions]?: string | undefined };

/**
 * The mapping that the options ask for.
 *
 * @throws UsageError, or InputError with the place of what is wrong in a mapping file.
 */
export const mappingFor = ({ from, complete, drained }: Given): Mapping => {
  if (from === undefined) throw new UsageError('expected --from with the name of a format or a mapping file');
  const mapping = from.endsWith('.json') ? mappingIn(from) : presetNamed(from);
  const sides = complete?.split(',');
  const wrong = sides?.find((side) => !isSide(side));
  if (wrong !== undefined) {
    throw new UsageError(`expected --complete with submitting, delivering or both, found "${wrong}"`);
  }
  return {
    ...mapping,
    ...(sides === undefined
      ? {}
      : { complete: { submitting: sides.includes('submitting'), delivering: sides.includes('delivering') } }),
    ...(drained === undefined ? {} : { drained }),
  };
};

const isSide = (text: string): text is Side => text === 'submitting' || text === 'delivering';

const presetNamed = (name: string): Mapping => named('format', [...presets], ([known]) => known, name)[1];

const mappingIn = (file: string): Mapping => {
  try {
    return readMapping(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof MappingFileError) {
      throw new InputError(`${file}:${error.line}:${error.column}: ${error.message}`);
    }
    throw new InputError(`${file}: ${obstacleIn(error)}`);
  }
};

/** An OTLP file has whole batches of spans on a line. */
const longestDocument = 64 * 1024 * 1024;

/** What is to be said of the files beside the history that comes of them. */
export interface Notes {
  /** How many records were broken, files that could not be read included. */
  broken: number;
  readonly told: () => string;
}

/** The history that files come to, and notes that are complete when the last event was taken. */
export const historyFrom = (
  files: readonly string[],
  mapping: Mapping,
): { readonly events: AsyncGenerator<HistoryLine>; readonly notes: Notes } => {
  const lines: string[] = [];
  const unmatched = new Map<string, { count: number; first: number }>();
  const notes: Notes = {
    broken: 0,
    told: () => {
      const more = notes.broken - lines.length;
      return [
        ...lines,
        ...(more > 0 ? [`and ${more} more`] : []),
        ...[...unmatched].map(([file, { count, first }]) => toldUnmatched(file, count, first)),
        ...clocks,
      ]
        .map((line) => `${line}\n`)
        .join('');
    },
  };
  const clocks: string[] = [];
  const broken = (file: string, { line, column, expected, found }: Blemish): void => {
    notes.broken += 1;
    if (lines.length < firstFew)
      lines.push(`${file}:${line}:${column}: expected ${expected}, found ${found}`);
  };
  const events = imported(
    files.map((name) => ({ name, lines: linesOf(name, longestDocument) })),
    mapping,
    {
      broken,
      unreadable: (file, error) => {
        notes.broken += 1;
        lines.push(`${file}: ${obstacleIn(error)}`);
      },
      unmatched: (file, line) => {
        const known = unmatched.get(file);
        if (known === undefined) unmatched.set(file, { count: 1, first: line });
        else known.count += 1;
      },
      clocksDisagree: (process, milliseconds) => {
        clocks.push(
          `the clock of ${process} is at least ${milliseconds} ms behind: what it saw was put that much later`,
        );
      },
    },
  );
  return { events, notes };
};

const firstFew = 5;

const toldUnmatched = (file: string, count: number, first: number): string =>
  `${file}: ${count} ${count === 1 ? 'record' : 'records'} that no rule speaks of, the first on line ${first}; ` +
  'nothing is concluded from what is absent';
