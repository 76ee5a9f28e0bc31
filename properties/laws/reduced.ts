import { expect } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Reduction } from '../../src/explore/reductions.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import type { WorldModel } from '../../src/model/compose.ts';

/** Expects that a search with some reductions says what one without says, but for how much was visited. */
export const expectSame = (
  model: WorldModel,
  guarantee: Guarantee,
  choices: readonly (readonly Reduction[])[],
): void => {
  const plain = said(verifyExhaustively(model, guarantee));
  for (const chosen of choices) {
    const reduced = said(verifyExhaustively(model, guarantee, { reductions: chosen }));
    expect([guarantee.name, chosen, reduced]).toEqual([guarantee.name, chosen, plain]);
  }
};

const said = (verdict: ReturnType<typeof verifyExhaustively>) => ({
  verdict: verdict.verdict,
  trace: verdict.verdict === 'violated' ? verdict.trace : undefined,
});
