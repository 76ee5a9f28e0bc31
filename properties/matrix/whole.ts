import { planOf } from '../../src/cli/matrix/plan.ts';
import { matrixOf } from '../../src/matrix/matrix.ts';

const { rows, columns, guarantees } = await planOf({
  protocols: [],
  flaws: true,
  worlds: [],
  guarantees: [],
  options: {},
});

/** Every protocol and every flawed twin under every assumption: what `spec/matrix.md` shows. */
export const whole = matrixOf(rows, columns, guarantees);
