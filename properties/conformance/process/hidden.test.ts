import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runPrograms } from '../../../src/conformance/process/programs.ts';
import { simulateAll } from '../../../src/conformance/simulation/simulate.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import { exactlyOnce as within } from '../../../src/protocols/exactly-once.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-hidden-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A receiver that remembers what it has seen, and tells of itself what it is told to. */
const receiver = (features: string, upon: { readonly init: string; readonly snapshot: string }): string => {
  const file = join(folder, `${features}-${Object.values(upon).join('').length}.mjs`);
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline';
    let seen = [];
    for await (const line of createInterface({ input: process.stdin })) {
      const question = JSON.parse(line);
      const answer = { number: question.number, effects: [], features: ['${features}'] };
      if (question.type === 'init') ${upon.init};
      if (question.type === 'restore') seen = question.snapshot ?? [];
      if (question.type === 'receive') {
        const { message } = question.packet;
        if (!seen.includes(message.id)) answer.effects.push({ type: 'deliver', message });
        answer.effects.push({ type: 'send', packet: { type: 'ack', id: message.id } });
        seen = [...seen, message.id].slice(-2);
      }
      answer.snapshot = ${upon.snapshot};
      process.stdout.write(JSON.stringify(answer) + '\\n');
    }`,
  );
  return `"${process.execPath}" ${file}`;
};

/** What comes of holding it to exactly once in a world without crashes. */
const judged = async (command: string): Promise<string> => {
  const programs = await runPrograms({
    name: 'hidden',
    protocol: within,
    programs: { receiver: { command } },
  });
  const options = { within, runs: 5, disturbances: 1 };
  try {
    const world = { ...worlds.duplicating, messages: 1 };
    const [verdict] = await simulateAll(programs.implementation, world, [exactlyOnce], options);
    await programs.repeatLast();
    return verdict!.verdict;
  } catch (error) {
    return String(error);
  } finally {
    await programs.end();
  }
};

describe('a program that', () => {
  it('shows all that it remembers is believed', async () => {
    expect(await judged(receiver('snapshot', { init: 'seen = []', snapshot: 'seen.toSorted()' }))).toBe(
      'holds',
    );
  });

  it('remembers more than its snapshot holds is found out, and gets no verdict', async () => {
    const said = await judged(receiver('snapshot', { init: 'seen = []', snapshot: 'null' }));
    expect(said).toMatch(
      /remembers something that its snapshot does not hold.*\n {2}directly +\{.*\n {2}restored +\{.*"deliver"/,
    );
  });

  it('remembers something across an init is found out, and gets no verdict', async () => {
    const said = await judged(receiver('reset', { init: ';', snapshot: 'null' }));
    expect(said).toMatch(/answered differently when it was asked the same again|answers differently/);
  });
});
