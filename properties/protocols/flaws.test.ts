import { describe, expect, it } from 'vitest';
import { basics } from '../../src/catalogue/basics.ts';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { verifyByWalks } from '../../src/fast-check/index.ts';
import { compose } from '../../src/model/compose.ts';

/** Each flawed protocol where its flaw shows, with the shortest way to it. */
const proven = new Map(
  flaws.map((flaw) => {
    const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
    return [flaw.protocol.name, { model, verdict: verifyExhaustively(model, flaw.guarantee) }];
  }),
);

const storyOf = (name: string): string => {
  const { model, verdict } = proven.get(name)!;
  return verdict.verdict === 'violated'
    ? `\n${tell(model, verdict.trace, verdict.violation)}\n`
    : verdict.verdict;
};

describe.each(flaws)('$protocol.name: $summary', (flaw) => {
  const { model, verdict } = proven.get(flaw.protocol.name)!;

  it('breaks what its twin keeps in the same world', () => {
    const twin = compose(flaw.twinOf, worldOf(flaw, flaw.world));
    expect(verifyExhaustively(twin, flaw.guarantee).verdict).toBe('holds');
    expect(verdict.verdict).toBe('violated');
  });

  it.runIf(basics.flaws.includes(flaw))(
    'is caught by random walks as well, and shrunk to the shortest story',
    () => {
      const found = verifyByWalks(model, flaw.guarantee, { seed: 1, runs: 1000 });
      expect(found.verdict).toBe('violated');
      if (found.verdict !== 'violated' || verdict.verdict !== 'violated') return;
      expect(found.trace).toHaveLength(verdict.trace.length);
    },
  );
});

