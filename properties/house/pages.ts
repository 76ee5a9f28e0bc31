import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { families, flaws, worldOf, worldsFor } from '../../src/catalogue.ts';
import type { Entry, Flaw } from '../../src/catalogue.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { drawMermaid } from '../../src/counterexample/mermaid.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { explain, toldWhy } from '../../src/counterexample/why/why.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { compose } from '../../src/model/compose.ts';
import { boundOf, worlds } from '../../src/model/world.ts';

const generated =
  '<!-- Generated; do not edit. `npx vitest run --config properties/vitest.config.ts -u` writes it. -->';

/** The files of the protocols, by name and by whether they are flawed. */
const files = new Map(
  readdirSync('src/protocols', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path): readonly [string, string] => {
      const folder = basename(dirname(path)) === 'flawed' ? 'flawed/' : '';
      return [`${folder}${basename(path, '.ts')}`, join('src/protocols', path)];
    }),
);

/** Protocols that share a file. */
const sharing: Readonly<Record<string, string>> = {
  'deliver-then-record': 'three-orders',
  'record-then-deliver': 'three-orders',
  'record-with-delivery': 'three-orders',
};

/** The file in which a protocol is written. */
export const fileOf = (name: string, isFlawed = false): string => {
  const file = files.get(`${isFlawed ? 'flawed/' : ''}${sharing[name] ?? name}`);
  if (file === undefined) throw new Error(`${name} has no file of its name in src/protocols`);
  return file;
};

/** The prose at the head of a protocol's file. */
const proseOf = (file: string): string => {
  const [, comment = ''] = /^\/\*\*\n([^]*?)\n \*\//.exec(readFileSync(file, 'utf8')) ?? [];
  return comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n');
};

type Cell = readonly [verdict: string, states: string];

/** What was found of each protocol, guarantee and world, as `properties/protocols/claims.test.ts` pins it. */
const manifest = new Map(
  readFileSync('properties/protocols/manifest.txt', 'utf8')
    .trim()
    .split('\n')
    .map((line): readonly [string, Cell] => {
      const [protocol, guarantee, world, verdict = '', states = ''] = line.split(' | ');
      return [`${protocol} ${guarantee} ${world}`, [verdict, states]];
    }),
);

const table = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const verdictsOf = (protocol: Protocol): string =>
  table([
    ['world', ...guarantees.map((guarantee) => guarantee.name)],
    ...worldsFor(protocol).map((world) => [
      world,
      ...guarantees.map((guarantee) => {
        const [verdict = '', states = ''] = manifest.get(`${protocol.name} ${guarantee.name} ${world}`) ?? [];
        return verdict === 'holds'
          ? `holds (${states} states)`
          : verdict === 'unknown'
            ? 'not put to the test'
            : verdict;
      }),
    ]),
  ]);

/** The page of a protocol: what it is, what it keeps where, and what breaks its flawed twins. */
export const protocolPage = (entry: Entry): string => {
  const { name } = entry.protocol;
  const file = fileOf(name);
  const twins = flaws.filter(({ twinOf }) => twinOf === entry.protocol);
  return (
    [
      `# ${name}`,
      generated,
      `_${entry.summary}_ — [${file}](../../${file})`,
      proseOf(file),
      '## What it keeps',
      `Every state within the bound of each world (${boundOf(worldOf(entry, 'calm')).split(', ').slice(0, 3).join(', ')} in the calm one); "broken in 4" means that the shortest counterexample has four steps.`,
      verdictsOf(entry.protocol),
      ...twins.flatMap(twinSection),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
};

const twinSection = (flaw: Flaw): readonly string[] => {
  const { name } = flaw.protocol;
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, flaw.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${name} is not flawed`);
  const { trace, violation } = verdict;
  const why = explain(model, flaw.guarantee, trace, violation);
  const marked = { matters: why.steps };
  return [
    `## Flawed twin: ${name}`,
    `[${fileOf(name, true)}](../../${fileOf(name, true)})`,
    proseOf(fileOf(name, true)),
    `In the ${flaw.world} world it breaks _${flaw.guarantee.name}_, which its twin keeps there. The shortest way, among all states:`,
    `\`\`\`text\n${drawText(model, trace, violation, marked)}\n\`\`\``,
    `\`\`\`text\n${tell(model, trace, violation, marked)}\n\`\`\``,
    toldWhy(why, trace).join(' '),
    `\`\`\`mermaid\n${drawMermaid(model, trace, violation, marked)}\n\`\`\``,
    `\`onceproof verify ${name}\` finds it again.`,
  ];
};

/** The page that leads to the pages of the protocols, family by family. */
export const protocolsPage = (): string =>
  `${[
    '# Protocols',
    generated,
    'Each page has the prose of the protocol, what it keeps in which world, and the shortest story of what breaks its flawed twins.',
    ...families.flatMap(({ title, entries, flaws: twins }) => [
      `## ${title}`,
      table([
        ['protocol', 'what it does', 'flawed twins'],
        ...entries.map(({ protocol, summary }) => [
          `[${protocol.name}](${protocol.name}.md)`,
          summary,
          twins
            .filter(({ twinOf }) => twinOf === protocol)
            .map((flaw) => `[${flaw.protocol.name}](${protocol.name}.md#flawed-twin-${flaw.protocol.name})`)
            .join(', '),
        ]),
      ]),
    ]),
  ].join('\n\n')}\n`;

/** The page of the guarantees. */
export const guaranteesPage = (): string =>
  `${[
    '# Guarantees',
    generated,
    'A guarantee sees observations and nothing else. □ always, ◇ in the end, ↝ leads to, ⇒ implies, |·| how often. The histories are complete: they end where nothing more happens.',
    ...guarantees.flatMap((guarantee) => [
      `## ${guarantee.name}`,
      guarantee.sentence,
      `\`\`\`text\n${guarantee.formula}\n\`\`\``,
      `One account for each ${guarantee.scope}. ${guarantee.owed === undefined ? 'Safety: it is judged in every state.' : guarantee.broken === undefined ? 'Liveness: a debt may yet be paid.' : 'A safety and a liveness part.'} It is put to the test only where something was ${guarantee.needs.join(' and ')}${guarantee.needsMessages === undefined ? '' : ` and there were ${guarantee.needsMessages} messages`}.`,
      table([
        ['the smallest histories it accepts', 'the smallest it refuses'],
        ...Array.from(
          { length: Math.max(guarantee.accepts.length, guarantee.refuses.length) },
          (_, index) => [inWords(guarantee.accepts[index]), inWords(guarantee.refuses[index])],
        ),
      ]),
    ]),
  ].join('\n\n')}\n`;

const inWords = (history: readonly Observation[] | undefined): string =>
  history === undefined
    ? ''
    : history.map((seen) => ('message' in seen ? `${seen.type} ${seen.message}` : seen.type)).join(', ') ||
      '_nothing_';

/** The page that lists the named worlds. */
export const worldsPage = (): string =>
  `${[
    '# Named worlds',
    generated,
    'What they mean is said in [world.md](world.md). Every budget can be set by itself: `onceproof verify --help`.',
    table([['world', 'bound'], ...Object.values(worlds).map((world) => [world.name, boundOf(world)])]),
  ].join('\n\n')}\n`;
