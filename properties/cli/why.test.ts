import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tellVerdict } from '../../src/cli/report.ts';
import { explanationOf, whyInWords } from '../../src/cli/why.ts';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Violated } from '../../src/explore/verdict.ts';
import { compose } from '../../src/model/compose.ts';
import { onceproof } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-why-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [flaw] = flaws;
const task = { subject: flaw!, world: worldOf(flaw!, flaw!.world), guarantee: flaw!.guarantee };
const model = compose(flaw!.protocol, task.world);
const verdict = verifyExhaustively(model, task.guarantee) as Violated;
const explanation = explanationOf(task, model, verdict);

describe('onceproof verify, below a story,', () => {
  const { stdout } = onceproof('verify', 'deliver-before-record');
  const below = stdout.slice(stdout.indexOf('Why: '));

  it('says why, which steps matter, without which faults it is impossible, and which protocol keeps it', () => {
    expect(below).toMatchInlineSnapshot(`
      "Why: m0 is delivered twice: in step 3 (data m0 from step 1), where receiver
         crashes before it can write seen, and in step 5 (the copy of data m0 from
         step 2); in step 2 the link sender -> receiver duplicates data m0.
      Steps that matter (▸): 1, 2, 3 and 5 of 5.
      Impossible without duplicates, and also without crashes of receiver.
      Kept in the same world by its twin at-most-once.

      Fingerprint: 15bc515efe1f28a4
      Reproduce: onceproof replay op1.deliver-before-record.at_most_once.hostile.m2c2bludux1.sdx1rbr.CbtobD.C1YAc0
      Find again: onceproof verify deliver-before-record --world hostile --guarantee at-most-once

      "
    `);
  });

  it('stays within 80 columns', () => {
    expect(
      below.split('\n').filter((line) => line.length > 80 && !/^(Reproduce|Find again): /.test(line)),
    ).toEqual([]);
  });

  it('says the same whichever engine has found it', () => {
    const walked = onceproof('verify', 'deliver-before-record', '--engine', 'random', '--seed', '3').stdout;
    const story = (text: string): string => text.slice(text.indexOf('┌'), text.indexOf('Reproduce'));
    expect(story(walked)).toBe(story(stdout));
    expect(walked).toContain('in 5 steps, the fewest there are');
  });

  it('says so in JSON too', () => {
    const { results } = JSON.parse(onceproof('verify', 'deliver-before-record', '--json').stdout);
    expect(results[0]).toMatchObject({
      shortest: true,
      fingerprint: verdict.fingerprint,
      why: {
        sentence: explanation.sentence,
        steps: [1, 2, 3, 5],
        without: [
          { without: 'duplicates', verdict: 'holds' },
          { without: 'crashes of receiver', verdict: 'holds' },
        ],
        alternatives: [{ protocol: 'at-most-once', verdict: 'holds' }],
        isTwin: true,
      },
    });
  });

  it("offers for a protocol of the user's own what has the same roles and claims the promise in that world", () => {
    const file = join(folder, 'mine.mjs');
    writeFileSync(
      file,
      `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
       const receiver = { upon: { receive: (_, { message }) => [{ type: 'deliver', message }] } };
       export default { name: 'mine', roles: { sender, receiver }, links: ['sender -> receiver'] };`,
    );
    const mine = onceproof('verify', file, '--world', 'duplicating', '--guarantee', 'at-most-once').stdout;
    expect(mine).toContain('Impossible without duplicates.\nKept in the same world by at-most-once.\n');
  });

  it('is not lost when the protocol misbehaves elsewhere, in a world that is asked about only for the explanation', () => {
    const file = join(folder, 'fragile.mjs');
    writeFileSync(
      file,
      `const sender = { upon: { submit: (_, message) => [{ type: 'accept', message }, { type: 'send', packet: { type: 'data', message } }] } };
       const receive = (_, { message }) => { if (message.id === 'm3') throw new Error('four are too many'); return [{ type: 'deliver', message }]; };
       export default { name: 'fragile', roles: { sender, receiver: { upon: { receive } } }, links: ['sender -> receiver'] };`,
    );
    const args = [
      '--world',
      'duplicating',
      '--guarantee',
      'at-most-once',
      '--messages',
      '4',
      '--capacity',
      '4',
    ];
    const fragile = onceproof('verify', file, ...args);
    expect(fragile.code).toBe(1);
    expect(fragile.stdout.replaceAll(/\n {3}/g, ' ')).toMatch(
      /Whether it is possible without duplicates is not known: role "receiver" .*four are too many/,
    );
  });

  it('says that it takes no fault where it takes none', () => {
    expect(onceproof('verify', 'sent-twice').stdout).toContain(
      '\nIt takes no fault of the world.\nKept in the same world by its twin fire-and-forget.\n',
    );
  });
});

describe('an explanation in words', () => {
  const words = (changes: object): string => whyInWords({ ...explanation, ...changes }, verdict.trace, 100);

  it('tells what stays possible, and what is not known', () => {
    const without = [
      { without: 'losses', verdict: 'violated' },
      { without: 'duplicates', verdict: 'unknown', reason: 'more than 10 states' },
    ];
    expect(words({ without })).toContain(
      'Possible even without losses.\nWhether it is possible without duplicates is not known: more than 10 states.\n',
    );
  });

  it('tells of another protocol that breaks it too, or of which that is not known', () => {
    const alternatives = [
      { protocol: 'this', verdict: 'violated' },
      { protocol: 'that', verdict: 'unknown', reason: 'more than 10 states' },
    ];
    expect(words({ alternatives, isTwin: false })).toContain(
      'Broken in the same world by this as well.\nWhether it is kept in the same world by that is not known: more than 10 states.\n',
    );
  });
});

describe('the length of a trace', () => {
  const told = (changes: object): string =>
    tellVerdict(
      { task, model, verdict: { ...verdict, ...changes }, search: 'again', past: [] },
      { stdout: () => {}, stderr: () => {} },
    );

  it.each([
    [{ shortest: true }, 'in 5 steps, the fewest there are\n'],
    [{ shortest: false }, 'in 5 steps, shrunk\n'],
    [
      { shortest: false, shortestIn: '1 message; crash of receiver' },
      'in 5 steps, shrunk to the fewest with 1 message; crash of receiver\n',
    ],
  ])('is told with what is known of shorter ones: %j', (changes, words) => {
    expect(told(changes)).toContain(words);
  });

  it('stands beside the fingerprint only where there is one', () => {
    expect(told({})).toContain(`\nFingerprint: ${verdict.fingerprint}\n`);
    expect(told({ fingerprint: undefined })).not.toContain('Fingerprint');
  });
});
