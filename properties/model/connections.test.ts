import { describe, expect, it } from 'vitest';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { accept, deliver, protocol, send } from '../../src/model/index.ts';
import type { Message, Role } from '../../src/model/index.ts';
import { labelOf } from '../../src/counterexample/story/label.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import type { World } from '../../src/model/world.ts';
import { traceOf } from '../laws/fixtures/traces.ts';

type Packet = { type: 'data'; message: Message } | { type: 'hello' } | { type: 'echo' };
type Client = { sends: Packet; receives: Packet };

/** Greets whenever it has heard that the connection is closed, or has come back. */
const client: Role<Client> = {
  upon: {
    submit: (_, message) => [accept(message), send({ type: 'data', message })],
    disconnect: () => [send({ type: 'hello' })],
    restart: () => [send({ type: 'hello' })],
  },
};
const server: Role<Client> = {
  upon: {
    receive: (_, packet) => [
      ...(packet.type === 'data' ? [deliver(packet.message)] : []),
      send({ type: 'echo' }),
    ],
  },
};
const talking = protocol({
  name: 'talking',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
  connections: ['client <-> server'],
});

const inWorld = (changes: Partial<World> = {}): WorldModel =>
  compose(talking, { ...worlds.resetting, ...changes });

/** What may happen after some steps, in words, and what is on the two links. */
const after = (model: WorldModel, ...words: readonly string[]) => {
  const steps = replay(model, traceOf(model, ...words));
  const { state } = steps.at(-1) ?? { state: model.initial };
  const [there, back] = state.links.map((content) => content.map(labelOf));
  return { there, back, types: new Set(model.enabled(state).map(({ type }) => type)), steps };
};
const reset = 'reset client <-> server';

describe('a connection that breaks', () => {
  it('lets each end hear of it behind what was sent to it', () => {
    const { there, back } = after(inWorld(), 'submit m0', reset);
    expect(there).toEqual(['data m0', 'connection closed']);
    expect(back).toEqual(['connection closed']);
  });

  it('lets an end read what was on its way, or hear of the break before and read no more of it', () => {
    const model = inWorld();
    expect(after(model, 'submit m0', reset, 'receive data m0', 'disconnect server').there).toEqual([]);
    const unread = after(model, 'submit m0', reset, 'disconnect server');
    expect(unread.there).toEqual([]);
    expect(observationsOf(unread.steps).some(({ type }) => type === 'delivered')).toBe(false);
  });

  it('lets nobody hear what an end sends that does not know of it yet', () => {
    expect(after(inWorld(), reset, 'submit m0').there).toEqual(['connection closed']);
  });

  it('is followed by a new one as soon as an end knows: what it then sends is heard, behind the break', () => {
    const model = inWorld();
    expect(after(model, 'submit m0', reset, 'disconnect client').there).toEqual([
      'data m0',
      'connection closed',
      'hello',
    ]);
    expect(after(model, 'submit m0', reset, 'disconnect client', 'disconnect server').there).toEqual([
      'hello',
    ]);
  });

  it('does not break again before both ends know', () => {
    const model = inWorld();
    expect(after(model, reset).types).not.toContain('reset');
    expect(after(model, reset, 'disconnect client').types).not.toContain('reset');
    expect(after(model, reset, 'disconnect client', 'disconnect server').types).toContain('reset');
  });

  it('breaks as often as its budget says, and never where there is none', () => {
    const twice = [reset, 'disconnect client', 'disconnect server'];
    expect(after(inWorld({ resets: 1 }), ...twice).types).not.toContain('reset');
    expect(after(inWorld({ resets: 0 })).types).not.toContain('reset');
  });

  it('is neither lost nor duplicated, and takes no room on a link', () => {
    const model = inWorld({ losses: 'unlimited', duplicates: 'unlimited', capacity: 1 });
    expect(after(model, reset).types).toEqual(new Set(['submit', 'disconnect']));
    expect(after(model, reset, 'disconnect client').types).toEqual(new Set(['disconnect']));
    expect(after(inWorld({ capacity: 1 }), reset, 'disconnect server', 'submit m0').there).toEqual([]);
  });
});

describe('a crash of one end', () => {
  const crashing = inWorld({ ...worlds.crashing, resets: 0 });

  it('breaks its connections: the other end may read what was sent before, and then hears of it', () => {
    const { there, back } = after(crashing, 'submit m0', 'receive data m0, crash at 2');
    expect(back).toEqual(['echo', 'connection closed']);
    expect(there).toEqual([]);
  });

  it('loses what was on its way to it, and it knows by its restart', () => {
    const steps = ['submit m0', 'submit m1', 'receive data m0, crash at 0', 'restart server'];
    const { there, types } = after(crashing, ...steps);
    expect(there).toEqual([]);
    expect(types).toEqual(new Set(['disconnect', 'crash']));
  });
});

describe('the links of a connection', () => {
  it('must both be there, and belong to no other', () => {
    const roles = { client, server };
    const one = { name: 'half', roles, links: ['client -> server'] as const };
    expect(() => protocol({ ...one, connections: ['client <-> server'] })).toThrow(
      'a connection lacks the link "server -> client"',
    );
    const links = ['client -> server', 'server -> client'] as const;
    const twice = ['client <-> server', 'server <-> client'] as const;
    expect(() => protocol({ ...one, links, connections: twice })).toThrow('two connections have the link');
  });
});
