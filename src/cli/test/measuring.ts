import { ladder, measure } from '../../conformance/simulation/measure.ts';
import type { Measurement } from '../../conformance/simulation/measure.ts';
import { headlineOf, measurementInWords, strongestKept } from '../../conformance/simulation/measurement.ts';
import { throughout } from '../../conformance/simulation/sooner.ts';
import { tokenOf } from '../../counterexample/token/token.ts';
import { worst } from '../../explore/verdict.ts';
import type { Verdict } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { guarantees } from '../../guarantees/index.ts';
import { compose } from '../../model/compose.ts';
import { worlds } from '../../model/world.ts';
import type { World, WorldName } from '../../model/world.ts';
import { named, UsageError } from '../command.ts';
import type { Out } from '../command.ts';
import type { Opened } from './code.ts';
import type { Request, Tested } from './testing.ts';

/** What code claims to keep, if it claims anything. */
export const claimIn = ({ guarantees: names }: Request): Guarantee | undefined => {
  if (names.length > 1) throw new UsageError('--measure takes one --guarantee: the one that is claimed');
  return names[0] === undefined ? undefined : named('guarantee', guarantees, ({ name }) => name, names[0]);
};

/**
 * Measures what running code guarantees in a ladder of worlds, whatever it claims, tells it, and answers with the exit
 * code: that of the claim over all worlds, or 0 where nothing is claimed.
 */
export const measured = async (
  { implementation }: Opened,
  subject: Tested,
  request: Request,
  json: boolean,
  out: Out,
): Promise<number> => {
  const claim = claimIn(request);
  const { runs, disturbances, seed, patience, overrides, code } = request;
  const around = worldsIn(request).map((world) => ({ ...world, ...overrides }));
  const options = { worlds: around, within: code.within, runs, disturbances, seed, ...patience };
  const measurement = await measure(implementation, options);
  const lines = await broken(measurement, subject);
  out.stdout(json ? asJson(measurement, claim, lines) : asText(measurement, claim, lines));
  if (claim === undefined) return 0;
  const column = measurement.guarantees.findIndex(({ name }) => name === claim.name);
  const found = measurement.verdicts.map((row) => row[column]?.verdict ?? 'unknown');
  return { holds: 0, violated: 1, unknown: 3 }[worst(found)];
};

const worldsIn = ({ worlds: names }: Request): readonly World[] =>
  names.length === 0
    ? ladder
    : names.map((name) => worlds[named('world', Object.keys(worlds) as WorldName[], (key) => key, name)]);

/** The calmest of the worlds in which a guarantee is broken, how, and the line that performs it once more. */
interface Broken {
  readonly guarantee: string;
  readonly world: string;
  readonly clause: string;
  readonly reproduce: string;
}

const broken = async (measurement: Measurement, subject: Tested): Promise<readonly Broken[]> => {
  const lines: Broken[] = [];
  for (const [column, guarantee] of measurement.guarantees.entries()) {
    // Arrival is measured, but no guarantee that a token could name.
    if (!guarantees.includes(guarantee)) continue;
    const row = measurement.verdicts.findIndex((verdicts) => verdicts[column]?.verdict === 'violated');
    const verdict = measurement.verdicts[row]?.[column];
    if (verdict?.verdict !== 'violated') continue;
    const world = measurement.worlds[row]!;
    const model = compose(subject.protocol, subject.isVisitable ? world : { ...world, capacity: Infinity });
    const token = await throughout(() => tokenOf(model, guarantee.name, verdict.trace));
    const reproduce = `${subject.tested} --replay ${token}`;
    lines.push({ guarantee: guarantee.name, world: world.name, clause: verdict.violation.clause, reproduce });
  }
  return lines;
};

const asText = (measurement: Measurement, claim: Guarantee | undefined, lines: readonly Broken[]): string =>
  [
    measurementInWords(measurement, claim),
    ...lines.map(
      ({ guarantee, world, clause, reproduce }) =>
        `${guarantee} in the ${world} world: ${clause}\n  Reproduce: ${reproduce}`,
    ),
    '',
  ].join('\n\n');

const asJson = (measurement: Measurement, claim: Guarantee | undefined, lines: readonly Broken[]): string => {
  const { implementation, worlds: around, guarantees: columns, verdicts } = measurement;
  const document = {
    schemaVersion: 1,
    implementation,
    claims: claim?.name,
    measured: strongestKept(measurement)?.name,
    headline: headlineOf(measurement, claim),
    worlds: around.map((world, row) => ({
      world: world.name,
      verdicts: columns.map(({ name }, column) => inJson(name, verdicts[row]![column]!)),
    })),
    broken: lines,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};

const inJson = (guarantee: string, verdict: Verdict): object => ({
  guarantee,
  verdict: verdict.verdict,
  engine: verdict.engine,
  bound: verdict.bound,
  ...(verdict.verdict === 'violated'
    ? { steps: verdict.trace.length, reason: verdict.violation.clause }
    : {}),
  ...(verdict.verdict === 'unknown' ? { reason: verdict.reason } : {}),
});
