import { match } from 'ts-pattern';
import type { Violation } from '../explore/verdict.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { RoleName } from '../model/message.ts';
import { onOneLine, wrapped } from './drawing/columns.ts';
import { marksOf } from './drawing/marks.ts';
import type { Mark, Note, Rule } from './drawing/marks.ts';
import type { Span } from './drawing/span.ts';
import { wholeStoryOf } from './story/onward.ts';
import type { Story } from './story/story.ts';
import { closingOf } from './story/words.ts';

export interface MermaidOptions {
  /** The numbers of the steps that matter, as `explain` finds them: `▸` stands before them. None if left out. */
  readonly matters?: readonly number[];
}

/**
 * A trace as a Mermaid sequence diagram. Steps are numbered. A packet that arrives in the next step is a
 * solid arrow; one that arrives later is announced where it is sent and arrives as a dashed arrow. What becomes
 * of a debt is set apart by a note, and what goes on for ever stands in a loop.
 *
 * @example
 * drawMermaid(model, trace, violation).split('\n')[0]; // 'sequenceDiagram'
 */
export const drawMermaid = (
  model: WorldModel,
  trace: readonly Action[],
  violation?: Violation,
  { matters = [] }: MermaidOptions = {},
): string => {
  const story = wholeStoryOf(model, trace, violation);
  const names = namesOf(story.participants);
  const marks = marksOf(story);
  const wrong = marks.findIndex(({ style, type }) => style === 'wrong' || type === 'rule');
  const calm = violation === undefined || wrong < 0 ? marks.length : wrong;
  const linesOf = (some: readonly Mark[]) => indented(some.map((mark) => lineOf(mark, names, matters)));
  return [
    'sequenceDiagram',
    ...story.participants.map((role) => `  ${participantOf(role, names)}`),
    ...linesOf(marks.slice(0, calm)).map((line) => `  ${line}`),
    ...(violation === undefined ? [] : highlighted(story, violation, linesOf(marks.slice(calm)), names)),
  ].join('\n');
};

/** What stands between the beginning of a loop and its end stands further in. */
const indented = (lines: readonly string[]): readonly string[] => {
  let depth = 0;
  return lines.map((line) => {
    if (line === 'end') depth -= 1;
    const written = `${'  '.repeat(depth)}${line}`;
    if (line.startsWith('loop ')) depth += 1;
    return written;
  });
};

/** The name of each role in the diagram, in the order of the participants. */
type Names = ReadonlyMap<RoleName, string>;

/** A role is called by its name where the name is one that Mermaid cannot take for anything else. */
const namesOf = (participants: readonly RoleName[]): Names =>
  new Map(participants.map((role, index) => [role, isPlainName(role) ? role : `role${index}`]));

const isPlainName = (role: RoleName): boolean =>
  /^[a-z][a-z0-9]*$/i.test(role) && !keywords.has(role.toLowerCase()) && !/^role[0-9]+$/.test(role);

const keywords = new Set(
  (
    'sequencediagram participant actor as create destroy activate deactivate autonumber box note over left ' +
    'right of off loop rect opt alt else par and critical option break end title acctitle accdescr link ' +
    'links details properties'
  ).split(' '),
);

const participantOf = (role: RoleName, names: Names): string => {
  const name = names.get(role)!;
  return name === role ? `participant ${name}` : `participant ${name} as ${escaped(role)}`;
};

const lineOf = (mark: Mark, names: Names, matters: readonly number[]): string =>
  match(mark)
    .with({ type: 'note' }, (note) => noteLine(note, names, matters))
    .with({ type: 'span' }, (span) => spanLine(span, names, matters))
    .with({ type: 'rule' }, (rule) => ruleLine(rule, names))
    .exhaustive();

const ruleLine = ({ kind, text }: Rule, names: Names): string =>
  match(kind)
    .with('again', () => `loop ${escaped(text)}`)
    .with('for ever', () => 'end')
    .with('onward', 'nothing', () => `Note over ${allOf(names)}: ${escaped(text)}`)
    .exhaustive();

/** What passes between a role and the application stands outside, as far as there is an outside. */
const noteLine = (
  { number, role, text, list, hand, becomes }: Note,
  names: Names,
  matters: readonly number[],
): string => {
  const roles = [...names.keys()];
  const outside = role === roles[0] ? 'left of' : role === roles.at(-1) ? 'right of' : 'over';
  const lines = [`${numbered(number, matters)}${becomes === 'down' ? '✖ ' : ''}${text}`, ...list]
    .map(escaped)
    .join('<br/>');
  return `Note ${hand === undefined ? 'over' : outside} ${names.get(role)}: ${lines}`;
};

const spanLine = (
  { number, from, to, shape, label, remark }: Span,
  names: Names,
  matters: readonly number[],
): string => {
  const start = names.get(from)!;
  const end = names.get(to)!;
  const verb = shape === 'start' ? 'sends ' : shape === 'copy' ? 'copy of ' : '';
  const told = shape === 'late end' ? `lost, ${remark}` : remark;
  const text = escaped(`${numbered(number, matters)}${verb}${label}${told === '' ? '' : ` (${told})`}`);
  return match(shape)
    .with('arrow', () => `${start}->>${end}: ${text}`)
    .with('finish', () => `${start}-->>${end}: ${text}`)
    .with('end', () => `${start}-x${end}: ${text}`)
    .with('late end', () => `${start}--x${end}: ${text}`)
    .with('start', () => `Note over ${start}: ${text}`)
    .with('copy', () => `Note over ${start},${end}: ${text}`)
    .with(
      'link',
      () => `Note over ${start},${end}: ${numbered(number, matters)}${escaped(`${from} to ${to}`)} ${label}`,
    )
    .exhaustive();
};

/** What breaks the promise, and in what way, on a ground that is red by day and by night. */
const highlighted = (
  story: Story,
  violation: Violation,
  lines: readonly string[],
  names: Names,
): readonly string[] => {
  // Mermaid breaks no line by itself, and this one would not fit between two roles.
  const closing = wrapped(`✗ ${closingOf(violation, story)}`, 40)
    .map(escaped)
    .join('<br/>');
  return [
    '  rect rgba(255, 0, 0, 0.12)',
    ...[...lines, `Note over ${allOf(names)}: ${closing}`].map((line) => `    ${line}`),
    '  end',
  ];
};

const allOf = (names: Names): string => {
  const [first, ...others] = names.values();
  return others.length === 0 ? first! : `${first},${others.at(-1)}`;
};

const numbered = (number: number | undefined, matters: readonly number[]): string =>
  number === undefined ? '' : `${matters.includes(number) ? '▸' : ''}${number}. `;

/** Text in which Mermaid finds no syntax: its entities stand for whatever is not a harmless character. */
const escaped = (text: string): string =>
  onOneLine(text).replace(/[#;<>{}"&$\\]/g, (character) => `#${character.codePointAt(0)};`);
