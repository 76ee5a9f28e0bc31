import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { python } from '../conformance/process/toolchains.ts';
import { onceproofIn } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string): string => `${python} ${resolve('properties/conformance/programs', name)}`;
const quick = ['--messages', '1', '--disturbances', '1', '--runs', '5'];

describe('onceproof test', { skip: python === undefined }, () => {
  it('keeps what it found, and tells when it is mended', () => {
    const kept = [
      '--role',
      'receiver',
      '--guarantee',
      'exactly-once',
      '--name',
      'mine',
      '--store',
      'past',
      ...quick,
    ];
    const broken = onceproofIn(folder, 'test', '--exec', program('first_receiver.py'), ...kept);
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringMatching(/^kept as past/)]);
    const mended = onceproofIn(folder, 'test', '--exec', program('receiver.py'), ...kept);
    expect([mended.code, mended.stdout.split(':')[0]]).toEqual([0, '✓ fixed exactly once']);
    const worse = onceproofIn(folder, 'test', '--exec', program('first_receiver.py'), ...kept);
    expect([worse.code, worse.stdout.startsWith('✗ still broken')]).toEqual([1, true]);
  });
});
