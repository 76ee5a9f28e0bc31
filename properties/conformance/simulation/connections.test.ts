import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runPrograms } from '../../../src/conformance/process/programs.ts';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { measure } from '../../../src/conformance/simulation/measure.ts';
import { headlineOf } from '../../../src/conformance/simulation/measurement.ts';
import { simulate } from '../../../src/conformance/simulation/simulate.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import { connected, deaf } from '../../laws/fixtures/connected.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-connections-'));
afterAll(() => rmSync(folder, { recursive: true }));

const effort = { runs: 100, disturbances: 2 } as const;
const single = { ...worlds.resetting, messages: 1 };

describe('code that shows nothing of its memory, over a connection that breaks,', () => {
  const silent = fromRoles(deaf, { snapshots: false });

  it('is found out where it is deaf to that, in a run of one break', async () => {
    const verdict = await simulate(silent, single, atLeastOnce, effort);
    if (verdict.verdict !== 'violated') expect.unreachable(verdict.verdict);
    expect(verdict.trace.map(({ type }) => type).toSorted()).toEqual(['reset', 'submit']);
  });

  it('is met by breaks in the random runs as well', async () => {
    const verdict = await simulate(silent, single, atLeastOnce, { ...effort, disturbances: 0 });
    expect(verdict.verdict).toBe('violated');
  });

  it('is not accused where it sends again on the next connection', async () => {
    const right = fromRoles(connected, { snapshots: false });
    const verdict = await simulate(right, worlds.resetting, atLeastOnce, effort);
    expect([verdict.verdict, (verdict.coverage.occurred['disconnect'] ?? 0) > 0]).toEqual(['unknown', true]);
  });

  it('is told of it in time: not earlier than a packet would take', async () => {
    const timing = { delay: [1, 3] } as const;
    const right = fromRoles(connected, { snapshots: false });
    const verdict = await simulate(right, single, atLeastOnce, { ...effort, timing });
    expect([verdict.verdict, (verdict.coverage.occurred['disconnect'] ?? 0) > 0]).toEqual(['unknown', true]);
  });

  it('is measured in words that name what broke', async () => {
    const measurement = await measure(silent, { ...effort, worlds: [worlds.calm, single] });
    expect(headlineOf(measurement, atLeastOnce)).toContain('by one broken connection');
  });
});

/** Sends what it is given, and once more whatever it still has as the connection to the other breaks. */
const client = `
  import { createInterface } from 'node:readline';
  let peers = [];
  let outbox = [];
  const data = (message) => ({ type: 'send', packet: { type: 'data', message } });
  for await (const line of createInterface({ input: process.stdin })) {
    const { number, type, connected = [], disk, message, packet, from } = JSON.parse(line);
    const effects = [];
    const write = () => effects.push({ type: 'write', disk: { outbox } });
    if (type === 'init') [peers, outbox] = [connected, disk.outbox ?? []];
    if (type === 'submit') {
      outbox = [...outbox, message];
      write();
      effects.push({ type: 'accept', message }, data(message));
    }
    if (type === 'receive') {
      outbox = outbox.filter(({ id }) => id !== packet.id);
      write();
    }
    if (type === 'disconnect' && peers.includes(from)) effects.push(...outbox.map(data));
    if (type === 'restart') effects.push(...outbox.map(data));
    process.stdout.write(JSON.stringify({ number, effects, features: ['reset'] }) + '\\n');
  }`;

describe('a program that is told in its init which of its peers it is connected with', () => {
  it.each([
    ['unknown', client],
    ['violated', client.replace('peers.includes(from)', '!peers.includes(from)')],
  ])('can rely on that: %s', async (expected, source) => {
    const file = join(folder, `${expected}.mjs`);
    writeFileSync(file, source);
    const command = `"${process.execPath}" ${file}`;
    const programs = await runPrograms({
      name: 'client',
      protocol: connected,
      programs: { client: { command } },
    });
    try {
      const options = { ...effort, disturbances: 1, runs: 20, within: connected };
      const verdict = await simulate(programs.implementation, single, atLeastOnce, options);
      expect(verdict.verdict).toBe(expected);
    } finally {
      await programs.end();
    }
  });
});
