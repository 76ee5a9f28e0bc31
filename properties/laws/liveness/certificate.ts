import type { Continuation } from '../../../src/explore/verdict.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../../src/guarantees/ledger.ts';
import { registerOf } from '../../../src/guarantees/register.ts';
import type { Model } from '../../../src/model/model.ts';

type AnyAction = { readonly type: string };

/**
 * What is wrong with a certificate, and nothing if it is right: performs it action by action, as plain data
 * read from a file, and recounts the debts with the register of histories, not with the engines' ledgers.
 */
export const faultsIn = <Action extends AnyAction>(
  model: Model<any, Action>,
  guarantee: Guarantee,
  stem: readonly Action[],
  continuation: Continuation<Action>,
): readonly string[] => {
  const faults: string[] = [];
  const { path, cycle } = JSON.parse(JSON.stringify(continuation)) as Continuation<Action>;
  const register = registerOf<number>(guarantee);
  const ledgers = ledgersOf(guarantee);
  let state = model.initial;
  let ledger = ledgers.initial;
  const perform = (action: Action): void => {
    const step = model.step(state, action);
    if (step === undefined) return void faults.push(`${action.type} is not possible where it stands`);
    state = step.state;
    ledger = ledgers.observe(ledger, step.observations);
    for (const seen of step.observations) register.observe(seen, 0);
  };
  const key = (): string => `${model.keyOf(state)} ${ledgers.textOf(ledger)}`;
  const owe = (): void => {
    if (register.owed().length === 0) faults.push('what was owed is paid');
    if (register.broken().length > 0) faults.push('the promise is broken for good');
  };
  const possible = (): readonly Action[] =>
    [...model.enabled(state), ...model.withheld(state)].filter(
      (action) => model.natureOf(action) === 'progress',
    );

  stem.forEach(perform);
  owe();
  for (const action of [...path, ...cycle]) {
    if (model.natureOf(action) !== 'progress') faults.push(`${action.type} is no progress`);
  }
  for (const action of path) {
    perform(action);
    owe();
  }
  if (cycle.length === 0 && possible().length > 0) faults.push('at its dead end there is more to happen');
  const before = key();
  const due = new Set<string>();
  for (const action of cycle) {
    for (const owed of possible()) due.add(inOneText(owed));
    perform(action);
    owe();
  }
  if (key() !== before) faults.push('the cycle does not return to where it started');
  const taken = new Set(cycle.map(inOneText));
  for (const text of due) if (!taken.has(text)) faults.push(`unfair to ${text}`);
  return faults;
};

/** Actions are made of the same fields in the same order, wherever they come from. */
const inOneText = (action: AnyAction): string => JSON.stringify(action);
