import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { transformWithOxc } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import * as fastCheck from '../../src/fast-check/index.ts';
import * as onceproof from '../../src/index.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';
import { sentTwice } from '../../src/protocols/flawed/sent-twice.ts';
import { storeIn } from '../../src/store/index.ts';
import '../../src/vitest/index.ts';
import { traceOf } from '../laws/fixtures/traces.ts';
import { checking, examplesIn, valueIn } from './examples.ts';

const { compose, protocols, worlds, atMostOnce, atLeastOnce, exactlyOnce } = onceproof;
const folder = mkdtempSync(join(tmpdir(), 'onceproof-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What an example may speak of without saying what it is: a flawed twin, and its counterexample. */
const known = () => {
  const model = compose(sentTwice, worlds.calm);
  const verdict = onceproof.verifyExhaustively(model, atMostOnce);
  if (verdict.verdict !== 'violated') throw new Error('sent-twice is not flawed');
  const { trace, violation } = verdict;
  const lossy = compose(protocols.fireAndForget, worlds.lossy);
  const [submission, loss] = traceOf(lossy, 'submit m0', 'lose data m0');
  const property = fc.property(
    fastCheck.walks(compose(protocols.exactlyOnce, worlds.calm)),
    fastCheck.keeps(exactlyOnce),
  );
  const data = { type: 'data' } as const;
  return {
    model,
    verdict,
    trace,
    violation,
    submission,
    loss,
    property,
    fc,
    expect,
    found: trace,
    message: { id: 'm0', payload: 'hello' },
    renamed: { ...sentTwice, name: 'renamed' },
    examine: onceproof.examinerOf(model, atMostOnce),
    sender: {
      upon: { submit: (_: object, message: onceproof.Message) => [onceproof.send({ ...data, message })] },
    },
    receiver: { upon: { receive: () => [] } },
    // No example writes anything, or reads what is in the way.
    writeFileSync: (_: string, text: string) => expect(text).toMatch(/^</),
    storeIn: (directory: string) => storeIn(join(folder, directory)),
    ...protocols,
    shortWindow,
    sentTwice,
    exactlyOnce,
    atLeastOnce,
    atMostOnce,
  };
};

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('cli'))
  .sort();
const entries = new Set(['index.ts', 'fast-check/index.ts', 'store/index.ts', 'vitest/index.ts']);
const published = new Set<unknown>([...Object.values(onceproof), ...Object.values(fastCheck), storeIn]);
/** Of files that publish nothing, examples are for those who read them. */
const files = await Promise.all(
  sources.map(async (name) => {
    const text = readFileSync(join('src', name), 'utf8');
    if (!text.includes('@example')) return { name, text, own: {} };
    return {
      name,
      text,
      own: (await import(pathToFileURL(join('src', name)).href)) as Record<string, unknown>,
    };
  }),
);
const all = files
  .filter(({ name, own }) => entries.has(name) || Object.values(own).some((value) => published.has(value)))
  .flatMap(({ name, text, own }) =>
    examplesIn(join('src', name), text).map((example) => ({ ...example, own })),
  );

/** These speak of a system under test, or of a matcher for one, and nothing here stands for it yet. */
const needsSystem = /^src\/(?:conformance\/|fast-check\/delivery\.ts|vitest\/index\.ts:(?!4$))/;
const examples = all.filter(({ place }) => !needsSystem.test(place));

describe('every example of the public names', () => {
  it('is run, but for those that need a system under test', () => {
    expect(all.length - examples.length).toMatchInlineSnapshot(`13`);
  });

  it('is found', () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)('runs, and comes to what it says: $place', async ({ code, own }) => {
    const { storeIn: _, ...others } = own;
    const scope = { ...onceproof, ...fastCheck, ...others, ...known() } as Record<string, unknown>;
    const check = async (found: unknown, said: string): Promise<void> => {
      const wanted = valueIn(said, scope);
      if (wanted !== undefined) expect(await found).toEqual(wanted.value);
    };
    const { code: plain } = await transformWithOxc(checking(code), 'example.ts');
    // oxlint-disable-next-line no-implied-eval, no-new-func -- an example is code
    const run = new Function('scope', 'check', `with (scope) { return (async () => {\n${plain}\n})(); }`) as (
      ...names: readonly unknown[]
    ) => Promise<void>;
    const checks: Promise<void>[] = [];
    await run(scope, (found: unknown, said: string) => checks.push(check(found, said)));
    await Promise.all(checks);
  });
});

describe('what an example says of a value', () => {
  it('is checked, but for these, which are prose', () => {
    const said = examples.flatMap(({ code }) =>
      [...checking(code).matchAll(/^check\(.*, "(.*)"\);$/gm)].map(([, comment]) => comment!),
    );
    const prose = said.filter((comment) => valueIn(JSON.parse(`"${comment}"`), known()) === undefined);
    expect(prose).toMatchInlineSnapshot(`
      [
        "1. the application submits m0 to sender: sender accepts m0, sends data m0   [submitted m0, accepted m0]",
        "['Why: m0 is delivered twice: … .', 'Steps that matter (▸): 1, 2 and 3 of 3.']",
        "as few as break it",
        "every action was possible",
      ]
    `);
    expect(said.length - prose.length).toBeGreaterThan(10);
  });
});

describe('an example that is wrong', () => {
  it('is found to be', () => {
    const [example] = examplesIn(
      'x.ts',
      '/**\n * What.\n *\n * @example\n * one(1); // 2\n * const x = one(2);\n * x;\n * // 3\n */',
    );
    expect(example).toEqual({ place: 'x.ts:4', code: 'one(1); // 2\nconst x = one(2);\nx;\n// 3' });
    expect(checking(example!.code)).toBe('check(one(1), "2");\nconst x = one(2);\ncheck(x, "3");');
    expect(valueIn("'holds', in the calm world", {})).toEqual({ value: 'holds' });
    expect(valueIn("['submit']", {})).toEqual({ value: ['submit'] });
    expect(valueIn('trace.length + 1', { trace: [1] })).toEqual({ value: 2 });
    expect(valueIn('the two deliveries', {})).toBeUndefined();
  });
});
