import { match } from 'ts-pattern';
import { catalogue } from '../catalogue.ts';
import { wrapped } from '../counterexample/drawing/columns.ts';
import { alternativesTo, remediesOf } from '../counterexample/why/remedy.ts';
import type { Alternative, Judge, Remedy } from '../counterexample/why/remedy.ts';
import { explain, toldWhy } from '../counterexample/why/why.ts';
import type { Why } from '../counterexample/why/why.ts';
import { verifyExhaustively } from '../explore/exhaustive.ts';
import type { Violated } from '../explore/verdict.ts';
import type { WorldModel } from '../model/compose.ts';
import { ProtocolError } from '../model/errors.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Task } from './select.ts';

/** Why a promise is broken, and what would mend it. */
export interface Explanation extends Why {
  /** What becomes of the promise without one of the faults that the trace needs, where that was looked into. */
  readonly without?: readonly Remedy[];
  /** The twin of a flawed protocol, or others of the catalogue that claim the promise in this world. */
  readonly alternatives: readonly Alternative[];
  /** Whether the alternative is the twin: the same protocol, but for the flaw. */
  readonly isTwin: boolean;
}

/** More states than these are not visited for the sake of an explanation. */
const mostStates = 100_000;

/** Where a protocol misbehaves in another world, that is no reason to keep quiet about this one. */
const judge: Judge = (model, guarantee) => {
  try {
    return verifyExhaustively(model, guarantee, { maxStates: mostStates });
  } catch (error) {
    if (error instanceof ProtocolError) return { verdict: 'unknown', reason: error.message };
    throw error;
  }
};

export const explanationOf = (
  task: Task,
  model: WorldModel,
  { trace, violation }: Violated,
): Required<Explanation> => ({
  ...explain(model, task.guarantee, trace, violation),
  without: remediesOf(model, task.guarantee, trace, judge),
  alternatives: alternativesTo(model, task.guarantee, candidatesFor(task), judge),
  isTwin: 'twinOf' in task.subject,
});

/** The twin of a flaw; of any other protocol those with the same roles that claim the promise in this world. */
const candidatesFor = ({ subject, world, guarantee }: Task): readonly Protocol[] => {
  if ('twinOf' in subject) return [subject.twinOf];
  const roles = Object.keys(subject.protocol.roles).join();
  return catalogue
    .filter(({ protocol, claims }) => {
      const claimed = claims.find((claim) => claim.guarantee === guarantee)?.worlds ?? [];
      const isAlike = Object.keys(protocol.roles).join() === roles && protocol !== subject.protocol;
      return isAlike && claimed.some((name) => name === world.name);
    })
    .map(({ protocol }) => protocol);
};

/** An explanation for people: a few lines, none wider than so many columns. */
export const whyInWords = (explanation: Explanation, trace: Violated['trace'], width: number): string => {
  const { without, alternatives, isTwin } = explanation;
  return [
    ...toldWhy(explanation, trace),
    ...(without === undefined ? [] : remediesInWords(without)),
    ...alternatives.map((alternative) => alternativeInWords(alternative, isTwin)),
  ]
    .map((line) => inLines(line, width))
    .join('');
};

/** A sentence on as many lines as it needs, all but the first indented. */
export const inLines = (sentence: string, width: number): string =>
  wrapped(sentence, width - 3)
    .map((part, index) => `${index === 0 ? '' : '   '}${part}\n`)
    .join('');

const remediesInWords = (remedies: readonly Remedy[]): readonly string[] => {
  if (remedies.length === 0) return ['It takes no fault of the world.'];
  const names = (verdict: Remedy['verdict']): readonly string[] =>
    remedies.filter((remedy) => remedy.verdict === verdict).map(({ without }) => `without ${without}`);
  const [impossible, possible] = [names('holds'), names('violated')];
  const unknown = remedies.filter(({ verdict }) => verdict === 'unknown');
  return [
    ...(impossible.length === 0 ? [] : [`Impossible ${impossible.join(', and also ')}.`]),
    ...(possible.length === 0 ? [] : [`Possible even ${possible.join(', and even ')}.`]),
    ...unknown.map(
      ({ without, reason }) => `Whether it is possible without ${without} is not known: ${reason}.`,
    ),
  ];
};

const alternativeInWords = ({ protocol, verdict, reason }: Alternative, isTwin: boolean): string => {
  const name = `${isTwin ? 'its twin ' : ''}${protocol}`;
  return match(verdict)
    .with('holds', () => `Kept in the same world by ${name}.`)
    .with('violated', () => `Broken in the same world by ${name} as well.`)
    .with('unknown', () => `Whether it is kept in the same world by ${name} is not known: ${reason}.`)
    .exhaustive();
};
