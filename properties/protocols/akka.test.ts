import { describe, expect, it } from 'vitest';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, strictlyInOrder } from '../../src/guarantees/index.ts';
import type { Guarantee } from '../../src/guarantees/guarantee.ts';
import { compose } from '../../src/model/compose.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import type { World } from '../../src/model/world.ts';
import { durableProducerQueue, reliableDelivery } from '../../src/protocols/index.ts';

const producerCrashes = { ...worlds.lossy, name: 'producer crashes', crashes: { producer: 1 } };
const consumerCrashes = { ...worlds.lossy, name: 'consumer crashes', crashes: { consumer: 1 } };

const verdictOf = (protocol: Protocol, guarantee: Guarantee<any>, world: World): string =>
  verifyExhaustively(compose(protocol, world), guarantee).verdict;

describe.each([reliableDelivery, durableProducerQueue])(
  'what the documentation of Akka says of $name:',
  (of) => {
    it('as long as neither producer nor consumer crash, delivered in order, without loss or duplicates', () => {
      for (const guarantee of [exactlyOnce, strictlyInOrder]) {
        expect(verdictOf(of, guarantee, worlds.lossy)).toBe('holds');
        expect(verdictOf(of, guarantee, worlds.reordering)).toBe('holds');
      }
    });

    it('if the consumer crashes, unconfirmed messages are redelivered: at least once, and no more', () => {
      expect(verdictOf(of, atLeastOnce, consumerCrashes)).toBe('holds');
      expect(verdictOf(of, atMostOnce, consumerCrashes)).toBe('violated');
    });
  },
);

describe('if the producer crashes, unconfirmed messages', () => {
  it('may be lost without the durable queue, but are not repeated', () => {
    expect(verdictOf(reliableDelivery, atLeastOnce, producerCrashes)).toBe('violated');
    expect(verdictOf(reliableDelivery, atMostOnce, producerCrashes)).toBe('holds');
  });

  it('are not lost with the durable queue, but may be delivered although they had been processed', () => {
    expect(verdictOf(durableProducerQueue, atLeastOnce, producerCrashes)).toBe('holds');
    expect(verdictOf(durableProducerQueue, atMostOnce, producerCrashes)).toBe('violated');
  });
});
