import type { Effect } from '../../model/effect.ts';
import type { RoleName } from '../../model/message.ts';
import type { AskedEvent } from '../implementation.ts';

/** The version of the process protocol that this is. */
export const wireVersion = 1;

/** What a program may say that it can do besides answering events. */
export const features = ['reset', 'snapshot'] as const;
export type Feature = (typeof features)[number];

/** How a program is told who it is. */
export interface Init {
  readonly type: 'init';
  readonly version: typeof wireVersion;
  readonly role: RoleName;
  /** The roles to which it may send. */
  readonly peers: readonly RoleName[];
  /** Those of them with which it shares a connection; missing where there is none. */
  readonly connected?: readonly RoleName[];
  /** What its disk holds: `{}` when it is started for the first time. */
  readonly disk: object;
  /** For its own random choices, if it makes any. */
  readonly seed: number;
  /** How often it has crashed. */
  readonly incarnation: number;
}

/** What a program is asked. */
export type Question =
  Init | AskedEvent | { readonly type: 'restore'; readonly snapshot: unknown; readonly disk: object };

/** What a program answered, after it was checked to be what was asked for. */
export interface Answer {
  readonly effects: readonly Effect[];
  /** What it can do besides answering events, in the answer to `init`. */
  readonly features: readonly Feature[];
  /** All that it remembers, if it shows that. */
  readonly snapshot: unknown;
}

/** What is wrong with an answer; the message completes a sentence that begins with the program. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

const refuse = (why: string): never => {
  throw new AnswerError(why);
};

/** How deep an answer may be nested. */
const deepest = 100;
const mostEffects = 10_000;

/**
 * Reads the line that answers a question.
 *
 * Whether its effects are effects is not judged here: that depends on the place of the role.
 *
 * @throws AnswerError when it is not an answer to this very question.
 */
export const answerIn = (line: string, question: Question, number: number): Answer => {
  const answer = objectIn(line);
  const { number: given, snapshot } = answer;
  if (given !== number) refuse(wrongNumber(given, number));
  if (isTooDeep(answer, deepest)) refuse(`answered with data nested more than ${deepest} deep`);
  const isEmpty = question.type === 'init' || question.type === 'restore';
  return {
    effects: isEmpty && answer['effects'] === undefined ? [] : effectsIn(answer),
    features: question.type === 'init' ? featuresIn(answer) : [],
    snapshot,
  };
};

const objectIn = (line: string): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    const hint = /\b(NaN|Infinity)\b/.test(line) ? ' (NaN and Infinity are no JSON)' : '';
    return refuse(`wrote a line that is not JSON${hint}: ${(error as Error).message}`);
  }
  return isObject(value) ? value : refuse(`wrote ${kindOf(value)} where an object was expected`);
};

const wrongNumber = (given: unknown, expected: number): string => {
  if (given === undefined)
    return `answered without a "number": ${expected} was expected, that of the question`;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 0 && given < expected) {
    return `answered question ${given} twice: the answer to question ${expected} was expected`;
  }
  return `answered with the number ${JSON.stringify(given)}, and the question had ${expected}`;
};

const effectsIn = ({ effects }: Readonly<Record<string, unknown>>): readonly Effect[] => {
  if (effects === undefined) return refuse('answered without "effects": a list was expected, [] for none');
  if (!Array.isArray(effects))
    return refuse(`answered with ${kindOf(effects)} for its "effects", not with a list`);
  if (effects.length > mostEffects) return refuse(`answered with more than ${mostEffects} effects`);
  return effects as readonly Effect[];
};

/** A feature that this version does not know is passed over, like any field that it does not know. */
const featuresIn = (answer: Readonly<Record<string, unknown>>): readonly Feature[] => {
  const { features: given = [], version = wireVersion } = answer;
  if (version !== wireVersion) {
    return refuse(
      `speaks version ${JSON.stringify(version)} of the process protocol, and this is ${wireVersion}`,
    );
  }
  if (!Array.isArray(given))
    return refuse(`answered with ${kindOf(given)} for its "features", not with a list`);
  return features.filter((feature) => given.includes(feature));
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTooDeep = (value: unknown, left: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((part) => isTooDeep(part, left - 1)));

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};
