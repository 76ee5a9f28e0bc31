import { drawText } from '../../counterexample/draw.ts';
import { tell } from '../../counterexample/tell.ts';
import { explain } from '../../counterexample/why/why.ts';
import type { Violated } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Assumption } from '../../matrix/assumptions.ts';
import { modelUnder } from '../../matrix/matrix.ts';
import { againOf } from './again.ts';
import { counted } from './legend.ts';
import type { Found } from './tables.ts';

/** A counterexample, told once, however many cells it decides. */
export interface Story {
  /** Named after the first cell that it decides, so that it stays the same when others come and go. */
  readonly anchor: string;
  readonly title: string;
  /** What it breaks, and under which assumptions. */
  readonly breaks: ReadonlyMap<Guarantee, readonly Assumption[]>;
  readonly drawing: string;
  readonly words: string;
  /** The command that finds it again. */
  readonly again: string;
}

/** The stories of one protocol, and which of them decides which cell. */
export interface Stories {
  readonly stories: readonly Story[];
  /** The story of a broken cell, by the numbers of its column and its guarantee. */
  readonly storyOf: (column: number, guarantee: number) => Story | undefined;
}

/** Gathers the counterexamples of one row. Two are the same when they read the same but for the promise. */
export const storiesOf = (found: Found, row: number): Stories => {
  const byWords = new Map<string, Story & { breaks: Map<Guarantee, Assumption[]> }>();
  const byCell = new Map<string, Story>();
  const { columns, guarantees, rows, options } = found;
  const models = columns.map((column) => modelUnder(rows[row]!, column, options));

  const told = (column: number, guarantee: number, { trace, violation, shortest }: Violated) => {
    const [assumption, promise, model] = [columns[column]!, guarantees[guarantee]!, models[column]!];
    const marked = { matters: explain(model, promise, trace, violation).steps };
    return {
      anchor: `${promise.name} ${assumption.name}`.replaceAll(' ', '-'),
      title: `${violation.clause}, in ${counted(trace.length, 'step')}${shortest ? '' : ' or fewer'}`,
      breaks: new Map<Guarantee, Assumption[]>(),
      drawing: drawText(model, trace, violation, marked),
      words: tell(model, trace, violation, marked),
      again: againOf(rows[row]!, assumption, promise.name, options),
    };
  };

  const note = (column: number, guarantee: number, verdict: Violated): void => {
    const { trace, violation } = verdict;
    const [assumption, promise, model] = [columns[column]!, guarantees[guarantee]!, models[column]!];
    const key = tell(model, trace, { ...violation, guarantee: '' });
    const story = byWords.get(key) ?? told(column, guarantee, verdict);
    byWords.set(key, story);
    byCell.set(`${column} ${guarantee}`, story);
    story.breaks.set(promise, [...(story.breaks.get(promise) ?? []), assumption]);
  };

  guarantees.forEach((_, guarantee) =>
    columns.forEach((__, column) => {
      const verdict = found.verdicts[row]![column]![guarantee]!;
      if (verdict.verdict === 'violated') note(column, guarantee, verdict);
    }),
  );
  return {
    stories: [...byWords.values()],
    storyOf: (column, guarantee) => byCell.get(`${column} ${guarantee}`),
  };
};
