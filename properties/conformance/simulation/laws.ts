import { expect, it } from 'vitest';
import { worldOf } from '../../../src/catalogue.ts';
import type { Entry } from '../../../src/catalogue.ts';
import { embody } from '../../../src/conformance/simulation/embody.ts';
import type { Embodied } from '../../../src/conformance/simulation/embody.ts';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { walk } from '../../../src/explore/walk.ts';
import { verifyByWalks } from '../../../src/fast-check/index.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { compose } from '../../../src/model/compose.ts';
import type { WorldModel } from '../../../src/model/compose.ts';
import { replay } from '../../../src/model/trace.ts';
import type { World, WorldName } from '../../../src/model/world.ts';
import { diceOf } from '../../laws/registered.ts';

/** A protocol of the project in one of its worlds, and what it is held against there. */
export interface Cell {
  readonly name: string;
  readonly entry: Pick<Entry, 'protocol'>;
  readonly world: World;
  readonly guarantees: readonly Guarantee[];
}

export const cellOf = (
  entry: Pick<Entry, 'protocol' | 'scope'>,
  name: WorldName,
  guarantees: readonly Guarantee[],
): Cell => ({
  name: `${entry.protocol.name} in the ${name} world`,
  entry,
  world: worldOf(entry, name),
  guarantees,
});

/** Running code is given no clock of its own. */
export const unclocked = ({ protocol: { roles } }: Pick<Entry, 'protocol'>): boolean =>
  Object.values(roles).every(({ clock }) => clock !== true);

/** The laws of what is played by processes: it is not to be told from its model. */
export const holdsFor = (cells: readonly Cell[]): void => {
  it.each(cells)(
    'has the verdicts, counts and traces of its model, where it shows its memory: $name',
    ({ entry, world, guarantees }) => {
      const model = compose(entry.protocol, world);
      const played = playedIn(world, entry.protocol, true);
      for (const guarantee of guarantees) {
        expect(verifyExhaustively(played, guarantee)).toEqual(verifyExhaustively(model, guarantee));
        const options = { runs: 3, seed: 3 };
        expect(verifyByWalks(played, guarantee, options)).toEqual(verifyByWalks(model, guarantee, options));
      }
    },
  );

  it.each(cells)(
    'walks as its model does, step for step, where it shows nothing: $name',
    ({ entry, world }) => {
      const model = compose(entry.protocol, world);
      const played = playedIn(world, entry.protocol, false);
      for (const seed of [1, 2, 3]) {
        const actions = walk(model, diceOf(seed));
        expect(walk(played, diceOf(seed))).toEqual(actions);
        expect(seenIn(played, actions)).toEqual(seenIn(model, actions));
      }
    },
  );
};

const playedIn = (world: World, protocol: Entry['protocol'], snapshots: boolean): WorldModel =>
  compose((embody(fromRoles(protocol, { snapshots })) as Embodied).protocol, world);

const seenIn = (model: WorldModel, actions: ReturnType<typeof walk>) =>
  replay(model, actions as never).map(({ observations }) => observations);
