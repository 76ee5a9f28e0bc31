import { changesUnder } from '../../matrix/assumptions.ts';
import type { Assumption } from '../../matrix/assumptions.ts';
import type { MatrixOptions } from '../../matrix/matrix.ts';
import { asOptions } from '../budgets.ts';
import { shown } from '../select.ts';
import type { Subject } from '../select.ts';

/** The command that brings one cell again, with its story. */
export const againOf = (
  subject: Subject,
  assumption: Assumption,
  guarantee: string,
  { bounds, maxStates }: MatrixOptions,
): string => {
  const changes = { ...changesUnder(assumption, subject.protocol), ...bounds };
  const limit = maxStates === undefined ? '' : ` --max-states ${maxStates}`;
  const asked = `--world ${assumption.base} --guarantee ${guarantee.replaceAll(' ', '-')}`;
  return `onceproof verify ${shown(subject)} ${asked}${asOptions(changes)}${limit}`;
};
