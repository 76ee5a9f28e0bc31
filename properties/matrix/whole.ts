import { basics } from '../../src/catalogue/basics.ts';
import type { Family } from '../../src/catalogue.ts';
import { planOf } from '../../src/cli/matrix/plan.ts';
import type { Found } from '../../src/cli/matrix/tables.ts';
import { matrixOf } from '../../src/matrix/matrix.ts';
import type { MatrixOptions } from '../../src/matrix/matrix.ts';

/** The protocols of a family and their flawed twins under every assumption. */
export const matrixOfFamily = async ({ entries }: Family, options: MatrixOptions = {}): Promise<Found> => {
  const protocols = entries.map(({ protocol }) => protocol.name);
  const { rows, columns, guarantees } = await planOf({
    protocols,
    flaws: true,
    worlds: [],
    guarantees: [],
    options,
  });
  return matrixOf(rows, columns, guarantees, options);
};

/** What everything else is made of: what `spec/matrix.md` shows. The other families have matrices of their own. */
export const whole = await matrixOfFamily(basics);
