import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { witnesses } from '../../src/cli/witnesses.ts';
import { readToken, traceIn } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { verifyNaively } from '../../src/explore/naive.ts';
import { seen } from '../../src/guarantees/guarantee.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import { compose } from '../../src/model/compose.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce } from '../../src/protocols/exactly-once.ts';
import { registered } from '../laws/registered.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-show-'));
afterAll(() => rmSync(folder, { recursive: true }));

const witness = (name: string) => witnesses.find((each) => each.name === name)!;

describe('onceproof show', () => {
  const { code, stdout, stderr } = onceproof('show', 'exactly-once', '--witness', 'all delivered');

  it('draws and tells a behaviour in which every message is delivered, without a mark of a violation', () => {
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('╞═► delivers m0');
    expect(stdout).toContain('╞═► delivers m1');
    expect(stdout).toMatch(/^4\. receiver receives data m1/m);
    expect(stdout).not.toContain('✗');
  });

  it('draws a shortest one, as an engine that knows no product finds it too', () => {
    const model = compose(exactlyOnce, { ...worlds.calm, links: 'bag' });
    const naive = verifyNaively(model, witness('all delivered').never(2));
    if (naive.verdict !== 'violated') throw new Error('nothing is ever delivered');
    const told = onceproof('show', 'exactly-once', '--world', 'calm', '--links', 'bag').stdout;
    expect(told).toContain(`in ${naive.trace.length} steps, the fewest there are`);
  });

  it('prints the line that draws it again, as any picture', () => {
    const [, token = ''] = /^Draw: onceproof draw (\S+)$/m.exec(stdout) ?? [];
    const content = readToken(token);
    const model = compose(exactlyOnce, content.world);
    const delivered = observationsOf(replay(model, traceIn(content, model))).filter(
      ({ type }) => type === 'delivered',
    );
    expect(delivered).toHaveLength(2);
    const drawn = onceproof('draw', token);
    expect(drawn.code).toBe(0);
    expect(stdout).toContain(drawn.stdout);
    const mermaid = onceproof('show', 'exactly-once', '--as', 'mermaid').stdout;
    expect(mermaid).toBe(onceproof('draw', token, '--as', 'mermaid').stdout);
  });

  it('names no promise in that line which the behaviour breaks', () => {
    const twice = onceproof('show', 'stop-and-wait', '--witness', 'delivered-twice');
    expect(twice.code).toBe(0);
    const [, token = ''] = /^Draw: onceproof draw (\S+)$/m.exec(twice.stdout) ?? [];
    expect(readToken(token).guarantee).toBe('at least once');
    expect(onceproof('draw', token).stdout).not.toContain('✗');
  });

  it('takes "all" to mean all messages of the world', () => {
    const one = onceproof('show', 'exactly-once', '--world', 'calm', '--messages', '1').stdout;
    expect(one).toContain('1 message,');
    expect(one).not.toContain('submits m1');
    expect(onceproof('show', 'exactly-once', '--world', 'calm', '--messages', '3').stdout).toContain(
      'delivers m2',
    );
  });

  it("shows a protocol of the user's own, and names its file", () => {
    const file = join(folder, 'mine.mjs');
    writeFileSync(
      file,
      `const sender = { upon: { submit: (_, message) => [{ type: 'send', packet: { type: 'data', message } }] } };
       const receiver = { upon: { receive: (_, { message }) => [{ type: 'deliver', message }] } };
       export default { name: 'mine', roles: { sender, receiver }, links: ['sender -> receiver'] };`,
    );
    const told = onceproof('show', file, '--world', 'calm');
    const [, line = ''] = /^Draw: onceproof (.*)$/m.exec(told.stdout) ?? [];
    expect(line).toContain(` --protocol ${file}`);
    expect(onceproof(...line.split(' ')).code).toBe(0);
  });

  it.each([
    [['exactly-once', '--witness', 'delivered twice'], 'no behaviour within the bound in which'],
    [['exactly-once', '--witness', 'all settled', '--world', 'calm'], 'in which every message is settled'],
    [['exactly-once', '--max-states', '2'], 'no behaviour was found in which'],
    [['exactly-once', '--witness', 'delivered out of order', '--messages', '1'], 'it speaks of 2 messages'],
  ])('exits with 3 where there is none, or none was found: %j', (args, words) => {
    const told = onceproof('show', ...args);
    expect([told.code, told.stdout.includes(words)]).toEqual([3, true]);
  });

  it.each([
    [[], 'expected one PROTOCOL'],
    [['exactly-once', 'short-window'], 'expected one PROTOCOL'],
    [['exactly-once', '--witness', 'all delivred'], 'Did you mean all-delivered?'],
    [['exactly-once', '--as', 'oil'], 'there is no picture "oil"'],
    [['exactly-once', '--world', 'rainy'], 'there is no world "rainy"'],
    [['exactly-once', '--crashes', 'nobody=1'], 'no role of exactly-once'],
  ])('called as %j exits with 2 and says what is wrong', (args, complaint) => {
    const told = onceproof('show', ...args);
    expect([told.code, told.stdout]).toEqual([2, '']);
    expect(told.stderr).toContain(complaint);
  });
});

