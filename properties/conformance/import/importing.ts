import { readFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { fileURLToPath } from 'node:url';
import { entriesOf } from '../../../src/conformance/history.ts';
import type { HistoryEvent } from '../../../src/conformance/history.ts';
import type { Blemish } from '../../../src/conformance/import/documents.ts';
import { imported } from '../../../src/conformance/import/importing.ts';
import type { HistoryLine } from '../../../src/conformance/import/importing.ts';
import type { Mapping } from '../../../src/conformance/import/mapping.ts';
import { linesIn } from '../../../src/conformance/lines.ts';

/** What came of foreign records. */
export interface Outcome {
  readonly history: readonly HistoryLine[];
  readonly broken: readonly string[];
  /** The lines of records that no rule speaks of. */
  readonly unmatched: readonly number[];
  readonly clocks: readonly (readonly [process: string, milliseconds: number])[];
}

export const importText = async (mapping: Mapping, ...texts: readonly string[]): Promise<Outcome> => {
  const history: HistoryLine[] = [];
  const broken: string[] = [];
  const unmatched: number[] = [];
  const clocks: [string, number][] = [];
  const files = texts.map((text, index) => ({ name: `file${index}`, lines: linesIn(piecesOf(text)) }));
  const hearing = {
    broken: (_: string, { line, column, expected, found }: Blemish) => {
      broken.push(`${line}:${column}: expected ${expected}, found ${found}`);
    },
    unreadable: (_: string, error: unknown) => {
      throw error;
    },
    unmatched: (_: string, line: number) => void unmatched.push(line),
    clocksDisagree: (process: string, milliseconds: number) => void clocks.push([process, milliseconds]),
  };
  for await (const event of imported(files, mapping, hearing)) history.push(event);
  return { history, broken, unmatched, clocks };
};

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** The history as the reader of histories has it, which must have nothing to complain about. */
export const readBack = async (history: readonly HistoryLine[]): Promise<readonly HistoryEvent[]> => {
  const text = history.map((event) => `${JSON.stringify(event)}\n`).join('');
  const events: HistoryEvent[] = [];
  for await (const entry of entriesOf(linesIn(piecesOf(text)))) {
    if ('complaint' in entry) throw new Error(JSON.stringify(entry));
    events.push(entry.event);
  }
  return events;
};

/** In short, without what every event has: `confirmed m0 producer`. */
export const inShort = (history: readonly HistoryLine[]): readonly string[] =>
  history.map((event) =>
    ['type', 'message', 'process', 'group', 'reason']
      .map((name) => (event as Record<string, unknown>)[name])
      .concat(event.type === 'ended' ? [JSON.stringify((event as { complete?: unknown }).complete)] : [])
      .filter((value) => value !== undefined)
      .join(' '),
  );

export const fixturePath = (name: string): string =>
  fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
export const fixture = (name: string): string => readFileSync(fixturePath(name), 'utf8');

/** Everything, and nothing is open. */
export const whole = { submitting: true, delivering: true } as const;
