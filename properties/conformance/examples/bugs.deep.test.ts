import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../../src/conformance/simulation/simulate.ts';
import { bugs, withBug } from './bugs.ts';
import { fewestSteps } from './least.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-bugs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** So many states are visited to see whether there is a shorter way. */
const maxStates = 4000;

const rows: string[] = [];

describe('thirty bugs of one line', () => {
  it('are at least thirty', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(30);
  });

  it.each(bugs.map((bug, number) => ({ ...bug, number })))('is found: $example $name', async (bug) => {
    const implementation = await withBug(bug, folder, bug.number);
    const verdict = await simulate(implementation, bug.world, bug.guarantee);
    expect(verdict.verdict).toBe('violated');
    if (verdict.verdict !== 'violated') return;
    const { length } = verdict.trace;
    const least = await fewestSteps(implementation, bug.world, bug.guarantee, length, maxStates);
    const { runs = 0, enumerated = [] } = verdict.coverage;
    const tried = enumerated.reduce((sum, { runs: some }) => sum + some, runs);
    const shown =
      least === undefined
        ? 'not known whether the fewest'
        : least === length
          ? 'the fewest'
          : `${least} would do`;
    rows.push(
      `${bug.example.padEnd(12)} ${bug.name.padEnd(50)} ${String(tried).padStart(5)} runs  ${length} steps, ${shown}`,
    );
  });

  it('are measured by a search that does find shorter ways', async () => {
    const bug = bugs.find(({ name }) => name === 'deletes a row once it is published')!;
    const implementation = await withBug(bug, folder, bugs.length);
    expect(await fewestSteps(implementation, bug.world, bug.guarantee, 6, maxStates)).toBe(3);
  });

  afterAll(() => console.log(rows.join('\n')));
});
