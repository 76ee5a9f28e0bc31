import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { go } from '../conformance/process/toolchains.ts';
import { testedTemplate } from './template.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-go-'));
afterAll(() => rmSync(folder, { recursive: true }));

if (go === undefined) console.log('The programs in Go are not tried: there is no Go here.');

/** Compiling takes long where nothing is compiled yet. */
describe.skipIf(go === undefined)('a program in Go', () => {
  it.each(['spec/templates/worker.go', 'properties/conformance/programs/receiver.go'])(
    'delivers exactly once: %s',
    (file) => {
      const { status, stderr } = spawnSync(go!, ['build', '-o', join(folder, 'worker'), resolve(file)], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      const verdicts = testedTemplate(join(folder, 'worker'));
      expect(verdicts).not.toContain('violated');
      if (file.includes('template')) expect(verdicts).toEqual(['holds', 'holds', 'holds']);
    },
  );
});
