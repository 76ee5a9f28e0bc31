import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { imported } from '../conformance/import/importing.ts';
import type { HistoryLine } from '../conformance/import/importing.ts';
import type { Mapping, Side } from '../conformance/import/mapping.ts';
import { presets } from '../conformance/import/presets/index.ts';
import { MappingFileError, readMapping } from '../conformance/import/read-mapping.ts';
import { entriesOf } from '../conformance/history.ts';
import type { Named } from '../conformance/judge.ts';
import { linesIn } from '../conformance/lines.ts';
import type { Located } from '../conformance/picture.ts';
import { InputError, named, UsageError } from './command.ts';
import { judgeFile, obstacleIn, piecesOf } from './judge-file.ts';
import type { FileResult, JudgeOptions, Mistake } from './judge-file.ts';

/** The options that say how foreign records are to be read. */
export const foreignOptions = {
  from: { type: 'string' },
  complete: { type: 'string' },
  drained: { type: 'string' },
} as const;

export const foreignHelp = `  --from NAME|FILE  how records that are no history are to be read:
                    ${[...presets.keys()].slice(0, 4).join(', ')},
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

/** What is to be said of the files beside the history that comes of them; complete when the last event was taken. */
export interface Notes {
  /** How many records were broken, files that could not be read included. */
  broken: number;
  /** The first few of them, and what else there is to know. */
  readonly errors: (Mistake & { readonly file: string })[];
  readonly remarks: () => readonly string[];
}

/** The history that files come to. */
export const historyFrom = (
  files: readonly string[],
  mapping: Mapping,
): { readonly events: AsyncGenerator<HistoryLine>; readonly notes: Notes } => {
  const unmatched = new Map<string, { count: number; first: number }>();
  const clocks: string[] = [];
  const notes: Notes = {
    broken: 0,
    errors: [],
    remarks: () => [
      ...[...unmatched].map(([file, { count, first }]) => toldUnmatched(file, count, first)),
      ...clocks,
    ],
  };
  const note = (error: Notes['errors'][number]): void => {
    notes.broken += 1;
    if (notes.errors.length < firstFew) notes.errors.push(error);
  };
  const sources = files.map((name) => ({ name, lines: linesIn(piecesOf(name), longestDocument) }));
  const events = imported(sources, mapping, {
    broken: (file, { line, column, expected, found }) =>
      note({ file, line, column, message: `expected ${expected}, found ${found}` }),
    unreadable: (file, error) => note({ file, message: obstacleIn(error) }),
    unmatched: (file, line) => {
      const known = unmatched.get(file);
      if (known === undefined) unmatched.set(file, { count: 1, first: line });
      else known.count += 1;
    },
    clocksDisagree: (process, milliseconds) =>
      void clocks.push(
        `the clock of ${process} is at least ${milliseconds} ms behind: what it saw was put that much later`,
      ),
  });
  return { events, notes };
};

const firstFew = 5;

const toldUnmatched = (file: string, count: number, first: number): string =>
  `${file}: ${count} ${count === 1 ? 'record' : 'records'} that no rule speaks of, the first on line ${first}; ` +
  'nothing is concluded from what is absent';

/** What was wrong, a line for each: `FILE:LINE:COLUMN: expected …, found …`. */
export const tellNotes = ({ broken, errors, remarks }: Notes): string => {
  const told = errors.map(({ file, line, column, message }) =>
    [file, line, column, ` ${message}`].filter((part) => part !== undefined).join(':'),
  );
  if (broken > errors.length) told.push(`and ${broken - errors.length} more`);
  return [...told, ...remarks()].map((text) => `${text}\n`).join('');
};

/**
 * Imports a file and judges what comes of it. The lines that are told are those of the history that
 * `onceproof import` writes; each of its events says in `from` which record it comes from.
 */
export const judgeForeign = async (
  file: string,
  mapping: Mapping,
  promises: readonly Named[] | undefined,
  options: JudgeOptions = {},
): Promise<FileResult> => {
  const { events, notes } = historyFrom([file], mapping);
  const result = await judgeFile(`${file} (imported)`, promises, options, piecesOfHistory(events));
  return {
    ...result,
    files: [file],
    notes: [
      'lines are those of the history that "onceproof import" writes',
      ...notes.remarks(),
      ...result.notes,
    ],
    mistakes: result.mistakes + notes.broken,
    errors: [...notes.errors, ...result.errors],
    recorded: () => locatedIn(historyFrom([file], mapping).events),
  };
};

async function* piecesOfHistory(events: AsyncIterable<HistoryLine>): AsyncGenerator<Buffer> {
  for await (const event of events) yield Buffer.from(`${JSON.stringify(event)}\n`);
}

async function* locatedIn(events: AsyncIterable<HistoryLine>): AsyncGenerator<Located> {
  for await (const entry of entriesOf(linesIn(piecesOfHistory(events)))) {
    if ('event' in entry) yield entry;
  }
}
