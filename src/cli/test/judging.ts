import { throughout } from '../../conformance/simulation/sooner.ts';
import { verifyExhaustively } from '../../explore/exhaustive.ts';
import type { Verdict } from '../../explore/verdict.ts';
import { verifyByWalks } from '../../fast-check/index.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { WorldModel } from '../../model/compose.ts';

export const judge = async (
  model: WorldModel,
  guarantee: Guarantee,
  { isVisitable, seed, runs }: { isVisitable: boolean; seed: number; runs: number },
): Promise<Verdict> => {
  if (isVisitable) return throughout(() => verifyExhaustively(model, guarantee));
  return throughout(() => verifyByWalks(model, guarantee, { seed, runs }));
};
