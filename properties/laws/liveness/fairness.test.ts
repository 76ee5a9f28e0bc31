import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../src/catalogue.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { compose } from '../../../src/model/compose.ts';
import { worlds } from '../../../src/model/world.ts';
import { accepting, system } from './drawn.ts';
import { impatientTickets, tickets } from './protocols.ts';
import { fairly } from './weak-checkers.ts';
import { catalogue } from '../representative.ts';

/** Where the schedule may choose the states in which it is fair, and does so badly. */
describe('the fairness that is assumed takes each step in the end in each state in which it stays possible', () => {
  it('so it pays where whoever is fair to steps alone looks away after each first knock', () => {
    const twice = system({
      start: [accepting],
      owing: [
        { type: 'knock', to: 'knocked' },
        { type: 'look away', to: 'owing' },
      ],
      knocked: [
        { type: 'knock', to: 'done', sees: ['delivered'] },
        { type: 'look away', to: 'owing' },
      ],
      done: [],
    });
    expect(fairly(twice, atLeastOnce)).toBe('no');
    expect(verifyExhaustively(twice, atLeastOnce).verdict).toBe('holds');
  });

  it('so it pays where a timer that fires at the wrong moment each time would keep a handshake from ending', () => {
    const impatiently = compose(impatientTickets, { ...worlds.calm, messages: 1 });
    expect(fairly(impatiently, atLeastOnce)).toBe('no');
    expect(verifyExhaustively(impatiently, atLeastOnce).verdict).toBe('holds');
    expect(fairly(compose(tickets, { ...worlds.calm, messages: 1 }), atLeastOnce)).toBe('yes');
  });
});

describe('no claim of the catalogue needs that much', () => {
  it.each(catalogue)(
    '$protocol.name pays under fairness to steps alone, and losses without end, in all but the largest world',
    (entry) => {
      for (const { guarantee, worlds: named } of entry.claims) {
        if (guarantee.owed === undefined) continue;
        for (const name of named.filter((world) => world !== 'hostile')) {
          const model = compose(entry.protocol, worldOf(entry, name));
          expect([guarantee.name, name, fairly(model, guarantee)]).toEqual([guarantee.name, name, 'yes']);
        }
      }
    },
  );
});