describe('the shortest story of', () => {
  it('deliver-before-record', () => {
    expect(storyOf('deliver-before-record')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender accepts m0, sends data m0   [submitted m0, accepted m0]
      2. the link sender -> receiver duplicates data m0
      3. receiver receives data m0 (sent in step 1) and crashes after 1 of 2 effects: delivers m0 – cut off: write seen   [delivered m0, crashed receiver]
      4. receiver restarts   [restarted receiver]
      5. receiver receives data m0 (the copy made in step 2): delivers m0, writes seen   [delivered m0]
      ✗ at most once: m0 is delivered twice
      "
    `);
  });

  it('accept-before-write', () => {
    expect(storyOf('accept-before-write')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender, and sender crashes after 1 of 4 effects: accepts m0 – cut off: write outbox, send data m0, arm retransmit   [submitted m0, accepted m0, crashed sender]
         – too late: nothing that now happens by itself keeps the promise. For example:
      2. sender restarts   [restarted sender]
      ✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): nothing more can happen
      "
    `);
  });

  it('acknowledge-before-delivery', () => {
    expect(storyOf('acknowledge-before-delivery')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. receiver receives data m0 and crashes after 1 of 2 effects: sends ack m0 – cut off: deliver m0   [crashed receiver]
      3. sender receives ack m0: writes outbox, confirms m0   [confirmed m0]
         – too late: nothing that now happens by itself keeps the promise. For example:
      4. retransmit fires at sender: sender does nothing
      5. receiver restarts   [restarted receiver]
      ✗ at least once: m0 was confirmed and is never delivered (silent loss): nothing more can happen
      "
    `);
  });

  it('forget-to-rearm', () => {
    expect(storyOf('forget-to-rearm')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender, and sender crashes after 2 of 4 effects: writes outbox, accepts m0 – cut off: send data m0, arm retransmit   [submitted m0, accepted m0, crashed sender]
         – too late: nothing that now happens by itself keeps the promise. For example:
      2. sender restarts   [restarted sender]
      ✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash): nothing more can happen
      "
    `);
  });

  it('seen-in-memory', () => {
    expect(storyOf('seen-in-memory')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. retransmit fires at sender: sender sends data m0, arms retransmit
      3. receiver receives data m0 (sent in step 1) and crashes after 1 of 2 effects: delivers m0 + remembers seen – cut off: send ack m0   [delivered m0, crashed receiver]
      4. receiver restarts   [restarted receiver]
      5. receiver receives data m0 (sent in step 2): delivers m0 + remembers seen, sends ack m0   [delivered m0]
      ✗ exactly once: m0 is delivered twice
      "
    `);
  });

  it('short-window', () => {
    expect(storyOf('short-window')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. the application submits m1 to sender: sender writes outbox, accepts m1, sends data m1, arms retransmit   [submitted m1, accepted m1]
      3. receiver receives data m0 (sent in step 1): delivers m0 + writes seen, sends ack m0   [delivered m0]
      4. receiver receives data m1 (sent in step 2): delivers m1 + writes seen, sends ack m1   [delivered m1]
      5. retransmit fires at sender: sender sends data m0, sends data m1, arms retransmit
      6. receiver receives data m0: delivers m0 + writes seen, sends ack m0   [delivered m0]
      ✗ exactly once: m0 is delivered twice
      "
    `);
  });

  it('counter-ids', () => {
    expect(storyOf('counter-ids')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender, and sender crashes after 3 of 5 effects: remembers next, writes outbox, accepts m0 – cut off: send data 0 m0, arm retransmit   [submitted m0, accepted m0, crashed sender]
      2. sender restarts: arms retransmit   [restarted sender]
      3. the application submits m1 to sender: sender remembers next, writes outbox, accepts m1, sends data 0 m1, arms retransmit   [submitted m1, accepted m1]
         – too late: nothing that now happens by itself keeps the promise. For example:
      4. receiver receives data 0 m1: delivers m1 + writes seen, sends ack 0   [delivered m1]
      5. sender receives ack 0: writes outbox, confirms m0, confirms m1   [confirmed m0, confirmed m1]
      6. retransmit fires at sender: sender does nothing
      ✗ exactly once: m0 was accepted and is never delivered (lost in progress at a crash): nothing more can happen
      "
    `);
  });

  it('dedup-by-payload', () => {
    expect(storyOf('dedup-by-payload')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. the application submits m1 to sender: sender writes outbox, accepts m1, sends data m1, arms retransmit   [submitted m1, accepted m1]
         – too late: nothing that now happens by itself keeps the promise. For example:
      3. receiver receives data m0 (sent in step 1): delivers m0 + writes seen, sends ack m0   [delivered m0]
      4. receiver receives data m1 (sent in step 2): sends ack m1
      5. sender receives ack m0 (sent in step 3): writes outbox, confirms m0   [confirmed m0]
      6. sender receives ack m1 (sent in step 4): writes outbox, confirms m1   [confirmed m1]
      7. retransmit fires at sender: sender does nothing
      ✗ exactly once: m1 was accepted and is never delivered: nothing more can happen
      "
    `);
  });

  it('sent-twice', () => {
    expect(storyOf('sent-twice')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender accepts m0, sends data m0, sends data m0   [submitted m0, accepted m0]
      2. receiver receives data m0: delivers m0   [delivered m0]
      3. receiver receives data m0 (sent in step 1): delivers m0   [delivered m0]
      ✗ at most once: m0 is delivered twice
      "
    `);
  });

  it('anonymous-acknowledgement', () => {
    expect(storyOf('anonymous-acknowledgement')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender remembers waiting, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. the application submits m1 to sender: sender remembers waiting, accepts m1   [submitted m1, accepted m1]
      3. receiver receives data m0 (sent in step 1): delivers m0, sends ack   [delivered m0]
      4. retransmit fires at sender: sender sends data m0, arms retransmit
      5. receiver receives data m0: delivers m0, sends ack   [delivered m0]
      6. sender receives ack (sent in step 3): remembers waiting, confirms m0, sends data m1, arms retransmit   [confirmed m0]
      7. sender receives ack (sent in step 5): remembers waiting, confirms m1   [confirmed m1]
      8. the link sender -> receiver loses data m1 (sent in step 6)
         – too late: nothing that now happens by itself keeps the promise. For example:
      9. retransmit fires at sender: sender does nothing
      ✗ at least once: m1 was confirmed and is never delivered (silent loss): nothing more can happen
      "
    `);
  });

  it('gives-up', () => {
    expect(storyOf('gives-up')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to sender: sender remembers unacknowledged and tries, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. retransmit fires at sender: sender remembers tries, sends data m0, arms retransmit
      3. the link sender -> receiver loses data m0 (sent in step 1)
      4. the link sender -> receiver loses data m0 (sent in step 2)
         – too late: nothing that now happens by itself keeps the promise. For example:
      5. retransmit fires at sender: sender remembers unacknowledged
      ✗ at least once: m0 was accepted and is never delivered: nothing more can happen
      "
    `);
  });

  it('acknowledge-before-storing', () => {
    expect(storyOf('acknowledge-before-storing')).toMatchInlineSnapshot(`
      "
      1. the application submits m0 to producer: producer writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. broker receives data m0 from producer and crashes after 1 of 4 effects: sends ack m0 to producer – cut off: write stored, send data m0 to consumer, arm redeliver   [crashed broker]
      3. producer receives ack m0 from broker: writes outbox, confirms m0   [confirmed m0]
         – too late: nothing that now happens by itself keeps the promise. For example:
      4. retransmit fires at producer: producer does nothing
      5. broker restarts   [restarted broker]
      ✗ at least once: m0 was confirmed and is never delivered (silent loss): nothing more can happen
      "
    `);
  });
});
