import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { python } from '../conformance/process/toolchains.ts';
import { onceproof, onceproofIn } from './run.ts';
import { testedTemplate } from './template.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-init-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('onceproof init', () => {
  it.each(['python', 'typescript', 'go'])('writes a template of about thirty lines in %s', (language) => {
    const { code, stdout, stderr } = onceproofIn(folder, 'init', '--language', language, '--out', language);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(`^Try it: cd ${language} && .*onceproof test --exec "[^"]+" --role receiver\n$`),
    );
    const text = readFileSync(join(folder, stdout.trim()), 'utf8');
    expect(text.split('\n').length).toBeLessThan(55);
  });

  it('leaves alone what is there already', () => {
    writeFileSync(join(folder, 'worker.py'), 'mine');
    const { code, stdout, stderr } = onceproofIn(folder, 'init', '--language', 'python');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('onceproof init: worker.py is not written: it is there already\n');
    expect(readFileSync(join(folder, 'worker.py'), 'utf8')).toBe('mine');
  });

  it.each([
    [[], '--language is expected: python, typescript, go'],
    [['--language', 'pyton'], 'there is no language "pyton". Did you mean python?'],
    [['--language', 'go', '--out', '/dev/null/x'], 'is not written: '],
  ])('%j ends with 2 and says what is wrong', (args, complaint) => {
    const { code, stderr } = onceproof('init', ...args);
    expect([code, stderr.includes(complaint) ? complaint : stderr]).toEqual([2, complaint]);
  });
});

describe('a template', () => {
  it.skipIf(python === undefined)('in Python keeps what it says, in every state', () => {
    expect(testedTemplate(`${python} ${resolve('spec/templates/worker.py')}`)).toEqual([
      'holds',
      'holds',
      'holds',
    ]);
  });

  it('in TypeScript keeps what it says, in every state', () => {
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--erasableSyntaxOnly'];
    const where = ['--types', 'node', '--typeRoots', resolve('node_modules/@types'), '--outDir', folder];
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const args = [compiler, '--ignoreConfig', ...strict, ...where, resolve('spec/templates/worker.ts')];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
    const command = `"${process.execPath}" ${join(folder, 'worker.js')}`;
    expect(testedTemplate(command)).toEqual(['holds', 'holds', 'holds']);
  });
});
