import { describe, expect, it } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atMostOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { exactlyOnce } from '../../src/protocols/index.ts';
import { countByHand } from '../benchmarks/by-hand.ts';
import { canonical } from '../benchmarks/canonical.ts';

describe('the canonical model', () => {
  it.each([
    { messages: 1, capacity: 1, sender: 1, receiver: 1 },
    { messages: 1, capacity: 4, sender: 0, receiver: 3 },
    { messages: 2, capacity: 2, sender: 2, receiver: 0 },
    { messages: 2, capacity: 3, sender: 1, receiver: 1 },
    { messages: 3, capacity: 2, sender: 0, receiver: 1 },
  ])(
    'has the states, transitions and depth that its page describes: %o',
    ({ messages, capacity, sender, receiver }) => {
      const world = { ...worlds.hostile, messages, capacity, crashes: { sender, receiver } };
      const { states, transitions, depth } = verifyExhaustively(
        compose(exactlyOnce, world),
        atMostOnce,
      ).coverage;
      const byHand = countByHand({ messages, capacity, ks: sender, kr: receiver });
      expect({ states, transitions, depth }).toEqual(byHand);
    },
  );

  it('has the counts that are pinned for its small size', () => {
    const { states, transitions, depth } = canonical.small;
    expect(countByHand({ messages: 2, capacity: 3, ks: 1, kr: 1 })).toEqual({ states, transitions, depth });
  });
});
