import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../../src/guarantees/ledger.ts';
import type { Nature } from '../../../src/model/action.ts';
import type { Model } from '../../../src/model/model.ts';
import { remembered } from '../../../src/model/plain.ts';

/** A step between two numbered nodes. The name says what it is about, the kind only of what sort it is. */
export interface Edge {
  readonly to: number;
  readonly name: string;
  readonly kind: string;
  readonly nature: Nature;
}
export interface Node {
  readonly owing: boolean;
  readonly steps: readonly Edge[];
  /** The progress that is possible, were it not for the bound. */
  readonly possible: readonly Pick<Edge, 'name' | 'kind'>[];
}
export type Counts = (edge: Edge) => boolean;

export const isProgress: Counts = ({ nature }) => nature === 'progress';
export const isLoss: Counts = ({ kind }) => kind.startsWith('lose');
export const isDuplication: Counts = ({ kind }) => kind.startsWith('duplicate');

/** Actions in one text; a model keeps its own once each, so their texts are kept too. */
const nameOf = remembered((action: object) => JSON.stringify(action));

const kindOf = ({ type, role, link }: { type: string; role?: string; link?: string }): string =>
  `${type} ${role ?? link ?? ''}`;

/** Every reachable state of a model, with what is owed in it. */
export const explored = (model: Model, guarantee: Guarantee): readonly Node[] => {
  const ledgers = ledgersOf(guarantee);
  const numbers = new Map<string, number>();
  const open: { state: unknown; ledger: typeof ledgers.initial }[] = [];
  const visit = (at: (typeof open)[number]): number => {
    const key = `${model.keyOf(at.state)} ${ledgers.textOf(at.ledger)}`;
    const number = numbers.get(key) ?? open.push(at) - 1;
    numbers.set(key, number);
    return number;
  };
  visit({ state: model.initial, ledger: ledgers.initial });
  const nodes: Node[] = [];
  for (const { state, ledger } of open) {
    const steps = model.enabled(state).map((action): Edge => {
      const step = model.step(state, action)!;
      const to = visit({ state: step.state, ledger: ledgers.observe(ledger, step.observations) });
      return { to, name: nameOf(action), kind: kindOf(action), nature: model.natureOf(action) };
    });
    const withheld = model
      .withheld(state)
      .filter((action) => model.natureOf(action) === 'progress')
      .map((action) => ({ name: nameOf(action), kind: kindOf(action) }));
    const possible = [...steps.filter(isProgress), ...withheld];
    nodes.push({ owing: ledgers.owed(ledger).length > 0, steps, possible });
  }
  return nodes;
};
