import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { catalogue, flaws, worldOf } from '../../../src/catalogue.ts';
import type { Entry } from '../../../src/catalogue.ts';
import { entriesOf } from '../../../src/conformance/history.ts';
import { judgeOf } from '../../../src/conformance/judge.ts';
import { linesIn } from '../../../src/conformance/lines.ts';
import { historyGuarantees } from '../../../src/conformance/promises.ts';
import { judgeWithDuckdb } from '../../../src/conformance/sql/duckdb.ts';
import { historyText } from '../../../src/conformance/writing.ts';
import { compose } from '../../../src/model/compose.ts';
import { observationsOf, replay } from '../../../src/model/trace.ts';
import { walked } from '../../laws/fixtures/traces.ts';

/** What one of the two has to say, in the form in which they are compared. */
export interface Said {
  readonly groups: readonly {
    readonly group: string | undefined;
    readonly verdicts: Readonly<Record<string, string>>;
    readonly anomalies: Readonly<Record<string, number>>;
    readonly legal: Readonly<Record<string, number>>;
  }[];
  /** The lines that are no events. */
  readonly unread: readonly number[];
}

export const everyGuarantee = historyGuarantees.map(({ name }) => name);

const inOrder = (groups: Said['groups']): Said['groups'] =>
  groups.toSorted((a, b) => ((a.group ?? '') < (b.group ?? '') ? -1 : 1));

