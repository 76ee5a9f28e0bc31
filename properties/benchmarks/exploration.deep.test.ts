import { describe, expect, it } from 'vitest';
import { canonical, explored, inTurn, line } from './canonical.ts';
import type { Measured } from './canonical.ts';

const report = (...lines: readonly string[]): void => console.log(`\n${lines.join('\n')}\n`);
const counts = ({ states, transitions, depth }: Measured) => ({ states, transitions, depth });
const ratio = (a: number, b: number): string => `${(a / b).toFixed(1)} times`;

/** Times are printed and gate nothing; counts must be what they are. */
describe('the canonical model', () => {
  it('of some ten thousand states: interned against naive', () => {
    const { world, ...expected } = canonical.small;
    const [naive, interned] = inTurn([{ engine: 'naive', world }, { world }], 3);
    expect([counts(naive!), counts(interned!)]).toEqual([expected, expected]);
    report(line('naive', naive!), line('interned', interned!));
  });

  it('of about a million states: interned against naive, and what each reduction saves', () => {
    const { world, ...expected } = canonical.middle;
    const [interned] = inTurn([{ world }], 5);
    const naive = explored({ engine: 'naive', world });
    expect([counts(naive), counts(interned!)]).toEqual([expected, expected]);
    expect(interned!.bytesPerState).toBeLessThan(24);
    const reduced = [['symmetry'], ['restarts-first'], ['fold']].map((reductions) => {
      const measured = explored({ world, reductions });
      expect(measured.verdict).toBe('holds');
      return line(`interned, ${reductions.join()}`, measured);
    });
    report(
      line('naive', naive),
      line('interned', interned!),
      ...reduced,
      line('interned, exactly once (with debts)', explored({ world, owes: true })),
      `interned visits ${ratio(naive.cpuSeconds, interned!.cpuSeconds)} as many states per CPU second as naive`,
    );
  });

  it('of about ten million states: one worker against two', () => {
    const { world, ...expected } = canonical.large;
    const [one, two] = inTurn([{ world }, { world, workers: 2 }], 3);
    expect([counts(one!), counts(two!)]).toEqual([expected, expected]);
    expect(one!.megabytes).toBeLessThan(600);
    report(
      line('one worker', one!),
      line('two workers', two!),
      `two workers take ${ratio(one!.wallSeconds, two!.wallSeconds)} less wall time than one`,
    );
  });
});
