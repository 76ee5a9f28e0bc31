/**
 * The rival: the same models tested as fast-check's own users test a stateful system, with `fc.commands`.
 *
 * A command is a kind of action in a place (submit, deliver to one role, a loss on one link, a crash of one role …);
 * or, in the other encoding, a kind of action anywhere, of which there are fewer, with more to choose. Walks know
 * both (`walk.ts`). It may run when the model has such an action enabled, and carries one number, which says which of them it
 * takes: so a command means something in every state, which is what makes commands shrink well, and its number
 * shrinks towards the first action of its kind. Losing or crashing without a number would leave out most of what
 * may happen; a command for each single action would hardly ever be possible.
 *
 * Kinds have the weights of our walks, by standing in the list as often as their weight says, since `fc.commands`
 * draws evenly from its list. What is not possible is skipped, and taken out for nothing by fast-check's
 * shrinker, which knows which commands ran. So a list is twice as long as a walk at most: 240 commands, drawn with
 * the size 'max', else hardly any would be longer than ten.
 *
 * A breach is found right after the step that commits it, so that what follows is cut off; a hopeless debt
 * when all commands have run, with the examiner that judges our own traces.
 */
import fc from 'fast-check';
import { examinerOf } from '../../src/explore/examine.ts';
import { fingerprintOf } from '../../src/explore/fingerprint.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import type { Ledger, Ledgers } from '../../src/guarantees/ledger.ts';
import type { Action } from '../../src/model/action.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import type { WorldState } from '../../src/model/setting.ts';
import { mostRuns } from './hunting.ts';
import type { Hunt } from './hunting.ts';
import { modelOf } from './planted.ts';
import type { Planted } from './planted.ts';

const mostCommands = 240;

/** How far a run has come; commands perform on it in place, as those of fast-check do. */
interface Run {
  readonly model: WorldModel;
  readonly ledgers: Ledgers;
  state: WorldState;
  ledger: Ledger;
  readonly performed: Action[];
}

/** Whether there is a command for each kind of action and place, or only for each kind of action. */
export type Encoding = 'type and place' | 'type';

interface Kind {
  readonly type: Action['type'];
  /** Anywhere unless told. */
  readonly place?: string;
}

const placeOf = (action: Action): string =>
  'link' in action ? action.link : 'connection' in action ? action.connection : action.role;

const enabledOf = ({ type, place }: Kind, { model, state }: Run): readonly Action[] =>
  model
    .enabled(state)
    .filter((action) => action.type === type && (place ?? placeOf(action)) === placeOf(action));

class Perform implements fc.Command<Run, Run> {
  readonly kind: Kind;
  readonly choice: number;

  constructor(kind: Kind, choice: number) {
    this.kind = kind;
    this.choice = choice;
  }

  check(run: Readonly<Run>): boolean {
    return enabledOf(this.kind, run).length > 0;
  }

  run(run: Run): void {
    const enabled = enabledOf(this.kind, run);
    const action = enabled[this.choice % enabled.length]!;
    const { state, observations } = run.model.step(run.state, action)!;
    run.state = state;
    run.ledger = run.ledgers.observe(run.ledger, observations);
    run.performed.push(action);
    const broken = run.ledgers.broken(run.ledger);
    if (broken !== undefined) throw new Error(broken.clause);
  }

  toString(): string {
    return [this.kind.type, this.kind.place ?? 'anywhere', this.choice].join(' ');
  }
}

/** The weights of the walks, halved: `walk.ts` chooses by them in one of its three ways. */
const weights: Readonly<Partial<Record<Action['type'], number>>> = {
  submit: 6,
  receive: 6,
  timeout: 4,
  restart: 6,
  heal: 6,
  lose: 1,
  duplicate: 6,
  crash: 4,
  partition: 1,
};

const kindsIn = ({ protocol, world, setting }: WorldModel): readonly Kind[] => {
  const at = (type: Action['type'], places: readonly string[]): readonly Kind[] =>
    places.map((place) => ({ type, place }));
  const receivers = new Set(protocol.links.map((link) => link.split(' -> ')[1]!));
  return [
    ...at('submit', setting.submitters),
    ...at('receive', [...receivers]),
    ...at('timeout', setting.roles),
    // No fault: in every world a process may pause where others may act upon what it has sent already.
    ...at('pause', setting.roles),
    ...at('resume', setting.roles),
    ...(world.losses === 0 ? [] : at('lose', protocol.links)),
    ...(world.duplicates === 0 ? [] : at('duplicate', protocol.links)),
    ...(world.crashes === 0 ? [] : [...at('crash', setting.roles), ...at('restart', setting.roles)]),
    ...(world.partitions === 0 ? [] : at('partition', protocol.links)),
    ...(world.partitions === 0 || !world.healing ? [] : at('heal', protocol.links)),
  ];
};

const withoutPlaces = (kinds: readonly Kind[]): readonly Kind[] =>
  [...new Set(kinds.map(({ type }) => type))].map((type) => ({ type }));

const commandsIn = (model: WorldModel, encoding: Encoding): fc.Arbitrary<Iterable<fc.Command<Run, Run>>> => {
  const kinds = encoding === 'type' ? withoutPlaces(kindsIn(model)) : kindsIn(model);
  return fc.commands(
    kinds.flatMap((kind) =>
      Array.from({ length: weights[kind.type] ?? 4 }, () =>
        fc.nat({ max: 1000 }).map((choice) => new Perform(kind, choice)),
      ),
    ),
    { maxCommands: mostCommands, size: 'max' },
  );
};

/** Finds a planted bug with `fc.commands`, and lets fast-check shrink it. */
export const huntByCommands = (bug: Planted, seed: number, encoding: Encoding): Hunt | undefined => {
  const model = modelOf(bug);
  const examine = examinerOf(model, bug.guarantee);
  const ledgers = ledgersOf(bug.guarantee);
  /** The performed actions of the first run that failed and of the last, which is the smallest. */
  let found: readonly Action[] | undefined;
  let final: readonly Action[] = [];
  let evaluations = 0;
  let start = 0;
  const property = fc.property(commandsIn(model, encoding), (commands) => {
    if (found !== undefined) evaluations += 1;
    const run: Run = { model, ledgers, state: model.initial, ledger: ledgers.initial, performed: [] };
    const fail = (): void => {
      if (found === undefined) start = performance.now();
      found ??= run.performed;
      final = run.performed;
    };
    try {
      fc.modelRun(() => ({ model: run, real: run }), commands);
    } catch (error) {
      fail();
      throw error;
    }
    const { violation } = examine(run.performed);
    if (violation === undefined) return;
    fail();
    throw new Error(violation.clause);
  });
  const { failed, numRuns } = fc.check(property, { seed, numRuns: mostRuns });
  if (!failed || found === undefined) return undefined;
  return {
    runs: numRuns,
    found: found.length,
    final: final.length,
    fingerprint: fingerprintOf(bug.guarantee, final),
    shortest: false,
    evaluations,
    milliseconds: performance.now() - start,
  };
};
