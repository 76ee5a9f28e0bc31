import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAsciiLocale } from '../../src/cli/ascii.ts';
import { inLines } from '../../src/cli/why.ts';
import { basics } from '../../src/catalogue/basics.ts';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { readTraceDocument, textOfDocument, traceDocument } from '../../src/counterexample/file/document.ts';
import { drawMermaid } from '../../src/counterexample/mermaid.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { explain, toldWhy } from '../../src/counterexample/why/why.ts';
import { readToken, tokenOf, traceIn } from '../../src/counterexample/token/token.ts';
import { toItf } from '../../src/counterexample/itf.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce as exactlyOnceProtocol } from '../../src/protocols/exactly-once.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** The shortest counterexample of a flawed twin. */
const storyOf = (name: string) => {
  const flaw = flaws.find(({ protocol }) => protocol.name === name)!;
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, flaw.guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${name} is not flawed`);
  const { trace, violation } = verdict;
  const token = tokenOf(model, flaw.guarantee.name, trace);
  const why = explain(model, flaw.guarantee, trace, violation);
  return { model, guarantee: flaw.guarantee, trace, violation, token, why, marked: { matters: why.steps } };
};
const short = storyOf('short-window');

/** A protocol of the user's own whose receiver does with a new message what is said. */
const protocolFile = (name: string, effects: string, called = 'mine'): string =>
  file(
    name,
    `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
     const receiver = { disk: { seen: [] }, upon: { receive: ({ disk }, { message }) => { const { id } = message; return ${effects}; } } };
     export default { name: '${called}', roles: { sender, receiver }, links: ['sender -> receiver'] };`,
  );
const careless = `[{ type: 'deliver', message }]`;
const careful = `disk.seen.includes(id) ? [] : [{ type: 'atomically', effects: [{ type: 'deliver', message }, { type: 'write', disk: { seen: [...disk.seen, id] } }] }]`;
const verifyMine = (path: string, ...args: readonly string[]) =>
  onceproof(
    'verify',
    path,
    '--world',
    'duplicating',
    '--guarantee',
    'at-most-once',
    '--messages',
    '1',
    ...args,
  );

/** What stands behind `Reproduce: onceproof`. */
const reproducing = (stdout: string): readonly string[] => {
  const lines = [...stdout.matchAll(/^Reproduce: onceproof (.*)$/gm)].map(([, line]) => line!);
  expect(lines).toHaveLength(1);
  return lines[0]!.split(' ');
};

describe('onceproof replay TOKEN', () => {
  // A few of them; that every twin's token brings its trace back is a law.
  it.each(basics.flaws.filter((_, index) => index % 4 === 0))(
    'performs what verify found in $protocol.name: the same picture, the same words',
    (flaw) => {
      const found = onceproof('verify', flaw.protocol.name);
      const again = onceproof(...reproducing(found.stdout));
      const { model, trace, violation, why, marked } = storyOf(flaw.protocol.name);
      const because = toldWhy(why, trace).map((line) => inLines(line, 80));
      expect([found.code, again.code, again.stderr]).toEqual([1, 1, '']);
      expect(found.stdout).toContain(drawText(model, trace, violation, marked));
      expect(again.stdout).toBe(
        [
          `${violation.guarantee}: ${model.name}\n  ${model.bound}\n`,
          `${drawText(model, trace, violation, marked)}\n`,
          `${tell(model, trace, violation, marked)}\n`,
          because.join(''),
          `✗ still broken: ${violation.clause}\n`,
        ].join('\n'),
      );
    },
  );

  it('performs what a changed world let happen, without being told of the change', () => {
    const args = ['--world', 'crashing', '--crashes', 'sender=1', '--losses', '1', '--messages', '1'];
    const found = onceproof('verify', 'fire-and-forget', '--guarantee', 'at-least-once', ...args);
    const again = onceproof(...reproducing(found.stdout));
    expect(again.code).toBe(1);
    expect(again.stdout).toContain(
      '1 message, queue links, capacity 2, 1 loss, no duplicates, 1 crash of sender',
    );
  });

  it('answers in JSON, step by step, with the token of what it performed', () => {
    const { code, stdout, stderr } = onceproof('replay', short.token, '--json');
    const document = JSON.parse(stdout);
    expect([code, stderr]).toEqual([1, '']);
    expect(document).toMatchObject({
      schemaVersion: 1,
      protocol: 'short-window',
      world: worlds.calm,
      guarantee: 'exactly once',
      outcome: 'still broken',
      reason: 'm0 is delivered twice',
      violation: short.violation,
      token: short.token,
    });
    expect(document.steps.map(({ action }: { action: unknown }) => action)).toEqual(short.trace);
    expect(document.steps.at(-1).observations).toEqual([
      { type: 'delivered', message: 'm0', process: 'receiver' },
    ]);
  });

  it('finds the protocol of a user in the file that the line names, and says which is missing', () => {
    const mine = protocolFile('mine.mjs', careless);
    const line = reproducing(verifyMine(mine).stdout);
    expect(line.slice(2)).toEqual(['--protocol', mine]);
    expect(onceproof(...line)).toMatchObject({ code: 1, stderr: '' });
    const alone = onceproof(...line.slice(0, 2));
    expect([alone.code, alone.stdout]).toEqual([2, '']);
    expect(alone.stderr).toBe(
      'onceproof replay: the token is about the protocol "mine", which is not in the catalogue: add --protocol FILE\n',
    );
  });

  it('says that the protocol has changed, and how', () => {
    const [, token = ''] = reproducing(verifyMine(protocolFile('then.mjs', careless)).stdout);
    const otherwise = onceproof('replay', token, '--protocol', protocolFile('now.mjs', careful));
    expect([otherwise.code, otherwise.stdout]).toEqual([2, '']);
    expect(otherwise.stderr).toContain(
      'the protocol has changed since: every step is possible, but not every answer',
    );
    const silent = file(
      'silent.mjs',
      readFileSync(join(folder, 'then.mjs'), 'utf8').replace(/, \{ type: 'send'.*?\} \}\]/, ']'),
    );
    const impossible = onceproof('replay', token, '--protocol', silent);
    expect([impossible.code, impossible.stderr]).toEqual([
      2,
      'onceproof replay: the protocol has changed since: step 2 of the trace is not possible any more\n',
    ]);
  });

  it.each([
    [[], 'expected one TOKEN or FILE'],
    [[short.token, short.token], 'expected one TOKEN or FILE'],
    [[`${short.token.slice(0, -2)}xx`], 'the token is damaged'],
    [[short.token.slice(0, -3)], 'the token is incomplete'],
    [['op1.'], 'the token is incomplete'],
    [['missing.json'], '"missing.json" is neither a token, which begins with op1, nor a file'],
    [[short.token, '--as', 'woodcut'], 'there is no picture "woodcut"'],
    [[short.token, '--protocol', './missing.mjs'], './missing.mjs cannot be loaded'],
    [
      [short.token, '--protocol', 'exactly-once'],
      'is about the protocol "short-window", but that of exactly-once is',
    ],
    [
      [tokenOf(short.model, 'at most thrice', [])],
      'is about the guarantee "at most thrice", which there is not',
    ],
  ])('ends with 2 and says what is wrong: %j', (args, complaint) => {
    const { code, stdout, stderr } = onceproof('replay', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
    expect(stderr).not.toContain('    at ');
  });
});

describe('onceproof replay FILE', () => {
  const kept = file(
    'kept.json',
    textOfDocument(traceDocument(short.model, 'exactly once', short.trace, short)),
  );

  it('performs it, and says that the promise is still broken', () => {
    const { code, stdout, stderr } = onceproof('replay', kept);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toBe(onceproof('replay', short.token).stdout);
  });

  it('says that it is fixed, where every step is still possible and the promise is kept', () => {
    const right = compose(exactlyOnceProtocol, worlds.calm);
    const fixed = file('fixed.json', readFileSync(kept, 'utf8').replace('"short-window"', '"exactly-once"'));
    const { code, stdout, stderr } = onceproof('replay', fixed);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '✓ fixed: every step is still possible, and the promise is kept\n  when it was recorded: m0 is delivered twice\n',
    );
    expect(stdout).toContain(drawText(right, short.trace));
    expect(stderr).toMatch(/^onceproof replay: the protocol has changed since: every step is possible, but/);
    expect(JSON.parse(onceproof('replay', fixed, '--json').stdout)).toMatchObject({
      outcome: 'fixed',
      recorded: 'm0 is delivered twice',
      changed: expect.stringContaining('the protocol has changed since'),
    });
  });

  it('does not call fixed what is no longer possible', () => {
    const gone = file('gone.json', readFileSync(kept, 'utf8').replace('"short-window"', '"fire-and-forget"'));
    const { code, stdout, stderr } = onceproof('replay', gone);
    expect([code, stderr]).toEqual([
      3,
      'onceproof replay: the protocol has changed since: step 5 of the trace is not possible any more\n',
    ]);
    expect(stdout).toContain(
      '? no longer possible: step 5 of 6 is not possible any more, and without it the promise is kept\n',
    );
  });

  it('takes the protocol from the file that the user names, never from the one that the trace names', () => {
    const loud = protocolFile('loud.mjs', careless);
    const mine = readToken(reproducing(verifyMine(loud).stdout)[1]!);
    const trace = traceIn(mine, compose({ ...fromFile(), name: 'mine' }, mine.world));
    const model = compose({ ...fromFile(), name: 'mine' }, mine.world);
    const recorded = file(
      'mine.json',
      textOfDocument(traceDocument(model, mine.guarantee, trace, { file: loud })),
    );
    const refused = onceproof('replay', recorded);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain(`which is not in the catalogue: add --protocol ${loud}`);
    expect(onceproof('replay', recorded, '--protocol', loud).code).toBe(1);
  });

  it.each([
    ['{\n  "schemaVersion": 1,\n}', ':3:1: expected a field name in double quotes, found }'],
    ['{"schemaVersion": 3}', ':1:19: $.schemaVersion: expected 1, found 3'],
  ])('ends with 2 and names the place of what is wrong in %j', (text, complaint) => {
    const wrong = file('wrong.json', text);
    const { code, stdout, stderr } = onceproof('replay', wrong);
    expect([code, stdout, stderr]).toEqual([2, '', `onceproof replay: ${wrong}${complaint}\n`]);
  });
});

/** What `protocolFile(…, careless)` exports. */
const fromFile = () => ({
  name: 'mine',
  roles: {
    sender: {
      upon: {
        submit: (_: unknown, message: any) => [
          { type: 'accept', message } as const,
          { type: 'send', packet: { type: 'data', message } } as const,
        ],
      },
    },
    receiver: {
      disk: { seen: [] },
      upon: { receive: (_: unknown, { message }: any) => [{ type: 'deliver', message } as const] },
    },
  },
  links: ['sender -> receiver'] as const,
});

describe('onceproof draw', () => {
  const { model, marked, guarantee, trace, violation, token } = storyOf('seen-in-memory');

  it.each([
    ['text', `${drawText(model, trace, violation, marked)}\n`],
    ['mermaid', `${drawMermaid(model, trace, violation, marked)}\n`],
    ['json', textOfDocument(traceDocument(model, guarantee.name, trace, { violation }))],
    ['itf', `${JSON.stringify(toItf(model, guarantee, trace, violation), undefined, 2)}\n`],
  ])('draws a token as %s, to the standard output or into a file', (picture, expected) => {
    const path = join(folder, `picture.${picture}`);
    expect(onceproof('draw', token, '--as', picture)).toEqual({ code: 0, stdout: expected, stderr: '' });
    expect(onceproof('draw', token, '--as', picture, '--out', path)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  it('makes a file of a token that replays like it', () => {
    const path = join(folder, 'made.json');
    onceproof('draw', token, '--as', 'json', '--out', path);
    expect(readTraceDocument(readFileSync(path, 'utf8')).trace).toEqual(trace);
    expect(onceproof('replay', path)).toEqual(onceproof('replay', token));
    expect(onceproof('draw', path)).toEqual(onceproof('draw', token));
  });

  it('ends with 2 where it cannot write', () => {
    const { code, stderr } = onceproof('draw', token, '--out', join(folder, 'no', 'such', 'folder.txt'));
    expect([code, stderr.includes('folder.txt cannot be written: ENOENT')]).toEqual([2, true]);
  });
});

describe('in ASCII', () => {
  const isAscii = (text: string): boolean => /^[ -~\n]+$/.test(text);
  const widths = (text: string) => text.split('\n').map((line) => [...line].length);

  it.each([
    ['draw', short.token],
    ['replay', short.token],
    ['verify', 'short-window'],
    ['show', 'exactly-once', '--world', 'calm'],
  ])('%s says the same, line by line as wide', (...args) => {
    const [plain, ascii] = [onceproof(...args), onceproof(...args, '--ascii')];
    expect(isAscii(plain.stdout)).toBe(false);
    expect([isAscii(ascii.stdout), ascii.code]).toEqual([true, plain.code]);
    expect(widths(ascii.stdout)).toEqual(widths(plain.stdout));
  });

  it('is what the locale of a terminal may ask for, and not having one does not', () => {
    expect(isAsciiLocale({ LANG: 'C' })).toBe(true);
    expect(isAsciiLocale({ LANG: 'de_DE.ISO-8859-1' })).toBe(true);
    expect(isAsciiLocale({ LANG: 'C', LC_ALL: 'en_GB.UTF-8' })).toBe(false);
    expect(isAsciiLocale({ LC_ALL: '', LC_CTYPE: 'POSIX', LANG: 'en_GB.utf8' })).toBe(true);
    expect(isAsciiLocale({ LANG: 'en_GB.utf8' })).toBe(false);
    expect(isAsciiLocale({})).toBe(false);
  });
});
