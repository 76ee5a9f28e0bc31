import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/counterexample/tell.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { compose } from '../../../src/model/compose.ts';
import type { WorldModel } from '../../../src/model/compose.ts';
import { worlds } from '../../../src/model/world.ts';
import { stopAndWait } from '../../../src/protocols/stop-and-wait.ts';
import { faultsIn } from './certificate.ts';
import { mistakes, verdictOn } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';
import { chatter, silentDuplicates, tickets } from './protocols.ts';
import { fairly } from './weak-checkers.ts';

const holding = mistakes.filter(({ says }) => says === 'no');
const broken = mistakes.filter(({ says }) => says === 'yes');

describe.each(mistakes)('a checker that $checker', ({ overlooks, system: named, model, check, says }) => {
  it(`says ${says} of this: ${named}; it overlooks ${overlooks}`, () => {
    expect(check(model, atLeastOnce)).toBe(says);
  });
});

describe('the truth', () => {
  it.each(holding)('is that the debt is paid: $system', (mistake) => {
    expect(verdictOn(mistake).verdict).toBe('holds');
  });

  it.each(broken)('is that the debt is not paid: $system', (mistake) => {
    const verdict = verdictOn(mistake);
    if (verdict.verdict !== 'violated') throw new Error('it holds');
    expect(faultsIn(mistake.model, atLeastOnce, verdict.trace, verdict.violation.continuation!)).toEqual([]);
  });

  it.each([
    ['stop-and-wait in the lossy world', compose(stopAndWait, { ...worlds.lossy, messages: 1 })],
    ['chatter in the lossy world', compose(chatter, { ...worlds.lossy, messages: 1 })],
    ['tickets in the duplicating world', compose(tickets, { ...worlds.duplicating, messages: 1 })],
  ])('is found by the same search once it is fair in every respect: %s', (_, model) => {
    expect(fairly(model, atLeastOnce)).toBe('yes');
  });

  it('is found by it of a queue too, once only the head is lost', () => {
    const mistake = mistakes.find(({ system: named }) => named.endsWith('lost there'))!;
    const headOnly = {
      ...mistake.model,
      enabled: (state: string) =>
        mistake.model
          .enabled(state)
          .filter(({ type }) => state !== 'chatter, message' || type !== 'lose message'),
    };
    expect(fairly(headOnly, atLeastOnce)).toBe('yes');
  });
});

/** The names of the steps; or the whole story, where there are roles to tell of. */
const storyOf = ({ model, ...mistake }: Mistake): string => {
  const verdict = verdictOn({ model, ...mistake });
  if (verdict.verdict !== 'violated') return verdict.verdict;
  const { trace, violation } = verdict;
  if ('protocol' in model) return `\n${tell(model as WorldModel, trace, violation)}\n`;
  const words = (moves: readonly { readonly type: string }[]) => moves.map(({ type }) => type).join(', ');
  const { path, cycle } = violation.continuation!;
  const then = [
    ...(path.length > 0 ? [words(path)] : []),
    ...(cycle.length > 0 ? [`↻ ${words(cycle)}`] : []),
  ];
  return [words(trace), ...then, violation.ending].join(' → ');
};

describe('the story of what is not paid', () => {
  it('is told of each', () => {
    expect(Object.fromEntries(broken.map((mistake) => [mistake.system, storyOf(mistake)])))
      .toMatchInlineSnapshot(`
      {
        "a dead end four steps from the beginning": "submit, send → relay, drop → standstill",
        "a message strays into a circle": "submit, stray → ↻ turn, return → for ever",
        "gives-up, after two tries, in the lossy world": "
      1. the application submits m0 to sender: sender remembers unacknowledged and tries, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. retransmit fires at sender: sender remembers tries, sends data m0, arms retransmit
      3. the link sender -> receiver loses data m0 (sent in step 1)
      4. the link sender -> receiver loses data m0 (sent in step 2)
         – too late: nothing that now happens by itself keeps the promise. For example:
      5. retransmit fires at sender: sender remembers unacknowledged
      ✗ at least once: m0 was accepted and is never delivered: nothing more can happen
      ",
        "only a crash delivers": "submit → ↻ wait → for ever",
        "the next message flushes the last": "submit → standstill",
        "two ways on, and only one of them delivers": "submit, drop → ↻ spin → for ever",
      }
    `);
  });
});

describe('the page on liveness', () => {
  it('has the table of mistakes as it is found now', () => {
    const rows = mistakes.map((mistake) => {
      const { checker, overlooks, system, model, check } = mistake;
      return [checker, overlooks, system, check(model, atLeastOnce), verdictOn(mistake).verdict];
    });
    const head = [
      'a checker that …',
      'overlooks',
      'the system it judges wrongly',
      'is it paid?',
      'the truth',
    ];
    isFresh([head, head.map(() => '---'), ...rows]);
  });

  it('has the story that repeats for ever as it is told now', () => {
    const model = compose(silentDuplicates, { ...worlds.crashing, messages: 1 });
    const verdict = verifyExhaustively(model, atLeastOnce);
    if (verdict.verdict !== 'violated') throw new Error('it holds');
    expect(page()).toContain(`\`\`\`text\n${tell(model, verdict.trace, verdict.violation)}\n\`\`\``);
  });
});

const file = 'spec/liveness.md';
const page = (): string => readFileSync(file, 'utf8');

/** Keeps the table fresh: `UPDATE_SPEC=1 npm test` writes it, any other run compares, whatever its padding. */
const isFresh = (cells: readonly (readonly string[])[]): void => {
  const table = cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
  const marked = /(<!-- generated: mistakes -->\n\n)([^]*?)(\n\n<!-- end -->)/;
  if (process.env['UPDATE_SPEC'] === '1') {
    writeFileSync(
      file,
      page().replace(marked, (_, head: string, __, tail: string) => head + table + tail),
    );
    return;
  }
  const unpadded = (text = '') => text.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---');
  expect(unpadded(marked.exec(page())?.[2])).toBe(table);
};
