import { collecting } from '../conformance/bytes/collecting.ts';
import { hearPieces } from '../conformance/bytes/hearing.ts';
import { hearMerged } from '../conformance/bytes/merging.ts';
import { Places } from '../conformance/bytes/places.ts';
import { Budget } from '../conformance/memory/budget.ts';
import type { Offence } from '../conformance/offence.ts';
import { belongsTo, drawOffence } from '../conformance/picture.ts';
import type { Located } from '../conformance/picture.ts';
import type { DrawOptions } from '../counterexample/draw.ts';
import { piecesOf, standardInput } from './judge-file.ts';
import type { FileResult } from './judge-file.ts';

/** What is legal, or says no more than another anomaly does, is not drawn. */
const undrawn: ReadonlySet<string | undefined> = new Set([undefined, 'beyondWindow', 'unsettled']);

/** Of each kind of anomaly the first, in the order in which they are told. */
export const firstOfEach = (offending: readonly Offence[]): readonly Offence[] =>
  offending.filter(
    ({ anomaly }, index) =>
      !undrawn.has(anomaly) && offending.findIndex((other) => other.anomaly === anomaly) === index,
  );

/** The most events that are kept for one picture: of many the first and the last are drawn. */
const mostKept = 1000;

/**
 * Draws the first offending message of each kind of anomaly. The files are read once more for their events, since
 * a judgement keeps none; so what came by standard input cannot be drawn.
 */
export const picturesOf = async (
  { offending, files, recorded }: FileResult,
  options: DrawOptions,
): Promise<readonly string[]> => {
  const offences = firstOfEach(offending);
  if (offences.length === 0) return [];
  if (files.length === 0) return [];
  if (files.includes(standardInput))
    return ['What comes by standard input cannot be read again to be drawn.\n'];
  const located = await locate(files, offences, recorded);
  return offences.map((offence, index) => drawOffence(offence, located[index]!, options));
};

/** The events of each offence, by reading everything once more. */
const locate = async (
  files: readonly string[],
  offences: readonly Offence[],
  recorded: FileResult['recorded'],
): Promise<readonly (readonly Located[])[]> => {
  const wanted = new Set(offences.flatMap(({ message, other }) => [message, other]));
  const located: Located[][] = offences.map(() => []);
  const hearer = collecting(
    (message) => wanted.has(message),
    (event, line) =>
      offences.forEach((offence, index) => {
        const kept = located[index]!;
        if (!belongsTo(offence, event)) return;
        // The events around the offence are what is drawn, so of very many the middle may go.
        if (kept.length >= mostKept) kept.splice(mostKept / 2, 1);
        kept.push({ line, event });
      }),
  );
  const [first] = files;
  if (recorded !== undefined) for await (const { event, line } of recorded()) hearer.judge.hear(event, line);
  else if (files.length === 1) await hearPieces(piecesOf(first!), hearer);
  else {
    const pieces = files.map((file) => piecesOf(file));
    await hearMerged(pieces, new Places(new Budget(Infinity)), () => hearer);
  }
  return located;
};
