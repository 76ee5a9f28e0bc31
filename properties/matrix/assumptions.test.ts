import { describe, expect, it } from 'vitest';
import { compose } from '../../src/model/compose.ts';
import { protocol } from '../../src/model/protocol.ts';
import { worlds } from '../../src/model/world.ts';
import { assumptions, codeOf, worldUnder } from '../../src/matrix/assumptions.ts';
import { endsOfProtocol } from '../../src/matrix/ends.ts';
import { exactlyOnce } from '../../src/protocols/exactly-once.ts';
import { storeAndForward } from '../../src/protocols/store-and-forward.ts';
import { registered } from '../laws/registered.ts';

const named = (wanted: string) => assumptions.find(({ name }) => name === wanted)!;

describe('the assumptions', () => {
  it('have every named world among them, with the very same budgets', () => {
    for (const world of Object.values(worlds)) {
      expect(worldUnder(named(world.name), { protocol: exactlyOnce })).toEqual(world);
    }
  });

  it('have names and letters of their own', () => {
    expect(assumptions.map((assumption) => `${assumption.name}: ${codeOf(assumption)}`))
      .toMatchInlineSnapshot(`
      [
        "calm: calm",
        "lossy: l",
        "duplicating: d",
        "reordering: r",
        "lossy-and-duplicating: ld",
        "unreliable: ldr",
        "partitioned: p",
        "severed: p∞",
        "resetting: c",
        "timed: t",
        "late: t∞",
        "sender-crashing: S",
        "sender-forgetful: S°",
        "receiver-crashing: R",
        "receiver-forgetful: R°",
        "crashing: A",
        "forgetful: A°",
        "hostile: ldrA",
        "hostile-and-forgetful: ldrA°",
      ]
    `);
    expect(new Set(assumptions.map(({ name }) => name)).size).toBe(assumptions.length);
    expect(new Set(assumptions.map(codeOf)).size).toBe(assumptions.length);
  });

  it.each([
    ['sender-crashing', { crashes: { producer: 1 }, disks: 'kept' }],
    ['sender-forgetful', { crashes: { producer: 1 }, disks: 'lost' }],
    ['receiver-crashing', { crashes: { consumer: 1 }, disks: 'kept' }],
    ['receiver-forgetful', { crashes: { consumer: 1 }, disks: 'lost' }],
    ['forgetful', { crashes: 1, disks: 'lost' }],
    ['hostile-and-forgetful', { crashes: 1, disks: 'lost', links: 'bag', losses: 'unlimited' }],
    ['unreliable', { crashes: 0, links: 'bag', losses: 'unlimited', duplicates: 'unlimited' }],
    ['lossy-and-duplicating', { crashes: 0, links: 'queue', losses: 'unlimited', duplicates: 'unlimited' }],
  ])('mean for three roles by %s: %j', (name, budgets) => {
    expect(worldUnder(named(name), { protocol: storeAndForward })).toMatchObject({ ...budgets, name });
  });

  it('reach as far as the protocol says, and otherwise as far as all', () => {
    const scope = { messages: 1, capacity: 3 };
    for (const assumption of assumptions) {
      expect(worldUnder(assumption, { protocol: exactlyOnce, scope })).toMatchObject(scope);
      expect(worldUnder(assumption, { protocol: exactlyOnce })).toMatchObject({ messages: 2, capacity: 2 });
    }
  });
});

describe('the ends of a protocol', () => {
  it.each(registered)('$protocol.name are where messages are submitted and delivered', (entry) => {
    const seen = { submitted: new Set<string>(), delivered: new Set<string>() };
    const model = compose(entry.protocol, worldUnder(named('calm'), entry));
    const known = new Map([[model.keyOf(model.initial), model.initial]]);
    for (const state of known.values()) {
      for (const action of model.enabled(state)) {
        const step = model.step(state, action)!;
        known.set(model.keyOf(step.state), known.get(model.keyOf(step.state)) ?? step.state);
        for (const { type, process } of step.observations) {
          if (type === 'submitted' || type === 'delivered') seen[type].add(process);
        }
      }
    }
    const { senders, receivers } = endsOfProtocol(entry.protocol);
    expect([senders, receivers]).toEqual([[...seen.submitted], [...seen.delivered]]);
  });

  const submitter = { upon: { submit: () => [] } };
  const other = { upon: {} };

  it.each([
    ['a relay', ['a -> b', 'b -> c', 'c -> b', 'b -> a'], ['a'], ['c']],
    ['a fan', ['a -> b', 'a -> c', 'b -> a'], ['a'], ['b', 'c']],
    ['ways of different lengths', ['a -> b', 'a -> c', 'c -> d'], ['a'], ['b', 'd']],
    ['a ring', ['a -> b', 'b -> c', 'c -> a'], ['a'], ['c']],
    ['a way that is joined', ['a -> b', 'b -> d', 'a -> c', 'c -> d', 'd -> c'], ['a'], ['d']],
    ['somebody who is never reached', ['a -> b', 'c -> b'], ['a'], ['b']],
    ['nobody to send to', ['b -> c'], ['a'], []],
  ] as const)('of %s', (_, links, senders, receivers) => {
    const made = protocol({
      name: 'made',
      roles: { a: submitter, b: other, c: other, d: other },
      links: [...links],
    });
    expect(endsOfProtocol(made)).toEqual({ senders, receivers });
  });

  it('are all of them where everybody sends to everybody', () => {
    const peers = protocol({
      name: 'peers',
      roles: { a: submitter, b: submitter },
      links: ['a -> b', 'b -> a'],
    });
    expect(endsOfProtocol(peers)).toEqual({ senders: ['a', 'b'], receivers: ['a', 'b'] });
  });
});
