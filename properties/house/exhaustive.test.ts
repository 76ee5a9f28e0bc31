import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { savingsTable } from './savings.ts';

const file = 'spec/exhaustive.md';

it('the page of the exhaustive engine says what each reduction saves now', async () => {
  const page = readFileSync(file, 'utf8');
  const block = /(<!-- generated: savings -->)[^]*?(<!-- end -->)/;
  const fresh = page.replace(block, `$1\n\n${savingsTable()}\n\n$2`);
  const formatted = await format(fresh, { parser: 'markdown' });
  // `UPDATE_SPEC=1 npm test` writes it, any other run compares.
  if (process.env['UPDATE_SPEC'] === '1') writeFileSync(file, formatted);
  expect(readFileSync(file, 'utf8')).toBe(formatted);
});
