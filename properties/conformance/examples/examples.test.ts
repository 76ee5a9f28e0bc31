import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assertKeeps } from '../../../src/conformance/simulation/keeping.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import '../../../src/vitest/index.ts';
import { bugs, withBug } from './bugs.ts';
import { implementation as httpClient } from './http-client.ts';
import { implementation as leases } from './leases.ts';
import { implementation as outbox } from './outbox.ts';
import { implementation as webhook } from './webhook.ts';

const folder = mkdtempSync(join(tmpdir(), 'onceproof-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the tool says of an example as it was first written. */
const saidOfFirst = async (name: string): Promise<string> => {
  const bug = bugs.find((one) => one.name === name)!;
  const first = await withBug(bug, folder, bugs.indexOf(bug));
  return assertKeeps(first, bug.guarantee, { world: bug.world }).then(
    () => 'it keeps it',
    ({ message }: Error) => message,
  );
};

describe.each([outbox, webhook, httpClient, leases])('the $name', (implementation) => {
  it('keeps exactly once while processes crash', async () => {
    const options = { world: worlds.crashing, disturbances: 1, runs: 10, store: false } as const;
    await expect(implementation).toKeep(exactlyOnce, options);
  });
});

describe('what was said of the first version', () => {
  it('of the outbox, which accepted before it had stored', async () => {
    expect(await saidOfFirst('accepts before it has stored')).toMatchInlineSnapshot(`
      "outbox in the crashing world: at least once is broken in 1 step: m0 was accepted and is never delivered
        2 messages, queue links, any capacity, no losses, no duplicates, 1 crash of each role (disks kept), timers fire at any time, seed 1

                     ┌─────────┐                  ┌──────────┐
                     │ service │                  │ consumer │
                     └────┬────┘                  └────┬─────┘
                          │                            │
       1     submits m0 ═►│                            │
             accepts m0 ◄═╡                            │
          crash, cut off: ✖                            │
           write outbox   ┊                            │
                          ┊                            │
       ✗ at least once: m0 was accepted and is never delivered (lost in progress at a
         crash): things go on for ever without it

      1. the application submits m0 to service, and service crashes after 1 of 2 effects: accepts m0 – cut off: write outbox   [submitted m0, accepted m0, crashed service]
         – what then happens is not told: in 32 rounds, in each of which every packet arrives and every timer fires, it is not paid; code that does not show its memory can be waited for, and no more
      ✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): things go on for ever without it
      "
    `);
  });

  it('of the webhook, which answered before the work was done', async () => {
    expect(await saidOfFirst('answers before the work is done')).toMatchInlineSnapshot(`
      "webhook in the crashing world: at least once is broken in 3 steps: m0 was accepted and is never delivered
        2 messages, queue links, any capacity, no losses, no duplicates, 1 crash of each role (disks kept), timers fire at any time, seed 1

                       ┌──────────┐                 ┌─────────┐
                       │ provider │                 │ handler │
                       └────┬─────┘                 └────┬────┘
                            │                            │
      ▸1       submits m0 ═►│                            │
          writes unanswered │                            │
               accepts m0 ◄═╡                            │
      ▸2                    ├── POST m0 ────────────────►│
                            │◄───────────────── 200 m0 ──┤
                            │                            ✖ crash, cut off:
                            │                            ┊   arm sleep 0
      ▸3  writes unanswered │                            ┊
                            │                            ┊
                  ╌╌╌╌╌╌╌╌╌ too late: one way on from here ╌╌╌╌╌╌╌╌╌
                            │                            ┊
       4                    │                            │ ↻ restarts
       5            ⏱ retry │                            │
                            │                            │
                  ╌╌╌╌╌╌╌╌╌╌ from here on nothing happens ╌╌╌╌╌╌╌╌╌╌
                            │                            │
       ✗ at least once: m0 was accepted and is never delivered (lost in progress at a
         crash): nothing more can happen

      ▸1. the application submits m0 to provider: provider writes unanswered, accepts m0, sends POST m0, arms retry   [submitted m0, accepted m0]
      ▸2. handler receives POST m0 and crashes after 1 of 2 effects: sends 200 m0 – cut off: arm sleep 0   [crashed handler]
      ▸3. provider receives 200 m0: writes unanswered
         – too late: nothing that now happens by itself keeps the promise. For example:
       4. handler restarts   [restarted handler]
       5. retry fires at provider: provider does nothing
      ✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): nothing more can happen

      Why: m0 was accepted and is never delivered: owed since step 1; in step 2 handler crashes before it can arm sleep 0; after step 3, where provider writes unanswered, nothing can make up for it: handler does nothing when it restarts, and no packet carries m0 any more.
      Steps that matter (▸): 1, 2 and 3 of 3.
      "
    `);
  });

  it('of the client, which made up a new key for each try', async () => {
    expect(await saidOfFirst('makes up a new key for each try')).toMatchInlineSnapshot(`
      "http-client in the crashing world: at most once is broken in 4 steps: m0 is delivered twice
        2 messages, queue links, any capacity, no losses, no duplicates, 1 crash of each role (disks kept), timers fire at any time, seed 1

                    ┌────────┐                               ┌────────┐
                    │ client │                               │ server │
                    └───┬────┘                               └───┬────┘
                        │                                        │
      ▸1   submits m0 ═►│                                        │
            writes open │                                        │
           accepts m0 ◄═╡                                        │
                        ├── request 55a198070 m0 ─▷ ··· 3        │
      ▸2      ⏱ timeout │                                        │
               55a19807 │                                        │
                        ├── request 55a198071 m0 ─▷ ··· 4        │
      ▸3                │          1 ··· request 55a198070 m0 ──►│
                        │                                        ╞═► delivers m0
                        │                                        │   + writes answered
                        │  in flight ··· ◁─ response 55a198070 ──┤
      ▸4                │          2 ··· request 55a198071 m0 ──►│
                        │                                        ╞═► delivers m0 ✗
                        │                                        │   + writes answered
                        │  in flight ··· ◁─ response 55a198071 ──┤
                        │                                        │
       ✗ at most once: m0 is delivered twice

      ▸1. the application submits m0 to client: client writes open, accepts m0, sends request 55a198070 m0, arms timeout 55a19807   [submitted m0, accepted m0]
      ▸2. timeout 55a19807 fires at client: client sends request 55a198071 m0, arms timeout 55a19807
      ▸3. server receives request 55a198070 m0 (sent in step 1): delivers m0 + writes answered, sends response 55a198070   [delivered m0]
      ▸4. server receives request 55a198071 m0 (sent in step 2): delivers m0 + writes answered, sends response 55a198071   [delivered m0]
      ✗ at most once: m0 is delivered twice

      Why: m0 is delivered twice: in step 3 (request 55a198070 m0 from step 1) and in step 4 (request 55a198071 m0 from step 2).
      Steps that matter (▸): 1, 2, 3 and 4 of 4.
      "
    `);
  });

  it('of the queue with leases, which did not look at the results that were there', async () => {
    expect(await saidOfFirst('the result is written without a look at the others')).toMatchInlineSnapshot(`
      "leases in the calm world: at most once is broken in 6 steps: m0 is delivered twice
        2 messages, queue links, any capacity, no losses, no duplicates, no crashes, timers fire at any time, seed 1

                   ┌───────┐                       ┌────────┐
                   │ queue │                       │ worker │
                   └───┬───┘                       └───┬────┘
                       │                               │
       1  submits m0 ═►│                               │
           writes jobs │                               │
          accepts m0 ◄═╡                               │
                       ├── job m0 ─▷ ··· to step 3     │
           writes jobs │                               │
       2       ⏱ lease │                               │
                       ├── job m0 ─▷ ··· to step 5     │
           writes jobs │                               │
       3               │     from step 1 ··· job m0 ──►│
      ▸4               │                               │ ⏱ sleep 0
                       │                               ╞═► delivers m0
                       │                               │   + writes results
                       │    in flight ··· ◁─ done m0 ──┤
       5               │     from step 2 ··· job m0 ──►│
      ▸6               │                               │ ⏱ sleep 0
                       │                               ╞═► delivers m0 ✗
                       │                               │   + writes results
                       │    in flight ··· ◁─ done m0 ──┤
                       │                               │
       ✗ at most once: m0 is delivered twice

       1. the application submits m0 to queue: queue writes jobs, accepts m0, sends job m0, writes jobs, arms lease   [submitted m0, accepted m0]
       2. lease fires at queue: queue sends job m0, writes jobs, arms lease
       3. worker receives job m0 (sent in step 1): arms sleep 0
      ▸4. sleep 0 fires at worker: worker writes results + delivers m0, sends done m0   [delivered m0]
       5. worker receives job m0 (sent in step 2): arms sleep 0
      ▸6. sleep 0 fires at worker: worker writes results + delivers m0, sends done m0   [delivered m0]
      ✗ at most once: m0 is delivered twice

      Why: m0 is delivered twice: in step 4 and in step 6.
      Steps that matter (▸): 4 and 6 of 6.
      "
    `);
  });
});
