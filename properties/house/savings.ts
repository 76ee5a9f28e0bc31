import { basics } from '../../src/catalogue/basics.ts';
import { worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { reductions } from '../../src/explore/reductions.ts';
import type { Reduction } from '../../src/explore/reductions.ts';
import { atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import type { WorldName } from '../../src/model/world.ts';

interface Saving {
  searches: number;
  before: number;
  after: number;
}

/** How many states each reduction saves, over all worlds of the catalogue in which a promise is kept and that it applies to. */
export const savingsTable = (): string => {
  const choices: readonly (readonly Reduction[])[] = [...reductions.map((each) => [each]), [...reductions]];
  const savings = choices.map((): Saving => ({ searches: 0, before: 0, after: 0 }));
  for (const entry of basics.entries) {
    for (const name of Object.keys(worlds) as WorldName[]) {
      const model = compose(entry.protocol, worldOf(entry, name));
      for (const guarantee of [atMostOnce, exactlyOnce]) {
        const plain = verifyExhaustively(model, guarantee);
        if (plain.verdict !== 'holds') continue;
        for (const [index, chosen] of choices.entries()) {
          const { coverage } = verifyExhaustively(model, guarantee, { reductions: chosen });
          if (coverage.reductions === undefined) continue;
          savings[index]!.searches += 1;
          savings[index]!.before += plain.coverage.states!;
          savings[index]!.after += coverage.states!;
        }
      }
    }
  }
  const rows = savings.map(({ searches, before, after }, index) =>
    [
      choices[index]!.length > 1 ? 'all together' : `\`${choices[index]!.join()}\``,
      `${searches}`,
      `${before}`,
      `${after}`,
      `${Math.round((100 * (before - after)) / before)} %`,
    ].join(' | '),
  );
  return [
    '| reduction | searches it applies to | states without | states with | saved |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
};
