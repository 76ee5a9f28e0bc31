import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue, flaws } from '../../src/catalogue.ts';
import { asJson } from '../../src/cli/matrix/json.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { assumptions } from '../../src/matrix/assumptions.ts';
import { matrixOf } from '../../src/matrix/matrix.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-matrix-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A protocol of the user's own, in a file: sent once, whatever arrives is delivered. */
const fileWith = (name: string, handler: string, called = name): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `const sender = { upon: { submit: (_, message) => [{ type: 'send', packet: { type: 'data', message } }, { type: 'accept', message }] } };
     const receiver = { upon: { receive: ${handler} } };
     export default { name: '${called}', roles: { sender, receiver }, links: ['sender -> receiver'] };`,
  );
  return file;
};
const mine = fileWith('mine', `(_, { message }) => [{ type: 'deliver', message }]`);
const oddlyCalled = fileWith('odd', `(_, { message }) => [{ type: 'deliver', message }]`, 'a [b] | c');
const throwing = fileWith('throwing', `() => { throw new Error('oh no'); }`);

const small = ['fire-and-forget', '--flaws', '--world', 'lossy', '--world', 'duplicating', '--world', 'calm'];

describe("onceproof matrix, for a protocol of the user's own", () => {
  const { code, stdout, stderr } = onceproof('matrix', mine);

  it('shows which guarantee it really gives, and where', () => {
    expect([code, stderr]).toEqual([0, '']);
    expect(`\n${stdout.replace(mine, 'FILE')}`).toMatchInlineSnapshot(`
      "
      mine
      FILE
                               calm l d r ld ldr p p∞ c t t∞ S S° R R° A A° ldrA ldrA°
      at most once                ✓ ✓ 4 ✓  4   4 ✓  ✓ ✓ ✓  ✓ ✓  ✓ ✓  ✓ ✓  ✓    4     4
      at least once               ✓ 2 ✓ ✓  2   2 ✓  2 ✓ ✓  ✓ ✓  ✓ 2  2 2  2    2     2
      exactly once                ✓ 2 4 ✓  2   2 ✓  2 ✓ ✓  ✓ ✓  ✓ 2  2 2  2    2     2
      honest confirmation         – – – –  –   – –  – – –  – –  – –  – –  –    –     –
      confirmed means delive…     – – – –  –   – –  – – –  – –  – –  – –  –    –     –
      no creation                 ✓ ✓ ✓ ✓  ✓   ✓ ✓  ✓ ✓ ✓  ✓ ✓  ✓ ✓  ✓ ✓  ✓    ✓     ✓
      in order                    ✓ ✓ ✓ 4  ✓   4 ✓  ✓ ✓ ✓  ✓ ✓  ✓ ✓  ✓ ✓  ✓    4     4
      strictly in order           ✓ ✓ ✓ 4  ✓   4 ✓  ✓ ✓ ✓  ✓ ✓  ✓ ✓  ✓ ✓  ✓    4     4

      links        l lose, d duplicate, r reorder packets; p are cut off and heal, p∞
                   one for ever
      connections  c break, where a protocol has some; to others it is the calm world
      clocks       t go and packets grow old, t∞ as old as they like, where a role
                   reads one
      roles        S senders, R receivers, A all crash once each, at any cut; ° and
                   lose their disks
      ✓            holds in every state within the bound
      number       is broken: that is how many steps the shortest counterexample has
      –            was never put to the test: no message was ever confirmed (honest
                   confirmation, confirmed means delivered of mine)
      bound        2 messages, 2 packets on a link
      stories      --write DIR writes every counterexample, drawn and told
      "
    `);
  });
});

