import { expect, it } from 'vitest';
import type { Implementation } from '../../../src/conformance/implementation.ts';
import { embody } from '../../../src/conformance/simulation/embody.ts';
import { simulateAll } from '../../../src/conformance/simulation/simulate.ts';
import { throughout } from '../../../src/conformance/simulation/sooner.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import type { Verdict } from '../../../src/explore/verdict.ts';
import { walk } from '../../../src/explore/walk.ts';
import { compose } from '../../../src/model/compose.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { replay } from '../../../src/model/trace.ts';
import { diceOf } from '../../laws/registered.ts';
import type { Cell } from '../simulation/laws.ts';
import { overPipes } from './any-role.ts';

/**
 * The laws of what is played by programs over pipes: it is not to be told from its model. What a program
 * remembers is no effect of its, so only the places of cuts are counted differently.
 */
export const holdsOverPipes = (cells: readonly Cell[], seeds: readonly number[] = [1, 2]): void => {
  it.each(cells)(
    'has the verdicts and counts of its model, where it shows its memory: $name',
    async ({ entry: { protocol }, world, guarantees }) => {
      const programs = await overPipes(protocol, ['reset', 'snapshot']);
      const verdicts = await simulateAll(formatted(programs.implementation, protocol), world, guarantees, {
        within: protocol,
      });
      const expected = guarantees.map((guarantee) => verifyExhaustively(compose(protocol, world), guarantee));
      expect(verdicts.map(essenceOf)).toEqual(expected.map(essenceOf));
      await programs.repeatLast();
      await programs.end();
    },
  );

  it.each(cells)(
    'shows the same as its model, walk for walk, where it shows nothing of itself: $name',
    async ({ entry: { protocol }, world }) => {
      const model = compose(protocol, world);
      const programs = await overPipes(protocol, []);
      const played = await embody(programs.implementation, { within: protocol });
      const embodied = compose(played.protocol, world);
      for (const seed of seeds) {
        const walked = await throughout(() => walk(embodied, diceOf(seed)));
        const seen = await throughout(() => replay(embodied, walked as never));
        const expected = replay(model, walk(model, diceOf(seed)) as never);
        expect(seen.map(({ observations }) => observations)).toEqual(
          expected.map(({ observations }) => observations),
        );
      }
      await programs.end();
    },
  );
};

/** With disks that hold from the first what they hold in the model, so that states are counted alike. */
const formatted = (implementation: Implementation, { roles }: Protocol): Implementation => ({
  ...implementation,
  roles: Object.fromEntries(
    Object.entries(implementation.roles).map(([role, played]) => [
      role,
      { ...played, disk: roles[role]!.disk ?? {} },
    ]),
  ),
});

const essenceOf = ({ verdict, coverage, ...rest }: Verdict) => ({
  verdict,
  states: coverage.states,
  transitions: coverage.transitions,
  occurred: coverage.occurred,
  length: 'trace' in rest ? rest.trace.length : undefined,
  clause: 'violation' in rest ? rest.violation.clause : undefined,
});
