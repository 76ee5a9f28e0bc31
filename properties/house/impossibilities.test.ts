import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atMostOnce, exactlyOnce, honestConfirmation } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { senderThatAnswers } from './impossibilities/answers.ts';
import { blocks } from './impossibilities/blocks.ts';
import { chainOf, judgements, runsOf } from './impossibilities/generals.ts';
import { fewestFor, verdictFor } from './impossibilities/headers.ts';
import { orders, ordersOfTwo, receivingIn } from './impossibilities/orders.ts';
import { foundOf } from './impossibilities/telling.ts';

describe('the pages of what cannot be done', () => {
  it.each(Object.entries(blocks))('show what is found now: %s', async (page, generated) => {
    const file = `spec/impossibilities/${page}.md`;
    const text = readFileSync(file, 'utf8');
    let fresh = text;
    for (const [name, block] of Object.entries(generated)) {
      const place = new RegExp(`(<!-- generated: ${name} -->)[^]*?(<!-- end -->)`);
      expect([page, name, place.test(text)]).toEqual([page, name, true]);
      fresh = fresh.replace(place, (...[, head, tail]: string[]) => `${head}\n\n${block()}\n\n${tail}`);
    }
    const formatted = await format(fresh, { parser: 'markdown' });
    // `UPDATE_SPEC=1 npm test` writes it, any other run compares.
    if (process.env['UPDATE_SPEC'] === '1') writeFileSync(file, formatted);
    expect(readFileSync(file, 'utf8')).toBe(formatted);
  });

  it('are these, and a page that leads to them', () => {
    const expected = ['README.md', ...Object.keys(blocks).map((page) => `${page}.md`)].sort();
    expect(readdirSync('spec/impossibilities').sort()).toEqual(expected);
    const index = readFileSync('spec/impossibilities/README.md', 'utf8');
    for (const page of Object.keys(blocks)) expect(index).toContain(`(${page}.md)`);
  });
});

describe('two generals', () => {
  it('have one run for each choice of what is lost', () => {
    expect(runsOf(2).map(({ lost }) => lost.filter(Boolean).length)).toContain(4);
    expect(new Set(runsOf(2).map(({ lost }) => lost.join()))).toHaveLength(16);
  });

  it.each([1, 2, 3, 4])('of %i rounds never tell all from nothing by steps that both can tell', (rounds) => {
    const chain = chainOf(rounds)!;
    expect(chain[0]!.run.lost).not.toContain(true);
    expect(chain.at(-1)!.run.lost).not.toContain(false);
    chain.slice(1).forEach(({ run, same }, before) => {
      expect(run.views[same!]).toBe(chain[before]!.run.views[same!]);
    });
  });

  it.each([1, 2])('have no protocol of %i rounds that is right, whatever they decide', (rounds) => {
    expect(judgements(rounds).length).toBeGreaterThan(1);
    expect(judgements(rounds)).not.toContain(undefined);
  });

  it('can always say that they do not know', () => {
    const keeps = (answer: 'confirm' | 'reject' | 'abandon') =>
      [honestConfirmation, atMostOnce].map(
        (guarantee) =>
          verifyExhaustively(compose(senderThatAnswers(answer), worlds.lossy), guarantee).verdict,
      );
    expect(keeps('confirm')).toEqual(['violated', 'holds']);
    expect(keeps('reject')).toEqual(['holds', 'violated']);
    expect(keeps('abandon')).toEqual(['holds', 'holds']);
  });
});

describe('a crash that loses the disks', () => {
  it.each(catalogue)(
    'breaks exactly once, or leaves nothing to break: $protocol.name',
    ({ protocol: { name } }) => {
      expect(foundOf(name, exactlyOnce.name, 'forgetful')).toMatch(/^(broken in|not put to the test)/);
    },
  );
});

describe('a link that reorders', () => {
  it.each([2, 3, 4, 5, 6])('breaks %i numbers, given enough messages, and not before', (modulus) => {
    const fewest = fewestFor(modulus, modulus + 2)!;
    expect(verdictFor(modulus, fewest).verdict).toBe('violated');
    expect(verdictFor(modulus, fewest - 1).verdict).toBe('holds');
  });
});

describe('delivery, record and acknowledgement, one after the other', () => {
  const verdictIn = (order: (typeof orders)[number], world: 'lossy' | 'crashing') =>
    verifyExhaustively(compose(receivingIn(order), worlds[world]), exactlyOnce).verdict;

  it('have six orders', () => {
    expect(new Set(orders.map((order) => order.join()))).toHaveLength(6);
  });

  it.each(orders)('are exactly once as long as nobody crashes, and then no more: %s, %s, %s', (...order) => {
    expect([verdictIn(order, 'lossy'), verdictIn(order, 'crashing')]).toEqual(['holds', 'violated']);
  });

  it('are exactly once when the first two are one, and the acknowledgement comes after', () => {
    expect(ordersOfTwo.map((order) => verdictIn(order, 'crashing'))).toEqual(['holds', 'violated']);
  });
});
