import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { basics } from '../../src/catalogue/basics.ts';
import { worldsFor } from '../../src/catalogue.ts';
import { pagesOf } from '../../src/cli/matrix/page.ts';
import { storiesOf } from '../../src/cli/matrix/stories.ts';
import { markOf } from '../../src/cli/matrix/tables.ts';
import { tellMatrix } from '../../src/cli/matrix/text.ts';
import { columnsOf } from '../../src/counterexample/drawing/columns.ts';
import type { Verdict } from '../../src/explore/verdict.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { isAtLeastAsHarsh } from '../../src/matrix/harsher.ts';
import { isSilent } from '../../src/matrix/matrix.ts';
import { theorems } from '../../src/matrix/theorems.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import { comparisonsIn, isRepaired, told } from './laws.ts';
import { whole } from './whole.ts';

const { rows, columns, guarantees, verdicts } = whole;
const verdictOf = (protocol: Protocol, world: string, guarantee: Guarantee): Verdict =>
  verdicts[rows.findIndex((row) => row.protocol === protocol)]![
    columns.findIndex(({ name }) => name === world)
  ]![guarantees.indexOf(guarantee)]!;

const pages = pagesOf(whole);

describe('spec/matrix.md and its stories', () => {
  it.each(pages)('are as they are generated now: $path', async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(resolve('spec', path));
  });

  it('tell of no protocol that does not exist', () => {
    const expected = pages.flatMap(({ path }) => /^stories\/(.*)/.exec(path)?.[1] ?? []);
    expect(readdirSync('spec/stories').sort()).toEqual(expected.toSorted());
    expect(expected).toHaveLength(basics.entries.length + basics.flaws.length);
  });

  it('lead from every broken cell to a story that is there, and has as many steps', () => {
    const texts = new Map(pages.map(({ path, text }) => [path, text]));
    const links = [...pages[0]!.text.matchAll(/\[(\d+)\]\((stories\/[^#)]*)#([^)]*)\)/g)];
    for (const [, steps, path = '', anchor] of links) {
      const [, story = ''] = texts.get(path)!.split(`<a id="${anchor}"></a>`);
      expect([anchor, /^\n\n## .*, in (\d+) steps?\n/.exec(story)?.[1]]).toEqual([anchor, steps]);
    }
    const broken = verdicts.flat(2).filter(({ verdict }) => verdict === 'violated');
    expect(links).toHaveLength(broken.length);
  });

  it('tell each story once, under a name of its own', () => {
    for (const row of rows.keys()) {
      const { stories } = storiesOf(whole, row);
      expect(new Set(stories.map(({ anchor }) => anchor)).size).toBe(stories.length);
      expect(new Set(stories.map(({ words }) => words.replace(/✗.*?:/, ''))).size).toBe(stories.length);
    }
  });
});

describe('on a terminal, the whole matrix', () => {
  it('fits into 80 columns', () => {
    const lines = tellMatrix(whole, { stdout: () => undefined, stderr: () => undefined }).split('\n');
    expect(lines.filter((line) => columnsOf(line) > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(rows.length * guarantees.length);
  });
});

describe('every cell', () => {
  it('is decided, or was never put to the test', () => {
    expect(verdicts.flat(2)).toHaveLength(rows.length * columns.length * guarantees.length);
    expect(verdicts.flat(2).filter((verdict) => ['?', '≤'].includes(markOf(verdict)[0]!))).toEqual([]);
  });

  it('agrees with what the protocol claims, where the column is a named world', () => {
    const named = columns.filter(({ name }) => Object.hasOwn(worlds, name));
    expect(named).toHaveLength(Object.keys(worlds).length);
    for (const { protocol, claims } of basics.entries) {
      for (const guarantee of guarantees) {
        const kept = named.filter(({ name }) => verdictOf(protocol, name, guarantee).verdict === 'holds');
        const promised = claims.find((claim) => claim.guarantee === guarantee)?.worlds ?? [];
        // A world that makes no difference to the protocol is to it what the calm one is.
        const claimed = named
          .map(({ name }) => name)
          .filter((name) =>
            (promised as readonly string[]).includes(
              (worldsFor(protocol) as readonly string[]).includes(name) ? name : 'calm',
            ),
          );
        expect([protocol.name, guarantee.name, kept.map(({ name }) => name).toSorted()]).toEqual([
          protocol.name,
          guarantee.name,
          claimed.toSorted(),
        ]);
      }
    }
  });
});

describe('a flawed twin', () => {
  it.each(basics.flaws)(
    '$protocol.name is broken where its twin holds',
    ({ protocol, twinOf, world, guarantee }) => {
      expect(verdictOf(protocol, world, guarantee).verdict).toBe('violated');
      expect(verdictOf(twinOf, world, guarantee).verdict).toBe('holds');
    },
  );
});

describe('adding a fault', () => {
  it('never repairs, and never makes the shortest counterexample longer', () => {
    const compared = comparisonsIn(whole);
    expect(compared.filter(isRepaired).map(told)).toEqual([]);
    // Neither by silence: something holds under the milder assumption and breaks under the harsher.
    const worsened = compared.filter(
      ({ milder, harsher }) => milder.verdict.verdict === 'holds' && harsher.verdict.verdict === 'violated',
    );
    expect(worsened.length).toBeGreaterThan(500);
  });

  it('puts to the test what was put to it before', () => {
    const silenced = comparisonsIn(whole).filter(
      ({ milder, harsher }) => isSilent(harsher.verdict) && !isSilent(milder.verdict),
    );
    expect(silenced.map(told)).toEqual([]);
  });

  it('like reordering does not repair a debt in this catalogue either, though it may elsewhere', () => {
    const order: typeof isAtLeastAsHarsh = (harsher, milder, roles) =>
      isAtLeastAsHarsh(harsher, milder, roles, {});
    const compared = comparisonsIn(whole, order);
    expect(compared.length).toBeGreaterThan(comparisonsIn(whole).length);
    expect(compared.filter(isRepaired).map(told)).toEqual([]);
  });

  it('is not what losing a disk is: that repairs, so it is no harsher than keeping it', () => {
    const order: typeof isAtLeastAsHarsh = (harsher, milder, roles, guarantee) =>
      harsher.disks === 'lost' &&
      isAtLeastAsHarsh({ ...harsher, disks: milder.disks }, milder, roles, guarantee);
    const repaired = comparisonsIn(whole, order).filter(isRepaired);
    expect(repaired.map(told)).toContain(
      'record-then-deliver, honest confirmation: broken in 6 in receiver-crashing, but holds in receiver-forgetful',
    );
  });
});

describe('what a theorem says that no protocol keeps', () => {
  it.each(theorems)('is kept by none here: $says', ({ guarantees: denied, assumptions }) => {
    const cells = verdicts.flatMap((row) =>
      row.flatMap((cell, column) =>
        assumptions.includes(columns[column]!.name)
          ? cell.filter((_, guarantee) => denied.includes(guarantees[guarantee]!.name))
          : [],
      ),
    );
    expect(cells).toHaveLength(rows.length * assumptions.length * denied.length);
    expect(cells.filter(({ verdict }) => verdict === 'holds')).toEqual([]);
  });
});
