import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bugIn, lineOf, listFile, mutants } from './planted.ts';

it('the listed mutants are those that break what their protocol claims, each in the calmest world', async () => {
  const all = mutants();
  const bugs = all.flatMap((mutant) => bugIn(mutant) ?? []);
  const total = `${all.length} mutants: ${bugs.length} bugs, ${all.length - bugs.length} that break no claim`;
  await expect([...bugs.map(lineOf), total, ''].join('\n')).toMatchFileSnapshot(fileURLToPath(listFile));
});
