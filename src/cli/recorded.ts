import { readFileSync } from 'node:fs';
import { catalogue, flaws } from '../catalogue.ts';
import { readTraceDocument } from '../counterexample/file/document.ts';
import type { TraceDocument } from '../counterexample/file/schema.ts';
import { changeIn } from '../counterexample/token/change.ts';
import { ChangedError, TokenError } from '../counterexample/token/errors.ts';
import { readToken, tokenPrefix, traceIn } from '../counterexample/token/token.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import { guarantees } from '../guarantees/index.ts';
import type { Action } from '../model/action.ts';
import { compose } from '../model/compose.ts';
import type { WorldModel } from '../model/compose.ts';
import type { Protocol } from '../model/protocol.ts';
import type { World } from '../model/world.ts';
import { complaintOf } from '../store/store.ts';
import { InputError } from './command.ts';
import { subjectsOf } from './select.ts';

/** A trace that was recorded, from a token or a file, with the model in which to perform it again. */
export interface Recorded {
  readonly model: WorldModel;
  readonly guarantee: Guarantee;
  readonly trace: readonly Action[];
  /** What was wrong when it was recorded; a token does not say. */
  readonly clause?: string | undefined;
  /** How the protocol has changed since, in a way that matters to the trace. Of a token that is an error. */
  readonly change?: ChangedError | undefined;
  /** The file of the user's from which the protocol was taken. */
  readonly protocolFile?: string | undefined;
}

/** What is to perform a trace: the protocol that a file exports, or one that is at hand. */
type Performer = string | Protocol;

/**
 * What a token carries or a file holds.
 *
 * A recorded trace never makes the command load code: a protocol that is not in the catalogue is loaded from the
 * file that the user names, never from the one that the trace names.
 *
 * @throws InputError saying what is wrong with it, or with the protocol that is to perform it.
 */
export const recordedIn = async (source: string, performer?: Performer): Promise<Recorded> => {
  const isToken = /^op\d+\.[^/\\]*$/.test(source);
  return isToken ? inToken(source, performer) : inFile(source, performer);
};

const inToken = async (token: string, performer: Performer | undefined): Promise<Recorded> => {
  try {
    const content = readToken(token);
    const about = await aboutOf('the token', content, performer);
    return { ...about, trace: traceIn(content, about.model) };
  } catch (error) {
    if (error instanceof TokenError || error instanceof ChangedError) throw new InputError(error.message);
    throw error;
  }
};

const inFile = async (file: string, performer: Performer | undefined): Promise<Recorded> => {
  const document = documentIn(file);
  const about = await aboutOf(file, document, performer, document.file);
  const { trace, clause, digest } = document;
  return { ...about, trace, clause, change: changeIn(about.model, trace, digest) };
};

const documentIn = (file: string): TraceDocument => {
  try {
    return readTraceDocument(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new InputError(`"${file}" is neither a token, which begins with ${tokenPrefix}, nor a file`);
    }
    throw new InputError(complaintOf(file, error));
  }
};

interface Names {
  readonly protocol: string;
  readonly guarantee: string;
  readonly world: World;
}

/** What a trace is about, found by its names. */
const aboutOf = async (
  source: string,
  { protocol: name, guarantee: promise, world }: Names,
  performer: Performer | undefined,
  hint = 'FILE',
): Promise<Pick<Recorded, 'model' | 'guarantee' | 'protocolFile'>> => {
  const guarantee = guarantees.find((each) => each.name === promise);
  if (guarantee === undefined) {
    const known = guarantees.map((each) => each.name).join(', ');
    throw new InputError(`${source} is about the guarantee "${promise}", which there is not: ${known}`);
  }
  if (performer === undefined) {
    const known = [...catalogue, ...flaws].find(({ protocol }) => protocol.name === name);
    if (known !== undefined) return { model: compose(known.protocol, world), guarantee };
    throw new InputError(
      `${source} is about the protocol "${name}", which is not in the catalogue: add --protocol ${hint}`,
    );
  }
  const protocol = typeof performer === 'string' ? await protocolIn(performer) : performer;
  if (protocol.name !== name) {
    const given = typeof performer === 'string' ? `that of ${performer}` : 'this one';
    throw new InputError(`${source} is about the protocol "${name}", but ${given} is "${protocol.name}"`);
  }
  const protocolFile = typeof performer === 'string' ? { protocolFile: performer } : {};
  return { model: compose(protocol, world), guarantee, ...protocolFile };
};

const protocolIn = async (file: string): Promise<Protocol> => {
  const [subject] = await subjectsOf([file]);
  return subject!.protocol;
};
