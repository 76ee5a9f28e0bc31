import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { dialects } from '../../src/conformance/sql/dialect.ts';
import type { Dialect } from '../../src/conformance/sql/dialect.ts';

/** Keeps a block fresh: `UPDATE_SPEC=1 npm test` writes it, any other run compares. */
const check = async (file: string, name: string, content: string): Promise<void> => {
  const block = new RegExp(`(<!-- generated: ${name} -->)[^]*?(<!-- end -->)`);
  const page = readFileSync(file, 'utf8');
  expect(page).toMatch(block);
  const fresh = await format(
    page.replace(block, (_, begin, end) => `${begin}\n\n${content}\n\n${end}`),
    {
      parser: 'markdown',
    },
  );
  if (process.env['UPDATE_SPEC'] === '1') writeFileSync(file, fresh);
  expect(readFileSync(file, 'utf8')).toBe(fresh);
};

const inWords = ({ ran, on }: Dialect): string => (on === undefined ? ran : `${ran}, on ${on}`);

it('the page about SQL says of every dialect whether it was ever executed', async () => {
  const all: readonly Dialect[] = Object.values(dialects);
  const rows = all.map((dialect) => `| \`${dialect.name}\` | ${inWords(dialect)} |`);
  const never = all.filter(({ ran }) => ran === 'never').map(({ name }) => `\`${name}\``);
  const sentence =
    never.length === 0
      ? 'Every dialect was executed.'
      : `Only generated, and never executed: ${never.join(', ')}. Expect to mend a word.`;
  await check(
    'spec/sql.md',
    'dialects',
    ['| dialect | executed |', '| --- | --- |', ...rows, '', sentence].join('\n'),
  );
});

it('the page about importing shows a mapping file that a test imports by', async () => {
  const mapping = readFileSync('properties/conformance/import/fixtures/orders.mapping.json', 'utf8');
  await check('spec/importing.md', 'example', `\`\`\`json\n${mapping.trimEnd()}\n\`\`\``);
});
