import type { Action } from '../../model/action.ts';
import type { WorldModel } from '../../model/compose.ts';
import type { World } from '../../model/world.ts';
import { budgetsOf, worldIn } from './budgets.ts';
import { changeIn } from './change.ts';
import { checksumLength, checksumOf } from './checksum.ts';
import { TokenError } from './errors.ts';
import { digestOf } from './digest.ts';
import { escaped, unescaped } from './names.ts';
import { areSteps, performSteps, stepsOf } from './steps.ts';

/** With this begins a token of the only version there is. */
export const tokenPrefix = 'op1';

/** What a token carries. The steps mean something only to the protocol that they are steps of. */
export interface TokenContent {
  readonly protocol: string;
  readonly guarantee: string;
  readonly world: World;
  /** As `stepsOf` writes them. */
  readonly steps: string;
  /** What the trace came to: see `digestOf`. */
  readonly digest: string;
}

/**
 * A trace in one word that fits into a chat: the protocol's name, the guarantee, the world, the steps, a
 * digest of what they come to, and a checksum. It can do without any file, but carries no code: whoever
 * reads it needs the protocol, and learns whether it has changed in a way that matters to the trace.
 *
 * Of the actions those are left out that are not possible where they stand.
 *
 * @throws RangeError for a world with a bound that is no whole number.
 * @example
 * tokenOf(compose(sentTwice, worlds.calm), 'exactly once', trace);
 * // 'op1.sent-twice.exactly_once.calm.m2c2.srr.AMPOIs.CU7Eqz'
 */
export const tokenOf = (model: WorldModel, guarantee: string, trace: readonly Action[]): string => {
  const body = [
    tokenPrefix,
    escaped(model.protocol.name),
    escaped(guarantee),
    escaped(model.world.name),
    budgetsOf(model.world),
    stepsOf(model, trace),
    digestOf(model, trace),
  ].join('.');
  return `${body}.${checksumOf(body)}`;
};

/**
 * Reads a token.
 *
 * @throws TokenError when it is damaged, incomplete, or of a version that this one does not know.
 */
export const readToken = (token: string): TokenContent => {
  if (!/^op\d+\./.test(token)) return refuse(`no token: one begins with "${tokenPrefix}."`);
  const end = token.lastIndexOf('.');
  const [body, checksum] = [token.slice(0, end), token.slice(end + 1)];
  if (checksum !== checksumOf(body)) {
    return refuse(
      checksum.length === checksumLength
        ? 'the token is damaged: its checksum does not fit. Copy it again, all of it'
        : 'the token is incomplete: it does not end in a checksum. Copy it again, all of it',
    );
  }
  const [prefix, ...fields] = body.split('.');
  if (prefix !== tokenPrefix) {
    return refuse(`the token is of the version ${prefix}, and this is a version that reads ${tokenPrefix}`);
  }
  return contentOf(fields) ?? refuse('the token fits its checksum, but is none that tokenOf writes');
};

const refuse = (why: string): never => {
  throw new TokenError(why);
};

const contentOf = (fields: readonly string[]): TokenContent | undefined => {
  if (fields.length !== 6) return undefined;
  const [protocol, guarantee, name] = fields.slice(0, 3).map(unescaped);
  const [budgets = '', steps = '', digest = ''] = fields.slice(3);
  if (protocol === undefined || guarantee === undefined || name === undefined) return undefined;
  const world = worldIn(name, budgets);
  if (world === undefined || !areSteps(steps)) return undefined;
  return { protocol, guarantee, world, steps, digest };
};

/**
 * The trace that a token carries, performed once in the model of its protocol and its world.
 *
 * @throws ChangedError when a step is not possible any more, or comes to something else than it did.
 */
export const traceIn = ({ steps, digest }: TokenContent, model: WorldModel): readonly Action[] => {
  const trace = performSteps(model, steps);
  const change = changeIn(model, trace, digest);
  if (change !== undefined) throw change;
  return trace;
};
