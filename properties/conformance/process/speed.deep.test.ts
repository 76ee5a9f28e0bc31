import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../../../src/conformance/process/program.ts';
import { runPrograms } from '../../../src/conformance/process/programs.ts';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { simulateAll } from '../../../src/conformance/simulation/simulate.ts';
import type { Implementation } from '../../../src/conformance/implementation.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import { exactlyOnce as protocol } from '../../../src/protocols/exactly-once.ts';
import { anyRole } from './any-role.ts';
import { python } from './toolchains.ts';

const file = resolve('properties/conformance/programs/receiver.py');
const languages = [
  { language: 'JavaScript', command: anyRole(protocol, ['reset', 'snapshot']) },
  ...(python === undefined ? [] : [{ language: 'Python', command: `${python} ${file}` }]),
];

const message = { id: 'm0', payload: 'hello' };
const event = { type: 'receive', from: 'sender', packet: { type: 'data', message } } as const;
const around = { disk: {}, seed: 1, incarnation: 0 };
const init = { type: 'init', version: 1, role: 'receiver', peers: ['sender'], ...around } as const;

describe('the speed of programs over pipes', () => {
  it.each(languages)(
    'is some thousands of events a second, one after the other: $language',
    async ({ language, command }) => {
      const events = 20_000;
      const program = startProgram('receiver', { command });
      const starting = performance.now();
      await program.ask(init);
      const started = performance.now();
      for (let count = 0; count < events; count += 1) await program.ask(event);
      const perSecond = events / ((performance.now() - started) / 1000);
      await program.end();
      console.log(
        `${language}: started in ${Math.round(started - starting)} ms, then ${Math.round(perSecond)} events a second`,
      );
      expect(perSecond).toBeGreaterThan(1000);
    },
  );

  it.each(languages)('hardly shows in a simulation: $language', async ({ language, command }) => {
    const programs = await runPrograms({ name: language, protocol, programs: { receiver: { command } } });
    const timed = async (implementation: Implementation): Promise<number> => {
      const begun = performance.now();
      const options = { within: protocol, runs: 200, visiting: false };
      await simulateAll(implementation, worlds.hostile, [exactlyOnce], options);
      return performance.now() - begun;
    };
    const inside = await timed(fromRoles(protocol, { roles: ['receiver'] }));
    const over = await timed(programs.implementation);
    const { questions, programs: started } = programs.counts();
    await programs.end();
    console.log(
      `${language}: the same simulation in ${Math.round(inside)} ms in process, in ${Math.round(over)} ms over pipes, with ${questions} questions to ${started} programs`,
    );
    expect(over).toBeLessThan(20 * inside);
  });
});
