import { describe, expect, it } from 'vitest';
import { simulateAll } from '../../../src/conformance/simulation/simulate.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, noCreation } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import { implementation as httpClient } from './http-client.ts';
import { implementation as leases } from './leases.ts';
import { implementation as outbox } from './outbox.ts';
import { implementation as webhook } from './webhook.ts';

/** Ten thousand runs of the right versions together, a quarter of them systematic. */
const effort = { runs: 1900, maxEnumerated: 600 } as const;

describe.each([outbox, webhook, httpClient, leases])('the $name', (implementation) => {
  it.each([worlds.hostile, { ...worlds.hostile, partitions: 'unlimited', messages: 3, crashes: 2 } as const])(
    'breaks nothing that it keeps, in a world with $messages messages',
    async (world) => {
      const kept = [atMostOnce, atLeastOnce, exactlyOnce, noCreation];
      for (const verdict of await simulateAll(implementation, world, kept, effort)) {
        const story = verdict.verdict === 'violated' ? JSON.stringify(verdict.trace) : '';
        expect([verdict.verdict, story]).toEqual(['unknown', '']);
        expect(verdict.coverage.runs).toBe(effort.runs);
      }
    },
  );
});
