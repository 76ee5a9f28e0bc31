import type { Nature } from '../../../src/model/action.ts';
import type { Model } from '../../../src/model/model.ts';

/** A step of a system drawn by hand, by its name: steps of the same name are the same wherever they start. */
export type Step = {
  readonly type: string;
  readonly nature?: Nature;
};
/** Where the step leads from one of its states, and what is seen of it there. */
export type Move = Step & {
  readonly to: string;
  readonly sees?: readonly Seen[];
};
type Seen = 'submitted' | 'accepted' | 'confirmed' | 'delivered';

/** For each state its moves. */
export type Drawn = Readonly<Record<string, readonly Move[]>>;

/** A system drawn by hand: states with names, and the moves between them. It begins at `start`. */
export const system = (states: Drawn, withheld: Drawn = {}): Model<string, Step> => ({
  name: 'a system drawn by hand',
  initial: 'start',
  enabled: (state) => states[state]!.map(stepOf),
  step: (state, { type }) => {
    const move = states[state]!.find((candidate) => candidate.type === type);
    if (move === undefined) return undefined;
    const { to, sees = [] } = move;
    return {
      state: to,
      observations: sees.map((seen) => ({ type: seen, message: 'm0', process: 'system' })),
    };
  },
  withheld: (state) => (withheld[state] ?? []).map(stepOf),
  natureOf: ({ nature }) => nature ?? 'progress',
  keyOf: (state) => state,
  bound: 'all of it',
});

/** The step alone, whatever it leads to. */
export const stepOf = ({ type, nature = 'progress' }: Step): Step => ({ type, nature });

/** The submission with which most of them begin. */
export const accepting: Move = {
  type: 'submit',
  to: 'owing',
  nature: 'choice',
  sees: ['submitted', 'accepted'],
};

export const delivering = (to: string): Move => ({ type: 'deliver', to, sees: ['delivered'] });