describe('a witness', () => {
  const s = ['submitted m0', 'submitted m1'] as const;
  it.each([
    ['all delivered', seen(...s, 'delivered m0', 'delivered m1'), seen(...s, 'delivered m0', 'delivered m0')],
    ['all confirmed', seen(...s, 'confirmed m1', 'confirmed m0'), seen(...s, 'delivered m0', 'confirmed m0')],
    [
      'all delivered and confirmed',
      seen(...s, 'confirmed m1', 'confirmed m0', 'delivered m0', 'delivered m1'),
      seen(...s, 'confirmed m1', 'confirmed m0', 'delivered m0', 'delivered m0'),
    ],
    ['all settled', seen(...s, 'settled m0', 'settled m1'), seen(...s, 'settled m0')],
    ['delivered twice', seen(...s, 'delivered m0', 'delivered m0'), seen('delivered m0', 'delivered m1')],
    ['abandoned', seen(...s, 'abandoned m1'), seen(...s, 'rejected m1')],
    [
      'delivered after abandoned',
      seen('abandoned m0', 'delivered m0'),
      seen('delivered m0', 'abandoned m0', 'delivered m1'),
    ],
    [
      'confirmed before delivered',
      seen('confirmed m0', 'delivered m0'),
      seen('delivered m0', 'confirmed m0', 'delivered m0'),
    ],
    [
      'delivered out of order',
      seen(...s, 'delivered m1', 'delivered m0'),
      seen(...s, 'delivered m0', 'delivered m1', 'delivered m0'),
    ],
  ])('"%s" is there when it happens, and not when something like it does', (name, happens, resembles) => {
    const { initial, observe, broken } = ledgersOf(witness(name).never(2));
    expect(broken(observe(initial, happens))).toBeDefined();
    expect(broken(observe(initial, resembles))).toBeUndefined();
    expect(broken(observe(initial, happens.slice(0, -1)))).toBeUndefined();
  });

  it('is found with reductions exactly where it is found without', () => {
    const model = compose(exactlyOnce, worlds.lossy);
    for (const { never } of witnesses) {
      const plain = verifyExhaustively(model, never(2));
      const reduced = verifyExhaustively(model, never(2), { reductions: ['symmetry', 'restarts-first'] });
      expect(reduced.verdict).toBe(plain.verdict);
    }
  });
});

describe('onceproof show --despite', () => {
  const shown = (...args: readonly string[]) => {
    const { code, stdout, stderr } = onceproof('show', ...args);
    expect([code, stderr]).toEqual([0, '']);
    const [, token = ''] = /^Draw: onceproof draw (\S+)$/m.exec(stdout) ?? [];
    const content = readToken(token);
    const model = compose(
      registered.find(({ protocol }) => protocol.name === args[0])!.protocol,
      content.world,
    );
    return { stdout, steps: replay(model, traceIn(content, model)) };
  };

  it.each([
    ['loss', 'lose', 'a packet is lost'],
    ['duplicate', 'duplicate', 'a packet is duplicated'],
    ['crash', 'crash', 'a role crashes'],
  ])('shows how everything is delivered although a %s strikes before it is', (fault, type, clause) => {
    const { stdout, steps } = shown('exactly-once', '--despite', fault);
    expect(stdout).toMatch(
      new RegExp(`^every message is delivered, although ${clause}: exactly-once in the hostile world, in `),
    );
    expect(stdout).not.toContain('✗ ');
    const at = steps.findIndex(({ action }) => action.type === type);
    const delivered = steps.findLastIndex(({ observations }) =>
      observations.some((each) => each.type === 'delivered'),
    );
    expect(at).toBeGreaterThanOrEqual(0);
    // Nothing is done in spite of what comes when all is done.
    expect(delivered).toBeGreaterThan(at);
    expect(delivered).toBe(steps.length - 1);
    const all = observationsOf(steps).filter((each) => each.type === 'delivered');
    expect(new Set(all.map((each) => 'message' in each && each.message)).size).toBe(2);
  });

  it('shows how a loss is made good: what is sent once more arrives', () => {
    const { steps } = shown('at-least-once', '--despite', 'loss', '--messages', '1', '--world', 'lossy');
    expect(steps.map(({ action }) => action.type)).toEqual(['submit', 'timeout', 'lose', 'receive']);
  });

  it('takes several faults, all of which must strike', () => {
    const { stdout, steps } = shown('exactly-once', '--despite', 'loss', '--despite', 'crash');
    expect(stdout).toContain('although a packet is lost and a role crashes: ');
    const types = steps.map(({ action }) => action.type);
    expect(types).toEqual(expect.arrayContaining(['lose', 'crash']));
  });

  it('finds none where the protocol does not stand the fault', () => {
    const args = ['fire-and-forget', '--world', 'lossy', '--messages', '1', '--despite', 'loss'];
    const { code, stdout } = onceproof('show', ...args);
    expect(code).toBe(3);
    expect(stdout).toContain('? no behaviour within the bound in which every message is delivered, although');
  });

  it('asks for a fault that can strike, and that there is', () => {
    const none = onceproof('show', 'exactly-once', '--world', 'calm', '--despite', 'loss');
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining('--despite loss: there is none in the calm world; change it by --losses'),
    ]);
    const unknown = onceproof('show', 'exactly-once', '--despite', 'los');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean loss?')]);
  });
});
