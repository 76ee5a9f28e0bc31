import { styleText } from 'node:util';
import type { Judgement } from '../conformance/judge.ts';
import type { Offence } from '../conformance/offence.ts';
import type { Guarantee } from '../guarantees/guarantee.ts';
import type { FileResult } from './judge-file.ts';

/** The results as one JSON document, in the form that `schemaVersion` counts. */
export const asJson = (results: readonly FileResult[], guarantee: Guarantee, ordered: boolean): string => {
  const told = results.map(({ file, verdict, reason, counts, anomalies, offending, errors }) => ({
    file,
    guarantee: guarantee.name,
    ...(ordered ? { ordered } : {}),
    verdict,
    reason,
    counts,
    anomalies,
    offending,
    errors,
  }));
  return `${JSON.stringify({ schemaVersion: 1, results: told }, null, 2)}\n`;
};

/** What was wrong with a file, a line for each: `FILE:LINE:COLUMN: expected …, found …`. */
export const tellMistakes = ({ file, mistakes, errors }: FileResult): string => {
  const told = errors.map(({ line, column, message }) =>
    [file, line, column, ` ${message}`].filter((part) => part !== undefined).join(':'),
  );
  const more = mistakes - errors.length;
  if (more > 0) told.push(`${file}: and ${more} more`);
  return told.map((text) => `${printable(text)}\n`).join('');
};

/** A block for a file: the verdict, what was asked for, why, what was recorded, and where to look. */
export const tellResult = (result: FileResult, asked: readonly Guarantee[]): string => {
  const rows: readonly (readonly [label: string, text: string])[] = [
    ...asked.map(({ name, sentence }) => [name, sentence] as const),
    ['because', result.reason],
    ['recorded', recordedIn(result)],
    ['anomalies', anomaliesIn(result)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    `${paint(colours[result.verdict], result.verdict.toUpperCase())}  ${paint('bold', printable(result.file))}`,
    ...rows.map(([label, text]) => `  ${paint('dim', label.padEnd(width))}  ${printable(text)}`),
    ...result.offending.map((offence) => `    ${offenceIn(result.file, offence)}`),
    '\n',
  ].join('\n');
};

type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim' | 'cyan';

const colours: Readonly<Record<Judgement['verdict'], Colour>> = {
  holds: 'green',
  violated: 'red',
  unknown: 'yellow',
};

/** In colour where a person looks at it. Versions of Node differ in when styleText decides this by itself. */
const paint = (colour: Colour, text: string): string =>
  process.stdout.isTTY && !process.env['NO_COLOR']
    ? styleText(colour, text, { validateStream: false })
    : text;

const recordedIn = ({ counts: { deliveries, delivered, ...others } }: Judgement): string => {
  const named = Object.entries(others).filter(([, number]) => number > 0);
  return [
    ...named.map(([name, number]) => `${number} ${name}`),
    `${delivered} delivered in ${deliveries} ${deliveries === 1 ? 'delivery' : 'deliveries'}`,
  ].join(', ');
};

const anomaliesIn = ({ anomalies }: Judgement): string => {
  const named = Object.entries(anomalies).filter(([, number]) => number > 0);
  return named.map(([name, number]) => `${number} ${wordsOf(name)}`).join(', ') || 'none';
};

const offenceIn = (file: string, { line, anomaly, loss, clause }: Offence): string => {
  const kind = anomaly === undefined ? [] : [`${wordsOf(anomaly)}${loss === undefined ? '' : ` (${loss})`}`];
  return [paint('cyan', printable(`${file}:${line}`)), ...kind, printable(clause)].join('  ');
};

/** `redeliveredAfterSettle` as words. */
const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Message ids come from outside: they may be very long, and what would command a terminal is shown, not sent. */
const printable = (text: string): string => {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return shown.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
};

const longest = 1000;
