import type { Nature } from '../../../src/model/action.ts';
import type { Model } from '../../../src/model/model.ts';
import type { Observation } from '../../../src/model/observation.ts';

/** A step of a system drawn by hand: its name, where it leads, and what is seen of it. */
export type Move = {
  readonly type: string;
  readonly to: string;
  readonly nature?: Nature;
  readonly sees?: readonly Seen[];
};
type Seen = 'submitted' | 'accepted' | 'confirmed' | 'delivered';

/** For each state its moves. */
export type Drawn = Readonly<Record<string, readonly Move[]>>;

/** A system drawn by hand: states with names, and the moves between them. It begins at `start`. */
export const system = (states: Drawn, withheld: Drawn = {}): Model<string, Move> => ({
  name: 'a system drawn by hand',
  initial: 'start',
  enabled: (state) => states[state]!,
  step: (state, move) =>
    states[state]!.some(({ type }) => type === move.type)
      ? {
          state: move.to,
          observations: (move.sees ?? []).map((type): Observation => ({
            type,
            message: 'm0',
            process: 'system',
          })),
        }
      : undefined,
  withheld: (state) => withheld[state] ?? [],
  natureOf: ({ nature }) => nature ?? 'progress',
  keyOf: (state) => state,
  bound: 'all of it',
});

/** The submission with which most of them begin. */
export const accepting: Move = {
  type: 'submit',
  to: 'owing',
  nature: 'choice',
  sees: ['submitted', 'accepted'],
};

export const delivering = (to: string): Move => ({ type: 'deliver', to, sees: ['delivered'] });
