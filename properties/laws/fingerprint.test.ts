import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { fingerprintOf, fnv1a } from '../../src/explore/fingerprint.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { submissionIn, submittedIn } from '../../src/model/naming.ts';
import { NotPlainError } from '../../src/model/plain.ts';
import { worlds } from '../../src/model/world.ts';
import { acknowledgeBeforeDelivery } from '../../src/protocols/flawed/acknowledge-before-delivery.ts';
import { flaws } from './representative.ts';

const submit = (id: string) => ({ type: 'submit', role: 'sender', message: { id, payload: 'hello' } });
const receive = (id: string) => ({ type: 'receive', role: 'receiver', packet: { type: 'data', id } });

describe('a fingerprint', () => {
  it('is an FNV-1a hash of 64 bits: the test vectors of its authors', () => {
    expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([
      'cbf29ce484222325',
      'af63dc4c8601ec8c',
      '85944171f73967e8',
    ]);
  });

  it('does not change from version to version: it stands in bug reports', () => {
    expect(fingerprintOf(atMostOnce, [submit('m0'), receive('m0'), receive('m0')])).toBe('e91b48a1bfd9e349');
  });

  it('does not depend on what the messages are called, nor on the order of fields', () => {
    const first = [submit('m0'), submit('m1'), receive('m1'), receive('m1')];
    const other = [submit('order-17'), submit('order-4'), receive('order-4'), receive('order-4')];
    const turned = first.map(
      (action) => Object.fromEntries(Object.entries(action).toReversed()) as typeof action,
    );
    expect(fingerprintOf(atMostOnce, other)).toBe(fingerprintOf(atMostOnce, first));
    expect(fingerprintOf(atMostOnce, turned)).toBe(fingerprintOf(atMostOnce, first));
  });

  it('depends on which of the messages a step is about, and on the order of the steps', () => {
    const traces = [
      [submit('m0'), submit('m1'), receive('m1'), receive('m1')],
      [submit('m0'), submit('m1'), receive('m0'), receive('m0')],
      [submit('m0'), receive('m0'), submit('m1'), receive('m0')],
      [submit('m0'), submit('m1'), receive('m1')],
    ];
    expect(new Set(traces.map((trace) => fingerprintOf(atMostOnce, trace))).size).toBe(traces.length);
  });

  it('depends on the guarantee, for one trace may break several', () => {
    const trace = [submit('m0')];
    expect(fingerprintOf(atLeastOnce, trace)).not.toBe(fingerprintOf(exactlyOnce, trace));
  });

  it('is the same bug in a calmer and in a more hostile world, where that has the same least trace', () => {
    const [calmer, harsher] = [worlds.crashing, worlds.hostile].map((world) =>
      verifyExhaustively(compose(acknowledgeBeforeDelivery, world), atLeastOnce),
    );
    if (calmer?.verdict !== 'violated' || harsher?.verdict !== 'violated')
      throw new Error('it is not flawed');
    expect(harsher.trace).toEqual(calmer.trace);
    expect(harsher.fingerprint).toBe(calmer.fingerprint);
  });

  it('tells the bugs of the flawed twins apart', () => {
    const prints = flaws.map((flaw) => {
      const verdict = verifyExhaustively(compose(flaw.protocol, worldOf(flaw, flaw.world)), flaw.guarantee);
      return verdict.verdict === 'violated' ? verdict.fingerprint : undefined;
    });
    expect(prints).not.toContain(undefined);
    expect(new Set(prints).size).toBe(flaws.length);
  });

  it('knows the submission in a crash, and takes no other action for one, whatever its fields', () => {
    const cut = { type: 'crash', role: 'sender', event: { ...submit('m7'), role: undefined }, cut: 1 };
    const strange = [
      { type: 'go', event: null },
      { type: 'go', event: 'submit' },
      { type: 'submit' },
      { type: 'submit', message: null },
      { type: 'submit', message: { id: 7 } },
      { type: 'go', event: { type: 'receive', message: { id: 'm8' } } },
    ];
    expect([submit('m6'), cut, ...strange].map(submissionIn)).toEqual([
      'm6',
      'm7',
      ...strange.map(() => undefined),
    ]);
    expect(submittedIn([submit('m6'), cut, ...strange, submit('m6')])).toEqual(['m6', 'm7']);
  });

  it('is made of plain data, and complains of anything else', () => {
    expect(() => fingerprintOf(atMostOnce, [{ type: 'go', when: new Date(0) }] as never)).toThrow(
      NotPlainError,
    );
  });
});
