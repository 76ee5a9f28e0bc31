import { onOneLine } from '../counterexample/drawing/columns.ts';
import { traceDocument } from '../counterexample/file/document.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import { isAbout, storeIn, usualStore } from '../store/store.ts';
import { UsageError } from './command.ts';
import type { Out } from './command.ts';
import { markOf, outcomeOf, wordsOf } from './outcome.ts';
import type { Replayed } from './outcome.ts';
import { paint } from './paint.ts';
import type { Result } from './report.ts';
import { nameOf } from './select.ts';
import type { Task } from './select.ts';

/** The options that say where past failures are kept, as parseArgs wants them. */
export const storeOptions = { store: { type: 'string' }, 'no-store': { type: 'boolean' } } as const;

interface Values {
  readonly store?: string | undefined;
  readonly 'no-store'?: boolean | undefined;
}

/** The failures of the past, for a command that looks for new ones. */
export interface Past {
  /** Performs those of the same protocol, guarantee and world (by their names), in the world of the task. */
  readonly performed: (task: Task, model: WorldModel) => readonly Replayed[];
  /** Those that it would perform. */
  readonly about: (task: Task, model: WorldModel) => readonly { file: string; trace: readonly Action[] }[];
  /** Keeps what was found, if it is new. */
  readonly keep: (result: Omit<Result, 'past'>) => void;
  /** Whether any of the files could not be read. */
  readonly isIncomplete: boolean;
}

/**
 * The store that was asked for with `--store`, or the usual one where that directory exists; or none. What
 * cannot be read is told on stderr and hides nothing of the rest.
 */
export const pastOf = (values: Values, out: Out): Past => {
  if (values.store !== undefined && values['no-store'] === true) {
    throw new UsageError('--store and --no-store exclude each other');
  }
  const store = storeIn(values.store ?? usualStore, { keeping: true });
  if (values['no-store'] === true || (values.store === undefined && !store.exists())) {
    return { performed: () => [], about: () => [], keep: () => {}, isIncomplete: false };
  }
  const { failures, unreadable } = store.read();
  for (const { message } of unreadable) out.stderr(`${message}\n`);
  const about: Past['about'] = ({ guarantee }, model) =>
    failures
      .filter(({ document }) => isAbout(document, model, guarantee))
      .map(({ file, document }) => ({ file, trace: document.trace }));
  return {
    about,
    performed: (task, model) =>
      about(task, model).map(({ file, trace }) => ({
        file,
        outcome: outcomeOf(model, task.guarantee, trace),
      })),
    keep: ({ task: { subject }, model, verdict }) => {
      if (verdict.verdict !== 'violated') return;
      const { guarantee, trace, violation } = verdict;
      const file = 'file' in subject ? subject.file : undefined;
      const keeping = store.keep(traceDocument(model, guarantee, trace, { violation, file }));
      if (keeping.outcome === 'kept') out.stderr(`kept as ${keeping.file}\n`);
      if (keeping.outcome === 'not kept') {
        out.stderr(`could not be kept as ${keeping.file}: ${keeping.reason}\n`);
      }
    },
    isIncomplete: unreadable.length > 0,
  };
};

/** Past failures for people: a line for each, and its file. */
export const tellPast = (
  replayed: readonly Replayed[],
  { subject, guarantee, world }: Task,
  { colour = false }: Out,
): string => {
  const paints = paint(colour);
  const about = onOneLine(`${guarantee.name}: ${nameOf(subject)} in the ${world.name} world`);
  const lines = replayed.map(
    ({ file, outcome }) =>
      `${markOf(outcome, paints)} ${about}: ${onOneLine(wordsOf(outcome))}\n${paints.faint(`  ${file}`)}\n`,
  );
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
};