/** The judge, line by line. */
export const judged = async (text: string, guarantees = everyGuarantee): Promise<Said> => {
  const judge = judgeOf(guarantees.map((name) => ({ name })));
  const unread: number[] = [];
  for await (const entry of entriesOf(linesIn(piecesOf(text)))) {
    if ('event' in entry) judge.hear(entry.event, entry.line);
    else {
      judge.miss(entry.line);
      unread.push(entry.line);
    }
  }
  const groups = judge.judgement().groups.map(({ group, rulings, anomalies, legal }) => ({
    group,
    verdicts: Object.fromEntries(rulings.map(({ guarantee, verdict }) => [guarantee, verdict])),
    anomalies,
    legal,
  }));
  return { groups: inOrder(groups), unread };
};

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** DuckDB, over a file in a folder that is removed after the tests of this file. */
export const aDatabase = () => {
  const folder = mkdtempSync(join(tmpdir(), 'onceproof-sql-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let number = 0;
  return async (text: string, guarantees = everyGuarantee): Promise<Said> => {
    const file = join(folder, `${(number += 1)}.jsonl`);
    writeFileSync(file, text);
    const { groups, complaints } = await judgeWithDuckdb(file, guarantees);
    return {
      groups: inOrder(
        groups.map(({ group, verdicts, anomalies, legal }) => ({ group, verdicts, anomalies, legal })),
      ),
      unread: complaints.map(({ line }) => line),
    };
  };
};

/** Runs of the models, written out as histories: of any protocol, right or flawed, in any of several worlds. */
export const modelRun: fc.Arbitrary<string> = fc
  .record({
    entry: fc.constantFrom<Pick<Entry, 'protocol' | 'scope'>>(...catalogue, ...flaws),
    world: fc.constantFrom('calm', 'lossy', 'reordering', 'hostile'),
    seed: fc.nat(),
  })
  .map(({ entry, world, seed }) => {
    const model = compose(entry.protocol, worldOf(entry, world));
    return historyText(observationsOf(replay(model, walked(model, seed, 40))), ['drained', 'ended']);
  });

const message = fc.constantFrom('m0', 'm1', 'm2', 'm3');
const maybe = <T>(values: fc.Arbitrary<T>, weight = 3) =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
const group = maybe(fc.constantFrom('g', 'h'), 2);
const transaction = maybe(fc.constantFrom('t', 'u'), 6);
const destination = maybe(fc.constantFrom('x', 'y'));
const digest = maybe(fc.constantFrom('d', 'e'));
const times = maybe(fc.integer({ min: 0, max: 30 }), 1);
// A consumer is of one process.
const consumer = maybe(fc.constantFrom('c1', 'c2'), 1);

const submitting = fc.record({
  type: fc.constantFrom(
    'submitted',
    'submitted',
    'accepted',
    'confirmed',
    'confirmed',
    'rejected',
    'abandoned',
  ),
  message,
  process: maybe(fc.constantFrom('p', 'q'), 1),
  key: maybe(fc.constantFrom('k', 'l'), 1),
  digest,
  destination,
  transaction,
  at: times,
});
const receiving = fc.record({
  type: fc.constantFrom('delivered', 'delivered', 'delivered', 'processed', 'settled', 'settled'),
  message,
  consumer,
  group,
  digest,
  destination,
  position: maybe(fc.constantFrom<string | number>('1', 2)),
  transaction,
  at: times,
});
const discarded = fc.record({
  type: fc.constant('discarded'),
  reason: fc.constant('expired'),
  message,
  group,
});
const interest = fc.record({
  type: fc.constantFrom('subscribed', 'subscribed', 'unsubscribed'),
  group,
  consumer,
  destination,
});
const ending = fc.record({
  type: fc.constantFrom('committed', 'committed', 'aborted', 'began'),
  transaction: fc.constantFrom('t', 'u'),
});
const crash = fc.record({
  type: fc.constantFrom('crashed', 'restarted'),
  process: fc.constantFrom('c1', 'c2', 'p'),
});
const drained = fc.record({ type: fc.constant('drained'), group: maybe(fc.constantFrom('g', 'h'), 3) });
const started = fc.record({
  type: fc.constant('started'),
  groups: maybe(fc.constantFrom(['g'], ['g', 'h'], []), 1),
  window: maybe(fc.constantFrom({ messages: 1 }, { messages: 3 }, { milliseconds: 5 }), 1),
  quiet: maybe(fc.constantFrom(3, 10), 1),
  complete: maybe(fc.record({ submitting: maybe(fc.boolean()), delivering: maybe(fc.boolean()) }), 2),
});
const ended = fc.record({
  type: fc.constant('ended'),
  complete: maybe(fc.record({ submitting: maybe(fc.boolean(), 1), delivering: maybe(fc.boolean(), 1) }), 1),
});

const line = (event: unknown): string => JSON.stringify(event);
const broken = fc.constantFrom(
  '{"type":"deli',
  'null',
  '[]',
  '{"type":"delivered"}',
  '{"type":"delivered","message":7}',
  '{"type":"settled","message":"m0","at":"now"}',
  '{"type":"submitted","message":"m0","key":null}',
  '{"type":"submitted","message":"m0",}',
  '{"type":"submitted","message":"m0","at":NaN}',
  '{"type":"lost","message":"m0"}',
  '{"type":"discarded","message":"m0","reason":"tired"}',
);
const odd = fc.constantFrom(
  '',
  '   ',
  '{"type":"fault"}',
  '{"type":"delivered","message":"m0","own":{"type":"settled"}}',
  '{"type":"submitted","message":"m\\u0030","group":5}',
  ' { "type" : "delivered" , "message" : "m1,}" } ',
);

/** Histories of everything that there is, in which much goes wrong. */
export const anyHistory: fc.Arbitrary<string> = fc
  .tuple(
    maybe(started, 1),
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: submitting.map(line) },
        { weight: 14, arbitrary: receiving.map(line) },
        { weight: 1, arbitrary: discarded.map(line) },
        { weight: 2, arbitrary: interest.map(line) },
        { weight: 2, arbitrary: ending.map(line) },
        { weight: 1, arbitrary: crash.map(line) },
        { weight: 2, arbitrary: drained.map(line) },
        { weight: 1, arbitrary: odd },
      ),
      { maxLength: 30 },
    ),
    maybe(broken, 4),
    maybe(ended, 1),
    fc.nat(),
  )
  .map(([first, lines, unreadable, last, place]) => {
    const all = [
      ...(first === undefined ? [] : [line(first)]),
      ...lines,
      ...(last === undefined ? [] : [line(last)]),
    ];
    return unreadable === undefined ? all : all.toSpliced(place % (all.length + 1), 0, unreadable);
  })
  .map((lines) => lines.map((each) => `${each}\n`).join(''));
