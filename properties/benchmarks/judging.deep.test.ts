import { Buffer } from 'node:buffer';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { hearPieces } from '../../src/conformance/bytes/hearing.ts';
import { judgeOf } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import { atLeastOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { piecesOf } from '../../src/cli/judge-file.ts';
import { countOf, isDoubled, isLost, longHistory } from './long-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Four events each, nearly: ten million events. */
const messages = 2_500_000;

/** Whoever reads the same file in the same run: each answers how many events it saw. */
type Reader = (file: string) => Promise<number>;

const judged: { judgement?: Judgement; bytes?: number } = {};

const readers: Readonly<Record<string, Reader>> = {
  'the judge': async (file) => {
    const judge = judgeOf([exactlyOnce]);
    const { heard } = await hearPieces(piecesOf(file), { judge, note: () => expect.unreachable() });
    judged.bytes = judge.bytes();
    judged.judgement = judge.judgement();
    return heard;
  },
  'JSON.parse of each line, and nothing else': async (file) => {
    let heard = 0;
    for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
      if ((JSON.parse(line) as { type: string }).type !== '') heard += 1;
    }
    return heard;
  },
};

const inTurn = 3;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

describe('a history of ten million events', () => {
  it('is judged as it was made, in less than 16 bytes a message; how fast is printed', async () => {
    const file = join(folder, 'long.jsonl');
    const { pieces } = longHistory(messages, (number) => `order-${number}`);
    await pipeline(Readable.from(pieces()), createWriteStream(file));
    const seconds = new Map<string, number[]>();
    let events = 0;
    for (let turn = 0; turn < inTurn; turn += 1) {
      for (const [name, read] of Object.entries(readers)) {
        const started = performance.now();
        events = await read(file);
        const taken = (performance.now() - started) / 1000;
        seconds.set(name, [...(seconds.get(name) ?? []), taken]);
      }
    }
    const size = statSync(file).size;
    for (const [name, taken] of seconds) {
      const middle = median(taken);
      console.log(
        `${name}: ${middle.toFixed(1)} s for ${events} events, ${Math.round(events / middle / 1000)} k/s, ${Math.round(size / middle / 1e6)} MB/s`,
      );
    }
    const { judgement, bytes } = judged;
    console.log(`memory: ${(bytes! / messages).toFixed(1)} bytes a message`);
    const [lost, doubled] = [countOf(messages, isLost), countOf(messages, isDoubled)];
    expect(events).toBe(4 * messages - 2 * lost + doubled + 2);
    expect(judgement).toMatchObject({
      verdict: 'violated',
      counts: { submitted: messages, confirmed: messages, delivered: messages - lost },
      anomalies: { lost, duplicated: doubled, phantom: 0, unsettled: 0, redeliveredAfterSettle: 0 },
    });
    expect(bytes! / messages).toBeLessThan(16);
  });

  it('with ids that are random, what a message takes is printed', async () => {
    const some = 500_000;
    const idOf = (number: number): string => {
      const hex = (Math.imul(number + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
      return `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-8${hex.slice(4, 7)}-${hex}${hex.slice(2, 6)}`;
    };
    const judge = judgeOf([exactlyOnce]);
    await hearPieces(longHistory(some, idOf).pieces(), { judge, note: () => expect.unreachable() });
    console.log(`memory: ${(judge.bytes() / some).toFixed(1)} bytes a message with ids of 36 characters`);
    expect(judge.judgement().counts.submitted).toBe(some);
  });
});

describe('what nobody should send', () => {
  it('a gigabyte without an end of a line takes no memory and is one error', async () => {
    const piece = Buffer.alloc(1 << 20, '{"type":"submitted","message":"');
    async function* endless(): AsyncGenerator<Buffer> {
      for (let count = 0; count < 1024; count += 1) yield piece;
    }
    const judge = judgeOf([atLeastOnce]);
    const errors: string[] = [];
    const before = process.memoryUsage().rss;
    await hearPieces(endless(), { judge, note: ({ message }) => void errors.push(message) });
    expect(errors).toEqual(['expected a line of at most 1048576 bytes, found a longer one']);
    expect(judge.judgement()).toMatchObject({ verdict: 'unknown' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  it('ten million groups end at the limit, which is named', async () => {
    async function* crowd(): AsyncGenerator<Buffer> {
      for (let at = 0; at < 10_000_000; at += 10_000) {
        const lines = Array.from(
          { length: 10_000 },
          (_, index) => `{"type":"delivered","message":"m","group":"g${at + index}"}`,
        );
        yield Buffer.from(`${lines.join('\n')}\n`);
      }
    }
    const judge = judgeOf([atLeastOnce]);
    await hearPieces(crowd(), { judge, note: () => expect.unreachable() });
    const { verdict, reason } = judge.judgement();
    expect(verdict).toBe('unknown');
    expect(reason).toContain('the limit of 4096 groups was reached');
    expect(judge.bytes()).toBeLessThan(50e6);
  });

  it('a million keys and a million processes are only more to keep', async () => {
    async function* keyed(): AsyncGenerator<Buffer> {
      for (let at = 0; at < 1_000_000; at += 10_000) {
        const lines = Array.from({ length: 10_000 }, (_, index) => {
          const name = at + index;
          return `{"type":"submitted","message":"m${name}","process":"p${name}","key":"k${name}"}\n{"type":"delivered","message":"m${name}","process":"c${name}"}`;
        });
        yield Buffer.from(`${lines.join('\n')}\n`);
      }
    }
    const judge = judgeOf([{ name: 'in order per key' }]);
    await hearPieces(keyed(), { judge, note: () => expect.unreachable() });
    expect(judge.judgement().verdict).toBe('holds');
  });
});
