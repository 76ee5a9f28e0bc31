import { match } from 'ts-pattern';
import { keepingInWords } from '../counterexample/file/keeping.ts';
import type { Keeping } from '../counterexample/file/keeping.ts';
import type { Unknown } from '../explore/verdict.ts';
import { isWorldModel, story } from '../fast-check/telling.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { WorldModel } from '../model/compose.ts';
import { findingOf, keptOf } from './keep.ts';
import type { Broken, Finding, KeepOptions } from './keep.ts';

/** What vitest wants to know of a matcher: whether it matched, and what to say if that was not wanted. */
interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * What the matcher `toKeep` says. What is not known fails with and without `.not`, so nobody takes it for an answer.
 *
 * @throws TypeError when what is expected to keep the promise is no protocol in a world
 */
export const keeping = (
  model: unknown,
  guarantee: Guarantee,
  options: KeepOptions,
  isNot: boolean,
): Matched => {
  if (!isComposed(model)) {
    throw new TypeError('toKeep expects a protocol in a world: expect(compose(protocol, world))');
  }
  return match<Finding, Matched>(findingOf(model, guarantee, options))
    .with({ type: 'kept' }, ({ verdict }) => ({
      pass: true,
      message: () =>
        `${guarantee.name} was to be broken by ${model.name}, and is kept in all ${verdict.coverage.states} states: ${verdict.bound}`,
    }))
    .with({ type: 'broken' }, (broken) => {
      // A counterexample that is wanted is no failure.
      const isNew = !isNot && broken.file === undefined;
      const outcome = isNew ? keptOf(model, guarantee, options, broken) : undefined;
      return { pass: false, message: () => brokenInWords(model, guarantee, broken, outcome) };
    })
    .with({ type: 'unknown' }, ({ verdict }) => ({
      pass: isNot,
      message: () => unknownInWords(model, verdict),
    }))
    .exhaustive();
};

const isComposed = (model: unknown): model is WorldModel =>
  typeof model === 'object' && model !== null && isWorldModel(model as WorldModel);

const brokenInWords = (
  model: WorldModel,
  guarantee: Guarantee,
  { trace, violation, file }: Broken,
  outcome: Keeping | undefined,
): string => {
  const past = file === undefined ? '' : `still broken, as when it was kept in ${file}\n`;
  const told = story({ model, actions: trace, form: 'known' }, violation, guarantee);
  return `${model.name}\n${past}${told}${outcome === undefined ? '' : `${keepingInWords(outcome)}\n`}`;
};

const unknownInWords = ({ name }: WorldModel, { guarantee, reason, bound }: Unknown): string =>
  [
    `whether ${name} keeps ${guarantee} is unknown: ${reason}`,
    `  ${bound}`,
    'toKeep(guarantee, { maxStates, maxBytes }) bounds the search, compose(protocol, { ...world, messages }) the world.',
  ].join('\n');
