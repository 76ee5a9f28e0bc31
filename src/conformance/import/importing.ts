import type { Completeness } from '../event.ts';
import type { Line } from '../lines.ts';
import { documentsIn } from './documents.ts';
import type { Blemish } from './documents.ts';
import type { Mapping, Side } from './mapping.ts';
import { inOrderOfTime } from './time.ts';
import type { Disagreement, Imported } from './time.ts';
import { translatorOf } from './translator.ts';

/** A file of another system's records. */
export interface ForeignFile {
  /** What its records are said to be from, where there are several files. */
  readonly name: string;
  readonly lines: AsyncIterable<Line>;
}

/** What becomes of records as they are read. */
export interface Hearing {
  /** A record that is broken: it may have said anything. */
  readonly broken: (file: string, blemish: Blemish) => void;
  /** A file that cannot be read to its end. */
  readonly unreadable: (file: string, error: unknown) => void;
  /** A record that no rule speaks of. */
  readonly unmatched: (file: string, line: number) => void;
  readonly clocksDisagree: Disagreement;
}

/** The first and the last line of the history are the mapping's own. */
export type HistoryLine = Imported | (Readonly<Record<string, unknown>> & { readonly type: string });

/**
 * Turns files of foreign records into a history, event by event. What a mapping claims is written as `started`.
 * The last event, `ended`, tells which sides were recorded completely: those of which the mapping says so, less
 * what a record opens. A broken record, and one that no rule speaks of, may have been anything, so after one of
 * them nothing is complete.
 *
 * @throws MappingError if the mapping makes no sense, before anything is read.
 */
export async function* imported(
  files: readonly ForeignFile[],
  mapping: Mapping,
  hearing: Hearing,
): AsyncGenerator<HistoryLine> {
  const translator = translatorOf(mapping);
  const open = new Set<Side>();

  const anything = (): void => void open.add('submitting').add('delivering');

  async function* eventsOf(file: ForeignFile): AsyncGenerator<Imported> {
    try {
      yield* eventsIn(file);
    } catch (error) {
      anything();
      hearing.unreadable(file.name, error);
    }
  }

  async function* eventsIn({ name, lines }: ForeignFile): AsyncGenerator<Imported> {
    const from = (line: number): string | number => (files.length > 1 ? `${name}:${line}` : line);
    for await (const document of documentsIn(lines, mapping.format ?? 'JSON')) {
      if ('wrong' in document) {
        anything();
        hearing.broken(name, document.wrong);
        continue;
      }
      for (const { said } of translator.translate(document.value)) {
        if (said === undefined) {
          anything();
          hearing.unmatched(name, document.line);
        } else if ('flaw' in said) {
          anything();
          hearing.broken(name, document.blemish(said.flaw.trail, said.flaw.expected));
        } else {
          for (const side of said.opens) open.add(side);
          for (const event of said.events) yield { ...event, from: from(document.line) };
        }
      }
    }
  }

  if (mapping.claims !== undefined) yield { type: 'started', ...mapping.claims };
  if (mapping.order === 'time') {
    const events: Imported[] = [];
    for (const file of files) for await (const event of eventsOf(file)) events.push(event);
    yield* inOrderOfTime(events, hearing.clocksDisagree);
  } else {
    for (const file of files) yield* eventsOf(file);
  }
  if (mapping.drained !== undefined) yield { type: 'drained', how: mapping.drained };
  yield { type: 'ended', complete: completenessOf(mapping, open) };
}

const completenessOf = ({ complete }: Mapping, open: ReadonlySet<Side>): Completeness => ({
  submitting: complete?.submitting === true && !open.has('submitting'),
  delivering: complete?.delivering === true && !open.has('delivering'),
});
