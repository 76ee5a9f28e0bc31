import { styleText } from 'node:util';
import type { GroupJudgement } from '../conformance/judgement.ts';
import { historyGuarantees } from '../conformance/promises.ts';
import type { Offence } from '../conformance/offence.ts';
import { printable } from '../conformance/printable.ts';
import type { Verdict } from '../conformance/ruling.ts';
import type { FileResult } from './judge-file.ts';

/** The results as one JSON document, in the form that `schemaVersion` counts. */
export const asJson = (results: readonly FileResult[], ordered: boolean): string => {
  const told = results.map((result) => ({
    file: result.file,
    guarantee: result.promises[0]?.name,
    guarantees: result.promises.map(({ name }) => name),
    ...(ordered ? { ordered } : {}),
    verdict: result.verdict,
    reason: result.reason,
    counts: result.counts,
    anomalies: result.anomalies,
    discarded: result.discarded,
    groups: result.groups.map(({ rulings, ...group }) => ({
      ...group,
      rulings: rulings.map(({ guarantee, verdict, reason }) => ({ guarantee, verdict, reason })),
    })),
    offending: result.offending.map((offence) => ({ ...offence, ...placeIn(result, offence) })),
    notes: result.notes,
    errors: result.errors,
  }));
  return `${JSON.stringify({ schemaVersion: 1, results: told }, null, 2)}\n`;
};

/** Of a run in several files also the file; the line is then the one in that file. */
const placeIn = ({ files, placeOf }: FileResult, { line }: Offence) =>
  files.length > 1 ? placeOf(line) : { line };

/** What was wrong with a file, a line for each: `FILE:LINE:COLUMN: expected …, found …`. */
export const tellMistakes = ({ file, mistakes, errors }: FileResult): string => {
  const told = errors.map(({ file: own = file, line, column, message }) =>
    [own, line, column, ` ${message}`].filter((part) => part !== undefined).join(':'),
  );
  const more = mistakes - errors.length;
  if (more > 0) told.push(`${file}: and ${more} more`);
  return told.map((text) => `${printable(text)}\n`).join('');
};

/** A block for a file: the verdict, what was asked for, why, what was recorded, and where to look. */
export const tellResult = (result: FileResult): string => {
  const rows: readonly (readonly [label: string, text: string])[] = [
    ...result.promises.map(({ name }) => [name, sentenceOf(name)] as const),
    ['because', result.reason],
    ['recorded', recordedIn(result)],
    ['anomalies', named(result.anomalies)],
    ...result.notes.map((note) => ['note', note] as const),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    `${verdictIn(result.verdict)}  ${paint('bold', printable(result.file))}`,
    ...rows.map(([label, text]) => `  ${paint('dim', label.padEnd(width))}  ${printable(text)}`),
    ...groupsIn(result),
    ...result.offending.map((offence) => `    ${offenceIn(result, offence)}`),
    '\n',
  ].join('\n');
};

const sentenceOf = (name: string): string =>
  historyGuarantees.find((known) => known.name === name)?.sentence ?? '';

const verdictIn = (verdict: Verdict): string => paint(colours[verdict], verdict.toUpperCase());

type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim' | 'cyan';

const colours: Readonly<Record<Verdict, Colour>> = {
  holds: 'green',
  violated: 'red',
  unknown: 'yellow',
};

/** In colour where a person looks at it. Versions of Node differ in when styleText decides this by itself. */
const paint = (colour: Colour, text: string): string =>
  process.stdout.isTTY && !process.env['NO_COLOR']
    ? styleText(colour, text, { validateStream: false })
    : text;

/** How many groups are told to a person one by one. */
const mostGroups = 20;

/** A table with a line for each guarantee and group, where there is more than one of either. */
const groupsIn = ({ groups, promises }: FileResult): readonly string[] => {
  if (groups.length === 1 && groups[0]?.group === undefined && promises.length < 2) return [];
  const rows = groups.slice(0, mostGroups).flatMap((group) =>
    group.rulings.map(({ guarantee, verdict, reason }) => ({
      verdict,
      name: nameOf(group),
      guarantee,
      reason: verdict === 'holds' ? named(group.anomalies, '') : reason,
    })),
  );
  const names = Math.max(...rows.map(({ name }) => name.length));
  const guarantees = Math.max(...rows.map(({ guarantee }) => guarantee.length));
  const left = groups.length - mostGroups;
  return [
    ...rows.map(({ verdict, name, guarantee, reason }) =>
      `    ${verdictIn(verdict).padEnd(8 + verdictIn(verdict).length - verdict.length)}  ${printable(name).padEnd(names)}  ${guarantee.padEnd(guarantees)}  ${printable(reason)}`.trimEnd(),
    ),
    ...(left > 0 ? [`    and ${left} more groups`] : []),
  ];
};

const nameOf = ({ group }: GroupJudgement): string => group ?? '';

const recordedIn = ({ counts: { deliveries, delivered, ...others }, discarded }: FileResult): string => {
  const named = Object.entries(others).filter(([, number]) => number > 0);
  const reasons = Object.entries(discarded).map(([reason, number]) => `${number} discarded (${reason})`);
  return [
    ...named.map(([name, number]) => `${number} ${name}`),
    `${delivered} delivered in ${deliveries} ${deliveries === 1 ? 'delivery' : 'deliveries'}`,
    ...reasons,
  ].join(', ');
};

const named = (anomalies: FileResult['anomalies'], none = 'none'): string => {
  const counted = Object.entries(anomalies).filter(([, number]) => number > 0);
  return counted.map(([name, number]) => `${number} ${wordsOf(name)}`).join(', ') || none;
};

const offenceIn = ({ placeOf }: FileResult, { line, anomaly, loss, clause, group }: Offence): string => {
  const kind = anomaly === undefined ? [] : [`${wordsOf(anomaly)}${loss === undefined ? '' : ` (${loss})`}`];
  const place = placeOf(line);
  return [
    paint('cyan', printable(`${place.file}:${place.line}`)),
    ...(group === undefined ? [] : [printable(group)]),
    ...kind,
    printable(clause),
  ].join('  ');
};

/** `redeliveredAfterSettle` as words. */
const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
