import { verifyExhaustively } from '../explore/exhaustive.ts';
import type { ExhaustiveOptions } from '../explore/exhaustive.ts';
import type { Verdict } from '../explore/verdict.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { compose } from '../model/compose.ts';
import type { WorldModel } from '../model/compose.ts';
import type { World } from '../model/world.ts';
import { worldUnder } from './assumptions.ts';
import type { Assumption, Reach } from './assumptions.ts';

/** What was found of some protocols, under some assumptions, about some guarantees. */
export interface Matrix<Row extends Reach = Reach> {
  readonly rows: readonly Row[];
  readonly columns: readonly Assumption[];
  readonly guarantees: readonly Guarantee[];
  readonly options: MatrixOptions;
  /** By row, by column, by guarantee. */
  readonly verdicts: readonly (readonly (readonly Verdict[])[])[];
}

export interface MatrixOptions extends ExhaustiveOptions {
  /** The bounds of the exploration, for all columns alike: so no column is harsher by its bound. */
  readonly bounds?: Partial<Pick<World, 'messages' | 'capacity'>>;
}

/** The protocol in the world that an assumption comes to for it: what the cells of one place are about. */
export const modelUnder = (row: Reach, assumption: Assumption, { bounds }: MatrixOptions): WorldModel =>
  compose(row.protocol, { ...worldUnder(assumption, row), ...bounds });

/** What becomes of each guarantee for one protocol under one assumption: the cells of one place. */
export const verdictsUnder = (
  row: Reach,
  assumption: Assumption,
  guarantees: readonly Guarantee[],
  options: MatrixOptions = {},
): readonly Verdict[] => {
  const model = modelUnder(row, assumption, options);
  return guarantees.map((guarantee) => verifyExhaustively(model, guarantee, options));
};

/**
 * Computes a matrix, one place after the other.
 *
 * @throws HandlerError when a handler of a protocol misbehaves.
 * @example
 * const matrix = matrixOf([{ protocol: exactlyOnce }], assumptions, [atMostOnce]);
 * matrix.verdicts[0][0][0].verdict; // 'holds', in the calm world
 */
export const matrixOf = <Row extends Reach>(
  rows: readonly Row[],
  columns: readonly Assumption[],
  guarantees: readonly Guarantee[],
  options: MatrixOptions = {},
): Matrix<Row> => ({
  rows,
  columns,
  guarantees,
  options,
  verdicts: rows.map((row) => columns.map((column) => verdictsUnder(row, column, guarantees, options))),
});

/** Whether a guarantee was never put to the test at all: unknown by silence, and not because of a limit. */
export const isSilent = (verdict: Verdict): boolean =>
  verdict.verdict === 'unknown' && /^no message was ever |^it speaks of /.test(verdict.reason);
