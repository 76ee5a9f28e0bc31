import { describe, expect, it } from 'vitest';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { remediesOf } from '../../src/counterexample/why/remedy.ts';
import { explain } from '../../src/counterexample/why/why.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';

/** Why a flawed twin breaks its promise, and without which fault of the world it does not. */
const whyOf = (name: string): string => {
  const flaw = flaws.find(({ protocol }) => protocol.name === name)!;
  const { guarantee } = flaw;
  const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, guarantee);
  if (verdict.verdict !== 'violated') return verdict.verdict;
  const { sentence, steps } = explain(model, guarantee, verdict.trace, verdict.violation);
  const without = remediesOf(model, guarantee, verdict.trace, verifyExhaustively);
  return [
    '',
    `${sentence}.`,
    `steps ${steps.join(' ')} of ${verdict.trace.length}`,
    ...without.map((remedy) => `without ${remedy.without}: ${remedy.verdict}`),
    '',
  ].join('\n');
};

describe('why it is broken by', () => {
  it('deliver-before-record', () => {
    expect(whyOf('deliver-before-record')).toMatchInlineSnapshot(`
      "
      m0 is delivered twice: in step 3 (data m0 from step 1), where receiver crashes before it can write seen, and in step 5 (the copy of data m0 from step 2); in step 2 the link sender -> receiver duplicates data m0.
      steps 1 2 3 5 of 5
      without duplicates: holds
      without crashes of receiver: holds
      "
    `);
  });

  it('accept-before-write', () => {
    expect(whyOf('accept-before-write')).toMatchInlineSnapshot(`
      "
      m0 was accepted and is never delivered: owed since step 1; in step 1 sender crashes before it can write outbox, send data m0 and arm retransmit; after that nothing can make up for it: sender does nothing when it restarts, and no packet carries m0 any more.
      steps 1 of 1
      without crashes of sender: holds
      "
    `);
  });

  it('acknowledge-before-delivery', () => {
    expect(whyOf('acknowledge-before-delivery')).toMatchInlineSnapshot(`
      "
      m0 was confirmed and is never delivered: owed since step 1 and confirmed in step 3 (ack m0 from step 2); in step 2 receiver crashes before it can deliver m0; after step 3, where sender writes outbox and confirms m0, nothing can make up for it: receiver does nothing when it restarts, and no packet carries m0 any more.
      steps 1 2 3 of 3
      without crashes of receiver: holds
      "
    `);
  });

  it('forget-to-rearm', () => {
    expect(whyOf('forget-to-rearm')).toMatchInlineSnapshot(`
      "
      m0 was accepted and is never delivered: owed since step 1; in step 1 sender crashes before it can send data m0 and arm retransmit; after that nothing can make up for it: sender does nothing when it restarts, and no packet carries m0 any more.
      steps 1 of 1
      without crashes of sender: holds
      "
    `);
  });

  it('seen-in-memory', () => {
    expect(whyOf('seen-in-memory')).toMatchInlineSnapshot(`
      "
      m0 is delivered twice: in step 3 (data m0 from step 1), where receiver crashes before it can send ack m0 and forgets seen, and in step 5 (data m0 from step 2).
      steps 1 2 3 5 of 5
      without crashes of receiver: holds
      "
    `);
  });

  it('short-window', () => {
    expect(whyOf('short-window')).toMatchInlineSnapshot(`
      "
      m0 is delivered twice: in step 3 (data m0 from step 1) and in step 6 (data m0 from step 5).
      steps 1 3 5 6 of 6
      "
    `);
  });

  it('counter-ids', () => {
    expect(whyOf('counter-ids')).toMatchInlineSnapshot(`
      "
      m0 was accepted and is never delivered: owed since step 1; in step 1 sender crashes before it can send data 0 m0 and arm retransmit, and forgets next; after step 3, where sender remembers next, writes outbox, accepts m1, sends data 0 m1 and arms retransmit, nothing can make up for it: when data 0 m0 arrives, receiver only sends ack 0.
      steps 1 3 of 3
      without crashes of sender: holds
      "
    `);
  });

  it('dedup-by-payload', () => {
    expect(whyOf('dedup-by-payload')).toMatchInlineSnapshot(`
      "
      m1 was accepted and is never delivered: owed since step 2; nothing can make up for it: when data m1 arrives, receiver only sends ack m1.
      steps 2 of 2
      "
    `);
  });

  it('sent-twice', () => {
    expect(whyOf('sent-twice')).toMatchInlineSnapshot(`
      "
      m0 is delivered twice: in step 2 (data m0 from step 1) and in step 3 (data m0 from step 1).
      steps 1 2 3 of 3
      "
    `);
  });

  it('anonymous-acknowledgement', () => {
    expect(whyOf('anonymous-acknowledgement')).toMatchInlineSnapshot(`
      "
      m1 was confirmed and is never delivered: owed since step 2 and confirmed in step 7 (ack from step 5); in step 8 the link sender -> receiver loses data m1; after that nothing can make up for it: no packet carries m1 any more.
      steps 2 5 7 8 of 8
      without losses: holds
      "
    `);
  });

  it('gives-up', () => {
    expect(whyOf('gives-up')).toMatchInlineSnapshot(`
      "
      m0 was accepted and is never delivered: owed since step 1; in steps 3 and 4 the link sender -> receiver loses data m0; after that nothing can make up for it: no packet carries m0 any more.
      steps 1 3 4 of 4
      without losses: holds
      "
    `);
  });

  it('acknowledge-before-storing', () => {
    expect(whyOf('acknowledge-before-storing')).toMatchInlineSnapshot(`
      "
      m0 was confirmed and is never delivered: owed since step 1 and confirmed in step 3 (ack m0 from step 2); in step 2 broker crashes before it can write stored, send data m0 to consumer and arm redeliver; after step 3, where producer writes outbox and confirms m0, nothing can make up for it: broker does nothing when it restarts, and no packet carries m0 any more.
      steps 1 2 3 of 3
      without crashes of broker: holds
      "
    `);
  });
});
