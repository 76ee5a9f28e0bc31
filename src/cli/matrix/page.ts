import { codeOf, codesInWords } from '../../matrix/assumptions.ts';
import { theorems, theoremsBehind } from '../../matrix/theorems.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';
import { marksInWords, reachInWords } from './legend.ts';
import type { Legend } from './legend.ts';
import { storiesOf } from './stories.ts';
import type { Stories, Story } from './stories.ts';
import { isTwinIn, markOf, tablesOf } from './tables.ts';
import type { Found, Line, Table } from './tables.ts';

/** A page in Markdown, and where it belongs. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

const generated = '<!-- Generated; do not edit. `onceproof matrix --flaws --write DIR` writes it. -->';

/** The page of a matrix, and one page of stories for each protocol that breaks anything. */
export const pagesOf = (found: Found): readonly Page[] => {
  const names = fileNamesOf(found.rows.map(nameOf));
  const told = found.rows.map((_, row) => storiesOf(found, row));
  const pages = told.flatMap(({ stories }, row) =>
    stories.length === 0
      ? []
      : [{ path: `stories/${names[row]}.md`, text: storyPage(found.rows[row]!, stories) }],
  );
  const links = told.map((stories, row) => ({ ...stories, file: `stories/${names[row]}.md` }));
  return [{ path: 'matrix.md', text: matrixPage(found, links) }, ...pages];
};

/** A file for each protocol; one whose name is taken is numbered. */
const fileNamesOf = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  for (const name of names) {
    const slug = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
    let free = slug;
    for (let number = 2; taken.has(free); number += 1) free = `${slug}-${number}`;
    taken.add(free);
  }
  return [...taken];
};

/** A name is a user's, and may have characters that Markdown would take for its own. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_[\]<>|#~]/g, '\\$&');

type Told = Stories & { readonly file: string };

const matrixPage = (found: Found, told: readonly Told[]): string =>
  paragraphs(
    '# Matrix',
    generated,
    'What holds where: a row for each protocol, a column for each assumption about faults. A number leads to its story.',
    bullets(marksInWords(found)),
    `The bound is the same in every column: ${reachInWords(found)}.`,
    '## Assumptions',
    bullets(codesInWords),
    assumptionsTable(found),
    ...tablesOf(found).flatMap((table) => section(found, told, table)),
    ...theoremsIn(found),
  );

const assumptionsTable = ({ columns }: Found): string =>
  table('---', [
    ['', 'assumption', 'what may go wrong'],
    ...columns.map((column) => [
      `<a id="${column.name}"></a>**${codeOf(column)}**`,
      column.name,
      column.clause,
    ]),
  ]);

const section = (
  found: Found,
  told: readonly Told[],
  { title, sentence, lines }: Table,
): readonly string[] => [
  `## ${escaped(title)}`,
  escaped(sentence),
  table(':-:', [
    ['', ...found.columns.map((column) => `[${codeOf(column)}](#${column.name} "${column.clause}")`)],
    ...lines.map((line) => [labelIn(found, told, line), ...cellsIn(found, told, line)]),
  ]),
];

const labelIn = ({ rows }: Found, told: readonly Told[], { of, label, row }: Line): string => {
  if (of === 'guarantee') return label;
  const subject = rows[row]!;
  const { stories, file } = told[row]!;
  const plain = escaped(nameOf(subject));
  const name = stories.length === 0 ? plain : `[${plain}](${file})`;
  return isTwinIn(rows, subject) ? `↳ _${name}_` : name;
};

const cellsIn = (found: Found, told: readonly Told[], { row, guarantee }: Line): readonly string[] =>
  found.columns.map((column, index) => {
    const verdict = found.verdicts[row]![index]![guarantee]!;
    const story = told[row]!.storyOf(index, guarantee);
    if (story === undefined) return markOf(verdict);
    const notes = theoremsBehind(found.guarantees[guarantee]!.name, column.name);
    const raised = notes.map((number) => `<sup>[${number}](#theorem-${number})</sup>`).join('');
    return `[${markOf(verdict)}](${told[row]!.file}#${story.anchor})${raised}`;
  });

/** The theorems that stand behind any cell of this matrix. */
const theoremsIn = ({ columns, guarantees, verdicts }: Found): readonly string[] => {
  const cited = new Set(
    columns.flatMap((column, at) =>
      guarantees.flatMap(({ name }, guarantee) =>
        verdicts.some((row) => row[at]![guarantee]!.verdict === 'violated')
          ? theoremsBehind(name, column.name)
          : [],
      ),
    ),
  );
  if (cited.size === 0) return [];
  return [
    '## What no protocol can',
    'Behind some of the broken cells stands a theorem. In the models of all of them whatever is handed over is owed; a protocol that accepts only what was already delivered owes less, and may escape.',
    theorems
      .flatMap(({ source, says }, index) =>
        cited.has(index + 1)
          ? [`- <a id="theorem-${index + 1}"></a>**${index + 1}.** ${says} — ${source}.`]
          : [],
      )
      .join('\n'),
  ];
};

const storyPage = (subject: Subject, stories: readonly Story[]): string =>
  paragraphs(
    `# The shortest counterexamples of ${escaped(nameOf(subject))}`,
    generated,
    `${'summary' in subject ? `_${subject.summary}_. ` : ''}Each is as short as any under the assumptions that it names; what they mean stands in the [matrix](../matrix.md).`,
    ...stories.flatMap((story) => [
      `<a id="${story.anchor}"></a>`,
      `## ${story.title}`,
      [...story.breaks]
        .map(([{ name }, where]) => `- breaks _${name}_: ${where.map((column) => column.name).join(', ')}`)
        .join('\n'),
      `\`\`\`text\n${story.drawing}\n\`\`\``,
      `\`\`\`text\n${story.words}\n\`\`\``,
      `\`${story.again}\``,
    ]),
  );

const paragraphs = (...texts: readonly string[]): string =>
  `${texts.filter((text) => text !== '').join('\n\n')}\n`;

const bullets = (entries: Legend): string =>
  entries.map(([term, words]) => `- **${term}** ${words}`).join('\n');

/** The rule says how all columns but the first are aligned. */
const table = (rule: '---' | ':-:', rows: readonly (readonly string[])[]): string => {
  const [[first = '', ...head] = [], ...body] = rows;
  return [[first, ...head], ['---', ...head.map(() => rule)], ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
};
