import { Buffer } from 'node:buffer';
import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { watchFile } from '../../src/cli/judge-watch.ts';
import { hearPieces } from '../../src/conformance/bytes/hearing.ts';
import { unpacked } from '../../src/conformance/bytes/unpacked.ts';
import { judgeOf } from '../../src/conformance/judge.ts';
import type { Judgement } from '../../src/conformance/judge.ts';
import { atLeastOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { aFolder, ask, askForResults } from './asking.ts';
import { written } from './told.ts';

const write = aFolder();
const history = written('submitted m0', 'confirmed m0', 'delivered m0', 'drained', 'ended');
const twice = written('submitted m0', 'confirmed m0', 'delivered m0', 'delivered m0', 'drained', 'ended');

const judgedFrom = async (pieces: AsyncIterable<Buffer>, memory?: number): Promise<Judgement> => {
  const judge = judgeOf([exactlyOnce], memory);
  await hearPieces(pieces, { judge, note: () => {} });
  return judge.judgement();
};

async function* linesOf(count: number, line: (index: number) => string): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index += 5000) {
    const some = Array.from({ length: Math.min(5000, count - index) }, (_, at) => line(index + at));
    yield Buffer.from(`${some.join('\n')}\n`);
  }
}

describe('a compressed file', () => {
  it('is judged like any other', async () => {
    const file = write('packed.jsonl.gz', gzipSync(twice));
    const { code, results } = await askForResults(file, '--guarantee', 'exactly-once');
    expect(code).toBe(1);
    expect(results[0]).toMatchObject({ reason: 'm0 is delivered twice (line 4)', errors: [] });
  });

  it('may be made of several, one after the other', async () => {
    const file = write('two.gz', Buffer.concat([gzipSync(history), gzipSync(written('delivered m0'))]));
    const { results } = await askForResults(file, '--guarantee', 'exactly-once');
    expect(results[0]?.reason).toBe('m0 is delivered twice (line 6)');
  });

  it('that ends early is judged as far as it goes, and what is missing may have been anything', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) =>
      written(`submitted m${at}`, `delivered m${at}`),
    ).join('');
    const whole = gzipSync(lines);
    const file = write('cut.gz', whole.subarray(0, whole.length / 2));
    const { code, results } = await askForResults(file, '--guarantee', 'at-most-once');
    expect(code).toBe(2);
    expect(results[0]).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('ends early') });
    expect(results[0]!.counts.submitted).toBeGreaterThan(500);
    const broken = write('cut-twice.gz', gzipSync(twice + lines).subarray(0, whole.length / 2));
    const { results: second } = await askForResults(broken, '--guarantee', 'at-most-once');
    expect(second[0]).toMatchObject({ verdict: 'violated', reason: 'm0 is delivered twice (line 4)' });
  });

  it('that is damaged is told', async () => {
    const bytes = gzipSync(history.repeat(50));
    bytes[30] = bytes[30]! ^ 0xff;
    const { code, stderr } = await ask(write('bad.gz', bytes), '--guarantee', 'at-most-once');
    expect([code, stderr]).toEqual([2, expect.stringContaining('damaged')]);
  });

  it('of a few bytes, or of none, is told as well', async () => {
    for (const bytes of [
      [0x1f, 0x8b],
      [0x1f, 0x8b, 8, 0],
    ]) {
      const { code } = await ask(write('stub.gz', Buffer.from(bytes)), '--guarantee', 'at-most-once');
      expect(code).toBe(2);
    }
  });

  it('that unpacks to very much is unpacked bit by bit', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000, ' '));
    async function* packed(): AsyncGenerator<Buffer> {
      yield bomb;
    }
    let largest = 0;
    for await (const piece of unpacked(packed())) largest = Math.max(largest, piece.length);
    expect(largest).toBeLessThan(1_000_000);
  });
});