describe('onceproof matrix', () => {
  it('has a table for each guarantee, or for each protocol where those are fewer', () => {
    const titles = (...args: readonly string[]): readonly string[] =>
      onceproof('matrix', ...small, ...args)
        .stdout.split('\n\n')
        .map((block) => block.split('\n')[0]!)
        .slice(0, -1);
    expect(titles()).toEqual(['fire-and-forget', 'sent-twice']);
    expect(titles('--guarantee', 'exactly-once', '--guarantee', 'at-most-once')).toEqual([
      'at most once',
      'exactly once',
    ]);
  });

  it('says the same whatever the number of threads, and the same as the library', () => {
    const told = [1, 2, 5].map((workers) =>
      onceproof('matrix', ...small, '--json', '--workers', String(workers)),
    );
    expect(new Set(told.map(({ stdout }) => stdout)).size).toBe(1);
    expect(told.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const rows = [
      catalogue.find(({ protocol }) => protocol.name === 'fire-and-forget')!,
      flaws.find(({ protocol }) => protocol.name === 'sent-twice')!,
    ];
    const columns = assumptions.filter(({ name }) => ['calm', 'lossy', 'duplicating'].includes(name));
    expect(told[0]!.stdout).toBe(asJson(matrixOf(rows, columns, guarantees)));
  });

  it('has a cell for each protocol, world and guarantee, each with the line that brings it again', () => {
    const args = ['--world', 'sender-crashing', '--world', 'hostile-and-forgetful', '--messages', '1'];
    const { stdout } = onceproof('matrix', mine, 'at-most-once', ...args, '--json');
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'worlds', 'guarantees', 'protocols', 'cells']);
    expect(document.protocols).toMatchObject([{ name: 'mine', file: mine }, { name: 'at-most-once' }]);
    expect(document.worlds.map(({ name }: { name: string }) => name)).toEqual([
      'sender-crashing',
      'hostile-and-forgetful',
    ]);
    expect(document.cells).toHaveLength(2 * 2 * guarantees.length);
    const sample = document.cells.filter((_: unknown, index: number) => index % 5 === 0);
    for (const { world, reproduce, findAgain = reproduce, token, ...cell } of sample) {
      const [again] = JSON.parse(onceproof(...findAgain.split(' ').slice(1), '--json').stdout).results;
      expect(document.worlds).toContainEqual(expect.objectContaining({ name: world }));
      expect(again).toMatchObject(cell);
      if (cell.verdict === 'violated') expect(reproduce).toContain(`onceproof replay ${token}`);
    }
  });

  it('marks a promise that was never put to the test, and counts that as an answer', () => {
    const { code, stdout } = onceproof(
      'matrix',
      mine,
      '--guarantee',
      'honest-confirmation',
      '--world',
      'calm',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mine +–$/m);
    expect(stdout).toContain('never put to the test: no message was ever confirmed (honest');
  });

  it('answers 3 where a limit left a cell undecided, and says which', () => {
    const args = ['exactly-once', '--world', 'hostile', '--guarantee', 'at-most-once', '--max-states', '50'];
    const { code, stdout } = onceproof('matrix', ...args);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^exactly-once +\?$/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'could not be decided: more than 50 states (at most once of exactly-once in hostile)',
    );
  });

  it('gives the fewest steps even where a limit ended the search after it had found a trace', () => {
    const args = ['sent-twice', '--world', 'hostile', '--guarantee', 'exactly-once'];
    const limited = onceproof('matrix', ...args, '--max-states', '80');
    expect(limited.code).toBe(0);
    expect(limited.stdout).toMatch(/^sent-twice +1$/m);
    expect(onceproof('matrix', ...args).stdout).toMatch(/^sent-twice +1$/m);
  });

  it('names a protocol that misbehaves, once, and shows the others', () => {
    const alone = onceproof('matrix', mine, '--world', 'calm');
    const among = onceproof('matrix', mine, throwing, '--world', 'calm');
    expect(among).toEqual({
      code: 2,
      stdout: alone.stdout,
      stderr: `onceproof matrix: ${throwing}: role "receiver" upon receive of data from "sender" threw: oh no\n`,
    });
    expect(onceproof('matrix', throwing)).toEqual({ ...among, stdout: '' });
  });

  it('changes the bound of every column alike, and says how far it reaches', () => {
    const { stdout } = onceproof('matrix', mine, '--world', 'calm', '--messages', '1', '--capacity', '3');
    expect(stdout).toMatch(/^bound +1 message, 3 packets on a link$/m);
    expect(stdout).toMatch(/^in order +–$/m);
  });

  it.each([
    [['--world', 'rainy'], 'there is no world "rainy"'],
    [['--world', 'sender-crashng'], 'Did you mean sender-crashing?'],
    [['--guarantee', 'at-most-twice'], 'Did you mean at-most-once?'],
    [['exactly-onec'], 'there is no protocol "exactly-onec"'],
    [['./missing.mjs'], './missing.mjs cannot be loaded'],
    [['--workers', '0'], '--workers takes a whole number from 1, not "0"'],
    [['--messages', 'many'], '--messages takes a whole number from 1, not "many"'],
    [['--crashes', '2'], "Unknown option '--crashes'"],
    [['--write', mine], `${mine} cannot be written`],
  ])('answers 2 to %j and says what is wrong', (args, complaint) => {
    const { code, stdout, stderr } = onceproof('matrix', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
    expect(stderr).not.toContain('    at ');
  });
});

describe('onceproof matrix --write', () => {
  const directory = join(folder, 'pages', 'new');
  const { code, stderr } = onceproof('matrix', mine, ...small, '--write', directory);

  it('writes a page and the stories that it leads to, and says so', () => {
    expect(code).toBe(0);
    expect(stderr).toBe(`wrote ${join(directory, 'matrix.md')} and 3 pages of stories\n`);
    expect(readdirSync(join(directory, 'stories')).sort()).toEqual([
      'fire-and-forget.md',
      'mine.md',
      'sent-twice.md',
    ]);
  });

  it('gives each protocol a page of its own, whatever it is called', () => {
    const odd = join(folder, 'oddly');
    onceproof(
      'matrix',
      oddlyCalled,
      oddlyCalled,
      '--world',
      'lossy',
      '--guarantee',
      'at-least-once',
      '--write',
      odd,
    );
    expect(readdirSync(join(odd, 'stories')).sort()).toEqual(['a-b-c-2.md', 'a-b-c.md']);
    const text = readFileSync(join(odd, 'matrix.md'), 'utf8');
    expect(text).toContain(
      '| [a \\[b\\] \\| c](stories/a-b-c.md) | [2](stories/a-b-c.md#at-least-once-lossy) |',
    );
  });

  it('writes no link that leads nowhere', () => {
    const pages = ['matrix.md', ...readdirSync(join(directory, 'stories')).map((name) => `stories/${name}`)];
    for (const page of pages) {
      const text = readFileSync(join(directory, page), 'utf8');
      const links = [...text.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?(?: "[^"]*")?\)/g)];
      expect(links.length).toBeGreaterThan(0);
      for (const [, path = '', anchor] of links) {
        const target = path === '' ? join(directory, page) : join(directory, dirname(page), path);
        expect([target, existsSync(target)]).toEqual([target, true]);
        if (anchor === undefined) continue;
        expect(readFileSync(target, 'utf8')).toContain(`<a id="${anchor}"></a>`);
      }
    }
  });
});
