import { describe, expect, it } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, inOrder } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import { protocol } from '../../src/model/protocol.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { Role } from '../../src/model/role.ts';
import { worlds } from '../../src/model/world.ts';
import type { WorldName } from '../../src/model/world.ts';
import { epochPerTransaction, fencingToken, skipLocked } from '../../src/protocols/index.ts';
import { worker } from '../../src/protocols/kafka/epoch-per-transaction.ts';
import { epochPerSession } from '../../src/protocols/kafka/flawed/epoch-per-session.ts';
import { brokerWith } from '../../src/protocols/kafka/transaction-log.ts';
import type { Broker } from '../../src/protocols/kafka/transaction-log.ts';

const verdictOf = (subject: Protocol, guarantee: Guarantee, world: WorldName, messages: number) =>
  verifyExhaustively(compose(subject, { ...worlds[world], messages }), guarantee);

/** Takes a Produce of any epoch for one of the open transaction. */
const right = brokerWith({ per: 'transaction' });
const takesLateProduce: Role<Broker> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet, from) =>
      right.upon.receive!(
        state,
        packet.type === 'Produce' ? { ...packet, epoch: state.disk.epoch } : packet,
        from,
      ),
  },
};
const lateProduceTaken = protocol({
  name: 'late-produce-taken',
  roles: { broker: takesLateProduce, worker },
  links: ['broker -> worker', 'worker -> broker'],
});

describe('an epoch for each transaction', () => {
  it('keeps a late Produce out of the transaction of the next record, where links reorder', () => {
    expect(verdictOf(epochPerTransaction, exactlyOnce, 'reordering', 2).verdict).toBe('holds');
    expect(verdictOf(lateProduceTaken, exactlyOnce, 'reordering', 2).verdict).toBe('violated');
  });

  it('is what both ends of the mistake lack: a late Produce doubles an output, a late abort loses one', () => {
    for (const guarantee of [atMostOnce, atLeastOnce]) {
      expect(verdictOf(epochPerSession, guarantee, 'reordering', 1).verdict).toBe('violated');
    }
  });
});

describe('a fencing token', () => {
  it('does not stop the next holder from repeating what the former one has done', () => {
    const verdict = verdictOf(fencingToken, atMostOnce, 'calm', 2);
    if (verdict.verdict !== 'violated') throw new Error('nothing is delivered twice');
    const tokens = verdict.trace.flatMap((action) =>
      action.type === 'receive' && action.role === 'resource' && 'token' in action.packet
        ? [action.packet.token]
        : [],
    );
    expect(tokens).toEqual([1, 2]);
  });
});

describe('rows that are skipped because they are locked', () => {
  it('are processed exactly once, and not in order', () => {
    expect(verdictOf(skipLocked, exactlyOnce, 'calm', 2).verdict).toBe('holds');
    expect(verdictOf(skipLocked, inOrder, 'calm', 2).verdict).toBe('violated');
  });
});
