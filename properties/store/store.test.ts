import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { textOfDocument, traceDocument } from '../../src/counterexample/file/document.ts';
import type { TraceDocument } from '../../src/counterexample/file/schema.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { storeIn } from '../../src/store/index.ts';
import type { StoreOptions } from '../../src/store/index.ts';
import { flaws } from '../laws/representative.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const emptyStore = (options: StoreOptions = { keeping: true }) =>
  storeIn(join(folder, `store-${(count += 1)}`, 'within'), options);

const failures: readonly TraceDocument[] = flaws.map((flaw) => {
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, flaw.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${flaw.protocol.name} is not flawed`);
  return traceDocument(model, flaw.guarantee.name, verdict.trace, verdict);
});
const [failure] = failures as [TraceDocument];

describe('a store of past failures', () => {
  it('is made by the first failure that is to be kept, and by nothing else', () => {
    const store = emptyStore();
    expect([store.exists(), store.read(), existsSync(store.directory)]).toEqual([
      false,
      { failures: [], unreadable: [] },
      false,
    ]);
    expect(store.keep(failure).outcome).toBe('kept');
    expect([store.exists(), store.documents()]).toEqual([true, [failure]]);
  });

  it('gives back every failure that it was given, in the order of the names of its files', () => {
    const store = emptyStore();
    for (const each of failures) expect(store.keep(each).outcome).toBe('kept');
    const { failures: kept, unreadable } = store.read();
    expect(unreadable).toEqual([]);
    expect(kept.map(({ file }) => basename(file))).toEqual(readdirSync(store.directory).sort());
    expect(kept.map(({ document }) => document)).toEqual(expect.arrayContaining([...failures]));
    expect(kept).toHaveLength(failures.length);
  });

  it('keeps a failure once, under a name that its content alone decides', () => {
    const [one, other] = [emptyStore(), emptyStore()];
    const [first, second] = [one.keep(failure), other.keep(failure)];
    expect(basename(first.file)).toBe(basename(second.file));
    expect(basename(first.file)).toMatch(/^deliver-before-record-[0-9a-f]{16}\.json$/);
    expect(one.keep(failure)).toEqual({ outcome: 'known', file: first.file });
    expect(readdirSync(one.directory)).toEqual([basename(first.file)]);
  });

  it.each<readonly [string, Partial<TraceDocument>]>([
    ['protocol', { protocol: 'another' }],
    ['guarantee', { guarantee: 'in order' }],
    ['world', { world: { ...worlds.hostile, losses: 7 } }],
    ['world’s name', { world: { ...worlds.hostile, name: 'another' } }],
    ['trace', { trace: failure.trace.slice(1) }],
  ])('keeps another failure for another %s', (_, change) => {
    const store = emptyStore();
    expect(store.keep(failure).outcome).toBe('kept');
    expect(store.keep({ ...failure, ...change }).outcome).toBe('kept');
    expect(store.documents()).toHaveLength(2);
  });

  it('knows a failure again whatever was said of it, and whatever the protocol answers by now', () => {
    const store = emptyStore();
    store.keep(failure);
    expect(store.keep({ ...failure, clause: 'anything', digest: 'AAAAAA', comment: '?' }).outcome).toBe(
      'known',
    );
    expect(store.documents()).toEqual([failure]);
  });

  it('takes any name of a protocol', () => {
    const store = emptyStore();
    const { outcome, file } = store.keep({ ...failure, protocol: '../../näme of/mine' });
    expect([outcome, basename(file).slice(0, -22)]).toEqual(['kept', '-n-me-of-mine']);
    expect(store.documents()[0]!.protocol).toBe('../../näme of/mine');
  });
});

describe('a store in CI', () => {
  const inCi = <T>(value: string | undefined, act: () => T): T => {
    vi.stubEnv('CI', value);
    try {
      return act();
    } finally {
      vi.unstubAllEnvs();
    }
  };

  it.each(['true', '1', 'yes'])('keeps nothing where CI is %s, and says why', (value) => {
    const store = inCi(value, () => emptyStore({}));
    expect(inCi(value, () => store.keep(failure))).toMatchObject({
      outcome: 'not kept',
      reason: 'nothing is kept in CI (the variable CI is set)',
    });
    expect(store.exists()).toBe(false);
  });

  it.each([undefined, '', 'false', '0'])('is none where CI is %s', (value) => {
    expect(inCi(value, () => emptyStore({})).keep(failure).outcome).toBe('kept');
  });

  it('keeps what it is told to keep', () => {
    expect(inCi('true', () => emptyStore({ keeping: true }).keep(failure).outcome)).toBe('kept');
    expect(inCi('', () => emptyStore({ keeping: false }).keep(failure))).toMatchObject({
      outcome: 'not kept',
      reason: 'nothing was to be kept',
    });
  });

  it('knows what was kept before, as everywhere', () => {
    const store = emptyStore();
    const { file } = store.keep(failure);
    const again = storeIn(store.directory, { keeping: false });
    expect(again.keep(failure)).toEqual({ outcome: 'known', file });
  });
});

describe('what the user has in a store', () => {
  it('is never changed, not even a file that stands where a failure would', () => {
    const store = emptyStore();
    const { file } = store.keep(failure);
    const reviewed = textOfDocument({ ...failure, comment: 'reviewed' });
    writeFileSync(file, reviewed);
    expect(store.keep(failure).outcome).toBe('known');
    expect(readFileSync(file, 'utf8')).toBe(reviewed);
    writeFileSync(file, 'not ours');
    expect(store.keep(failure).outcome).toBe('known');
    expect(readFileSync(file, 'utf8')).toBe('not ours');
  });

  it('may be anything: what cannot be read is named with its place and hides nothing', () => {
    const store = emptyStore();
    const { file } = store.keep(failure);
    const put = (name: string, content: string): string => {
      writeFileSync(join(store.directory, name), content);
      return join(store.directory, name);
    };
    const broken = put('broken.json', '{\n  "schemaVersion": 1,\n');
    const conflict = put(
      'a-conflict.json',
      readFileSync(file, 'utf8').replace('  "guarantee"', '<<<<<<< ours\n  "guarantee"'),
    );
    const strange = put('strange.json', readFileSync(file, 'utf8').replace('"cut":1', '"cut":-1'));
    put('README.md', 'what is kept here');
    put('.hidden.json', 'no failure');
    mkdirSync(join(store.directory, 'folder.json'));
    const { failures: kept, unreadable } = store.read();
    expect(kept).toEqual([{ file, document: failure }]);
    expect(unreadable.map(({ message }) => message)).toEqual([
      `${conflict}:4:1: expected a field name in double quotes, found <<<<<<<`,
      `${broken}:3:1: expected a field name in double quotes, found the end of the text`,
      expect.stringMatching(/folder\.json: EISDIR/),
      expect.stringMatching(
        /strange\.json:\d+:\d+: \$\.trace\[2\]\.cut: expected a whole number from 0, found -1$/,
      ),
    ]);
    expect(unreadable.at(-1)!.file).toBe(strange);
  });

  it('may be no directory: then nothing is kept, and nothing is thrown', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, 'mine');
    const [at, within] = [storeIn(file, { keeping: true }), storeIn(join(file, 'store'), { keeping: true })];
    expect(at.exists()).toBe(false);
    expect(at.keep(failure)).toMatchObject({
      outcome: 'not kept',
      reason: expect.stringContaining('EEXIST'),
    });
    expect(within.keep(failure)).toMatchObject({
      outcome: 'not kept',
      reason: expect.stringContaining('ENOTDIR'),
    });
    expect(at.read().unreadable).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
