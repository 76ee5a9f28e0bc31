import { onOneLine } from '../../counterexample/drawing/columns.ts';
import { nameOf } from '../select.ts';
import { findingOf } from './reporter.ts';
import type { Reporter } from './reporter.ts';

/**
 * For programs that call the command, and for whoever pays by the word: one line for each verdict, its fields
 * between tabs.
 *
 * It has to be asked for. That standard output is no terminal says nothing about who reads it: a pager and a
 * log read by people are none either, and whoever pipes a story wants the story.
 */
export const terse = (): Reporter => ({
  verdict: (result) => {
    const { task, verdict: judged } = result;
    const { verdict, reason, reproduce } = findingOf(result);
    return lineOf([verdict, nameOf(task.subject), task.world.name, judged.guarantee, reason, reproduce]);
  },
});

const lineOf = (fields: readonly string[]): string =>
  `${fields.map((field) => onOneLine(field).replaceAll('\t', ' ')).join('\t')}\n`;
