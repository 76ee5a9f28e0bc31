import { worldUnder } from '../../src/matrix/assumptions.ts';
import { isAtLeastAsHarsh } from '../../src/matrix/harsher.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import type { Verdict } from '../../src/explore/verdict.ts';

/** Which of two worlds is the harsher one: `isAtLeastAsHarsh`, or what a test holds against it. */
export type Order = typeof isAtLeastAsHarsh;

export interface Comparison {
  readonly protocol: string;
  readonly guarantee: Guarantee;
  readonly milder: { readonly name: string; readonly verdict: Verdict };
  readonly harsher: { readonly name: string; readonly verdict: Verdict };
}

/** Every two cells of a matrix of which one stands for a world at least as harsh as the other's. */
export const comparisonsIn = (
  { rows, columns, guarantees, verdicts, options }: Matrix,
  order: Order = isAtLeastAsHarsh,
): readonly Comparison[] =>
  rows.flatMap((row, r) => {
    const roles = Object.keys(row.protocol.roles);
    const worlds = columns.map((column) => ({ ...worldUnder(column, row), ...options.bounds }));
    return guarantees.flatMap((guarantee, g) =>
      worlds.flatMap((harsher, h) =>
        worlds.flatMap((milder, m) =>
          h !== m && order(harsher, milder, roles, guarantee)
            ? [
                {
                  protocol: row.protocol.name,
                  guarantee,
                  milder: { name: milder.name, verdict: verdicts[r]![m]![g]! },
                  harsher: { name: harsher.name, verdict: verdicts[r]![h]![g]! },
                },
              ]
            : [],
        ),
      ),
    );
  });

/** What is broken in the milder world is broken in the harsher one, and in no more steps. */
export const isRepaired = ({ milder, harsher }: Comparison): boolean =>
  milder.verdict.verdict === 'violated' &&
  (harsher.verdict.verdict !== 'violated' || harsher.verdict.trace.length > milder.verdict.trace.length);

/** A comparison in words, for a test that fails. */
export const told = ({ protocol, guarantee, milder, harsher }: Comparison): string =>
  `${protocol}, ${guarantee.name}: ${inShort(milder.verdict)} in ${milder.name}, but ${inShort(harsher.verdict)} in ${harsher.name}`;

const inShort = (verdict: Verdict): string =>
  verdict.verdict === 'violated' ? `broken in ${verdict.trace.length}` : verdict.verdict;