describe('a limit that is reached makes the verdict unknown, and is named', () => {
  const line = (at: number): string =>
    JSON.stringify({ type: 'submitted', message: `${(at * 7919) % 1e9}-x` });

  it('memory', async () => {
    const { verdict, reason, counts } = await judgedFrom(linesOf(60_000, line), 2_000_000);
    expect(verdict).toBe('unknown');
    expect(reason).toMatch(/the limit of memory was reached on line \d+, and the rest was not heard/);
    expect(counts.submitted).toBeGreaterThan(10_000);
  });

  it('memory, after a breach: what was seen stays seen', async () => {
    async function* first(): AsyncGenerator<Buffer> {
      yield Buffer.from(twice);
      yield* linesOf(60_000, line);
    }
    const { verdict, reason } = await judgedFrom(first(), 2_000_000);
    expect([verdict, reason]).toEqual(['violated', 'm0 is delivered twice (line 4)']);
  });

  it('as an option of the command', async () => {
    const many = Array.from({ length: 30_000 }, (_, at) => line(at)).join('\n');
    const { code, results } = await askForResults(
      write('many', many),
      '--guarantee',
      'at-most-once',
      '--max-memory',
      '1MB',
    );
    expect(code).toBe(3);
    expect(results[0]?.reason).toContain('the limit of memory was reached');
    const { stderr } = await ask('f', '--guarantee', 'at-most-once', '--max-memory', 'much');
    expect(stderr).toContain('--max-memory takes a size like');
  });

  it('groups', async () => {
    const { verdict, reason } = await judgedFrom(
      linesOf(20_000, (at) => JSON.stringify({ type: 'delivered', message: 'm', group: `g${at}` })),
    );
    expect(verdict).toBe('unknown');
    expect(reason).toContain('the limit of 4096 groups was reached on line 4097');
  });
});

describe('clocks', () => {
  it('that go backwards are told, and decide nothing where no time is asked for', async () => {
    const file = write(
      'clock.jsonl',
      written('submitted m0 at=9', 'confirmed m0 at=3', 'delivered m0 at=4', 'drained at=1'),
    );
    const { code, results } = await askForResults(file, '--guarantee', 'exactly-once');
    expect(code).toBe(0);
    expect((results[0] as unknown as Judgement).notes).toEqual(['the clock went backwards 2 times']);
  });
});

describe('several recordings of one run', () => {
  const sender = write(
    'sender.jsonl',
    written('submitted m0 at=1', 'submitted m1 at=2', 'confirmed m0 at=5', 'confirmed m1 at=6'),
  );
  const receiver = write(
    'receiver.jsonl',
    written('delivered m1 at=3', 'delivered m0 at=4', 'delivered m0 at=7', 'drained at=9'),
  );

  it('are one history, in the order of their times, and every line is told with its file', async () => {
    const { code, results } = await askForResults(
      receiver,
      sender,
      '--merge',
      '--guarantee',
      'exactly-once',
      '--ordered',
    );
    expect(code).toBe(1);
    expect(results).toHaveLength(1);
    expect(results[0]?.reason).toBe(
      `m0 is delivered twice (${receiver}:3); m0 is delivered after m1, which was submitted later (${receiver}:2)`,
    );
    expect(results[0]?.offending[0]).toMatchObject({ file: receiver, line: 3, anomaly: 'duplicated' });
  });

  it('keep the order of each file, wherever its clock goes backwards or is silent', async () => {
    const one = write('one.jsonl', written('submitted m0 at=5', 'confirmed m0', 'delivered m0 at=1'));
    const other = write('other.jsonl', written('drained at=4', 'drained at=6'));
    const { results } = await askForResults(
      one,
      other,
      '--merge',
      '--guarantee',
      'confirmed-means-delivered',
    );
    expect(results[0]?.reason).toBe(`m0 is confirmed before it is delivered (${one}:2)`);
  });

  it('are judged one by one without --merge', async () => {
    const { results } = await askForResults(receiver, sender, '--guarantee', 'exactly-once');
    expect(results.map(({ verdict }) => verdict)).toEqual(['violated', 'unknown']);
  });
});

describe('a history that says itself what it promises', () => {
  it('is judged by that, if nothing is asked for', async () => {
    const file = write('own.jsonl', written('started promises=["at-most-once"]') + twice);
    const { code, results } = await askForResults(file);
    expect([code, results[0]?.guarantee]).toEqual([1, 'at most once']);
    const { code: silent, stderr } = await ask(write('mute.jsonl', history));
    expect([silent, stderr]).toEqual([2, expect.stringContaining('expected --guarantee')]);
    const { stderr: wrong } = await ask(
      write('wrong.jsonl', written('started promises=["magic"]') + history),
    );
    expect(wrong).toContain('expected "promises" to name guarantees, found "magic"');
  });
});

