import { catalogue, flaws } from '../../catalogue.ts';
import type { Verdict } from '../../explore/verdict.ts';
import { guarantees } from '../../guarantees/index.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { assumptions } from '../../matrix/assumptions.ts';
import type { Assumption } from '../../matrix/assumptions.ts';
import { verdictsUnder } from '../../matrix/matrix.ts';
import type { MatrixOptions } from '../../matrix/matrix.ts';
import { ProtocolError } from '../../model/errors.ts';
import { named } from '../command.ts';
import { subjectsOf } from '../select.ts';
import type { Subject } from '../select.ts';

/** What was asked for, in names: so that it can be handed to a thread, which looks them up by itself. */
export interface Request {
  /** Names or files; none means the whole catalogue. */
  readonly protocols: readonly string[];
  /** Whether each protocol is followed by its flawed twins. */
  readonly flaws: boolean;
  /** None means all, as for the guarantees. */
  readonly worlds: readonly string[];
  readonly guarantees: readonly string[];
  readonly options: MatrixOptions;
}

/** What was asked for, found. */
export interface Plan {
  readonly rows: readonly Subject[];
  readonly columns: readonly Assumption[];
  readonly guarantees: readonly Guarantee[];
  readonly options: MatrixOptions;
}

/** One protocol under one assumption, by their numbers in the plan. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What was found there; or why nothing was: the protocol misbehaves. */
export type Finding = Place & ({ readonly verdicts: readonly Verdict[] } | { readonly complaint: string });

/**
 * Looks up what was asked for.
 *
 * @throws UsageError when there is no such protocol, world or guarantee, or a file exports no protocol.
 */
export const planOf = async (request: Request): Promise<Plan> => {
  const subjects = await subjectsOf(request.protocols);
  return {
    rows: [...new Set(request.flaws ? subjects.flatMap(withTwins) : subjects)],
    columns: chosen('world', assumptions, request.worlds),
    guarantees: chosen('guarantee', guarantees, request.guarantees),
    options: request.options,
  };
};

const withTwins = (subject: Subject): readonly Subject[] => {
  const isRight = catalogue.some((entry) => entry === subject);
  return isRight ? [subject, ...flaws.filter(({ twinOf }) => twinOf === subject.protocol)] : [subject];
};

/** Those that were asked for, in the order in which they stand anyway; all of them if none was. */
const chosen = <T extends { readonly name: string }>(
  kind: string,
  things: readonly T[],
  wanted: readonly string[],
): readonly T[] => {
  if (wanted.length === 0) return things;
  const found = new Set(wanted.map((name) => named(kind, things, (thing) => thing.name, name)));
  return things.filter((thing) => found.has(thing));
};

/** Every place of the matrix, those first that take the longest: many roles, in the most hostile worlds. */
export const placesOf = ({ rows, columns }: Plan): readonly Place[] => {
  const size = ({ row }: Place): number => Object.keys(rows[row]!.protocol.roles).length;
  return rows
    .flatMap((_, row) => columns.map((__, column): Place => ({ row, column })))
    .toSorted((a, b) => size(b) - size(a) || b.column - a.column || a.row - b.row);
};

/** What is found at one place of the matrix. */
export const findingAt = ({ rows, columns, guarantees: asked, options }: Plan, place: Place): Finding => {
  try {
    return { ...place, verdicts: verdictsUnder(rows[place.row]!, columns[place.column]!, asked, options) };
  } catch (error) {
    if (error instanceof ProtocolError) return { ...place, complaint: error.message };
    throw error;
  }
};
