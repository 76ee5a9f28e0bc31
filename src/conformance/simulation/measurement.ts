import type { Verdict, Violated } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../guarantees/index.ts';
import { natureOf } from '../../model/action.ts';
import type { Action } from '../../model/action.ts';
import type { World } from '../../model/world.ts';
import { arrival } from './measure.ts';
import type { Measurement } from './measure.ts';

/** How often a message arrives, the strongest first. */
const strongestFirst: readonly Guarantee[] = [exactlyOnce, atLeastOnce, atMostOnce];

/**
 * The strongest of the three that was put to the test in the calmest of the worlds and that nothing broke in
 * any of them, if there is one.
 */
export const strongestKept = ({ guarantees, verdicts }: Measurement): Guarantee | undefined =>
  strongestFirst.find((guarantee) => {
    const column = verdicts.map((row) => row[guarantees.indexOf(guarantee)]!);
    return !isUntested(column[0]!) && column.every(({ verdict }) => verdict !== 'violated');
  });

/** Whether a guarantee was never put to the test at all. */
export const isUntested = (verdict: Verdict): boolean =>
  verdict.verdict === 'unknown' && /^no message was ever |^it speaks of /.test(verdict.reason);

/** Whether, in a world without faults, something submitted does not arrive: a violation, if there is one. */
const lostWithoutFault = ({ guarantees, worlds, verdicts }: Measurement): Violated | undefined =>
  verdicts
    .filter((_, number) => isReliable(worlds[number]!))
    .map((row) => row[guarantees.indexOf(arrival)]!)
    .find((verdict) => verdict.verdict === 'violated');

const isReliable = ({ losses, partitions, crashes, resets = 0 }: World): boolean =>
  losses === 0 && partitions === 0 && crashes === 0 && resets === 0;

/**
 * A measurement in one line: what is claimed, what was measured, and what broke the claim.
 *
 * @example
 * headlineOf(measurement, exactlyOnce);
 * // 'claims exactly once; measured: at least once (broken in 5 steps by one duplicate)'
 */
export const headlineOf = (measurement: Measurement, claimed?: Guarantee): string => {
  const kept = strongestKept(measurement);
  const found = kept?.name ?? 'none of the three';
  const claim = claimed === undefined ? '' : `claims ${claimed.name}; `;
  const broken = claimed === undefined ? undefined : firstBroken(measurement, claimed);
  const by = broken === undefined ? '' : ` (broken ${howBroken(broken)})`;
  const lost = lostWithoutFault(measurement);
  const hollow =
    lost === undefined ? '' : `; not everything arrives: ${lost.violation.clause}, ${howBroken(lost)}`;
  return `${claim}measured: ${found}${by}${hollow}`;
};

/** The least of the violations of one guarantee, in the order of the worlds. */
const firstBroken = ({ guarantees, verdicts }: Measurement, { name }: Guarantee): Violated | undefined =>
  verdicts
    .map((row) => row[guarantees.findIndex((guarantee) => guarantee.name === name)])
    .find((verdict): verdict is Violated => verdict?.verdict === 'violated');

const howBroken = ({ trace }: Violated): string => {
  const steps = trace.length === 1 ? '1 step' : `${trace.length} steps`;
  const faults = trace.filter((action) => natureOf(action as Action) === 'fault').map(({ type }) => type);
  return `in ${steps} ${faults.length === 0 ? 'without any fault' : `by ${faultsInWords(faults)}`}`;
};

const nouns: Readonly<Record<string, readonly [one: string, many: string]>> = {
  lose: ['loss', 'losses'],
  duplicate: ['duplicate', 'duplicates'],
  crash: ['crash', 'crashes'],
  partition: ['partition', 'partitions'],
  reset: ['broken connection', 'broken connections'],
};

const faultsInWords = (faults: readonly string[]): string =>
  [...new Set(faults)]
    .map((fault) => {
      const times = faults.filter((other) => other === fault).length;
      return times === 1 ? `one ${nouns[fault]![0]}` : `${times} ${nouns[fault]![1]}`;
    })
    .join(' and ');

/**
 * A measurement as a table: a line for each world, a column for each guarantee. `kept` stands where every
 * state was visited; `unbroken` where runs broke nothing, which proves nothing.
 */
export const tableOf = ({ implementation, worlds, guarantees, verdicts }: Measurement): string => {
  const rows = [
    [implementation, ...guarantees.map(({ name }) => name)],
    ...worlds.map((world, number) => [world.name, ...verdicts[number]!.map(inACell)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const inACell = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'holds':
      return 'kept';
    case 'violated':
      return `broken in ${verdict.trace.length}`;
    case 'unknown':
      return isUntested(verdict) ? 'not tested' : 'unbroken';
  }
};

/** The whole of a measurement: the line, the table, and what was tried. */
export const measurementInWords = (measurement: Measurement, claimed?: Guarantee): string => {
  const reasons = measurement.verdicts
    .flat()
    .flatMap((verdict) => (verdict.verdict === 'unknown' ? [verdict.reason] : []));
  const last = reasons.findLast((reason) => reason.endsWith('they never prove'));
  return [
    headlineOf(measurement, claimed),
    '',
    tableOf(measurement),
    ...(last === undefined ? [] : ['', `unbroken, in the last world: ${last}`]),
  ].join('\n');
};