describe('a file that grows while it is watched', () => {
  /** Does one thing to the file before each next look, and answers what was told after each. */
  const watched = async (file: string, ...deeds: readonly (() => void)[]) => {
    const told: string[] = [];
    const left = [...deeds];
    const last = await watchFile(
      file,
      [atLeastOnce],
      {},
      {
        tell: async ({ verdict }) => void told.push(verdict),
        note: (text) => void told.push(text.replace(file, 'FILE').trimEnd()),
        wait: async () => {
          const deed = left.shift();
          deed?.();
          return deed !== undefined;
        },
      },
    );
    return { told, last };
  };
  const lines = history.trimEnd().split('\n');

  it('is judged after each time, and no more once it has ended', async () => {
    const file = write('grows.jsonl', `${lines[0]}\n`);
    const { told, last } = await watched(
      file,
      () => appendFileSync(file, `${lines[1]}\n`),
      () => {},
      () => appendFileSync(file, `${lines[2]}\n${lines[3]}\n`),
      () => appendFileSync(file, `${lines[4]}\n`),
      () => expect.unreachable('it has ended'),
    );
    expect(told).toEqual(['unknown', 'unknown', 'holds', 'holds']);
    expect(last.mistakes).toBe(0);
  });

  it('may stop in the midst of a line, which is waited for', async () => {
    const file = write('half.jsonl', history.slice(0, 30));
    const { told, last } = await watched(file, () => appendFileSync(file, history.slice(30)));
    expect(told).toEqual(['holds']);
    expect(last.errors).toEqual([]);
  });

  it('is judged from its beginning when it became shorter, or when another took its place', async () => {
    const shrinking = write('shrinking.jsonl', `${lines.slice(0, 3).join('\n')}\n`);
    const { told } = await watched(shrinking, () => truncateSync(shrinking, 0));
    expect(told.at(-1)).toBe('FILE: it became shorter; it is judged from its beginning');
    const rotating = write('rotating.jsonl', `${lines.slice(0, 3).join('\n')}\n`);
    const { told: rotated } = await watched(rotating, () => {
      renameSync(rotating, `${rotating}.1`);
      writeFileSync(rotating, history);
    });
    expect(rotated).toEqual([
      'holds',
      'FILE: another file has taken its place; it is judged from its beginning',
      'holds',
    ]);
  });

  it('must be there, and not be compressed', async () => {
    await expect(watched(write('gone', '').concat('-missing'))).rejects.toThrow('no such file');
    await expect(watched(write('packed.gz', gzipSync(history)))).rejects.toThrow(
      'does not grow line by line',
    );
  });
});

describe('a picture', () => {
  it('is drawn of the first message of each kind of anomaly, with the numbers of lines', async () => {
    const { stdout } = await ask(write('twice.jsonl', twice), '--guarantee', 'exactly-once');
    expect(stdout.slice(stdout.indexOf('\n\n') + 2)).toMatchInlineSnapshot(`
      "              ┌──────────┐                 ┌──────────┐
                    │ producer │                 │ consumer │
                    └────┬─────┘                 └────┬─────┘
                         │                            │
       1    submits m0 ═►│                            │
       2  confirmed m0 ◄═╡                            │
       3                 │      from line 1 ··· m0 ──►│
                         │                            ╞═► delivered m0
       4                 │      from line 1 ··· m0 ──►│
                         │                            ╞═► delivered m0 ✗
       5         drained │                            │
                         │                            │
       ✗ m0 is delivered again, first on line 3
      "
    `);
  });

  it('is drawn of no more events than a person can look at', async () => {
    const many = written('submitted m0', ...Array.from({ length: 500 }, () => 'delivered m0'));
    const { stdout } = await ask(write('many-times.jsonl', many), '--guarantee', 'at-most-once');
    expect(stdout).toContain('… 477 more');
    expect(stdout.split('\n').length).toBeLessThan(80);
  });
});
