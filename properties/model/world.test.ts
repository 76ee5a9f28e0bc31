import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/model/action.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { arm, atomically, deliver, protocol, remember, send, write } from '../../src/model/index.ts';
import type { Message, Role } from '../../src/model/index.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import type { World } from '../../src/model/world.ts';

type Data = { type: 'data'; message: Message };
type Sender = { sends: Data; timer: 'again'; memory: { last: string } };
type Receiver = { disk: { count: number }; memory: { fresh: boolean }; receives: Data };

const sender: Role<Sender> = {
  memory: { last: '' },
  upon: {
    submit: (_, message) => [remember({ last: message.id }), send({ type: 'data', message }), arm('again')],
    timeout: ({ memory }) => [send({ type: 'data', message: { id: memory.last, payload: 'hello' } })],
  },
};
const receiver: Role<Receiver> = {
  disk: { count: 0 },
  memory: { fresh: true },
  upon: {
    receive: ({ disk }, { message }) => [
      remember({ fresh: false }),
      write({ count: disk.count + 1 }),
      deliver(message),
    ],
  },
};
const plain = protocol({ name: 'plain', roles: { sender, receiver }, links: ['sender -> receiver'] });
const link = 'sender -> receiver';

const inWorld = (world: Partial<World>): WorldModel =>
  compose(plain, { ...worlds.calm, messages: 3, ...world });
const message = (n: number): Message => ({ id: `m${n}`, payload: 'hello' });
const data = (n: number): Data => ({ type: 'data', message: message(n) });
const submit = (n: number): Action => ({ type: 'submit', role: 'sender', message: message(n) });
const receive = (n: number): Action => ({
  type: 'receive',
  role: 'receiver',
  from: 'sender',
  packet: data(n),
});
const timeout: Action = { type: 'timeout', role: 'sender', timer: 'again' };

/** The kinds of actions possible after a trace, each with what it is about. */
const after = (model: WorldModel, ...trace: readonly Action[]) => {
  const steps = replay(model, trace);
  expect(steps).toHaveLength(trace.length);
  const { state, observations } = steps.at(-1) ?? { state: model.initial, observations: [] };
  return {
    state,
    observations,
    enabled: model.enabled(state),
    types: [...new Set(model.enabled(state).map(({ type }) => type))],
    withheld: model.withheld(state).map(({ type }) => type),
    packets: model.enabled(state).flatMap((action) => (action.type === 'receive' ? [action.packet] : [])),
  };
};

describe('a link', () => {
  it('that is a queue hands packets over in the order in which they were sent', () => {
    expect(after(inWorld({ links: 'queue' }), submit(0), submit(1)).packets).toEqual([data(0)]);
  });

  it('that is a bag hands over any packet next, equal packets once', () => {
    expect(after(inWorld({ links: 'bag' }), submit(1 - 1), submit(1)).packets).toEqual([data(0), data(1)]);
    expect(after(inWorld({ links: 'bag' }), submit(0), timeout).packets).toEqual([data(0)]);
  });

  it('that is a bag does not know in which order it was filled', () => {
    const model = inWorld({ links: 'bag', losses: 'unlimited', capacity: 3 });
    const lose: Action = { type: 'lose', link, packet: data(0) };
    const oneWay = after(model, submit(0), submit(1), timeout).state;
    const other = after(model, submit(0), timeout, submit(1), lose, timeout, receive(1)).state;
    expect(oneWay.links[0]).toEqual([data(0), data(1), data(1)]);
    expect(other.links[0]).toEqual([data(0), data(1)]);
  });

  it('loses and duplicates only what is at the head of a queue, and anything in a bag', () => {
    const struck = (links: World['links']) =>
      after(
        inWorld({ links, losses: 'unlimited', duplicates: 'unlimited', capacity: 3 }),
        submit(0),
        submit(1),
      )
        .enabled.filter(({ type }) => type === 'lose' || type === 'duplicate')
        .map((action) => [action.type, 'packet' in action ? action.packet : undefined]);
    expect(struck('queue')).toEqual([
      ['lose', data(0)],
      ['duplicate', data(0)],
    ]);
    expect(struck('bag')).toHaveLength(4);
  });

  it('keeps the copy in a queue right behind the original', () => {
    const model = inWorld({ duplicates: 1, capacity: 3 });
    const copy: Action = { type: 'duplicate', link, packet: data(0) };
    expect(after(model, submit(0), submit(1), copy, receive(0)).packets).toEqual([data(0)]);
  });

  it('that is cut off moves nothing until it heals, and can always heal', () => {
    const model = inWorld({ partitions: 1 });
    const cut: Action = { type: 'partition', link };
    const heal: Action = { type: 'heal', link };
    expect(after(model, submit(0), cut).types).toEqual(['submit', 'timeout', 'heal']);
    expect(after(model, submit(0), cut, heal).packets).toEqual([data(0)]);
    expect(after(model, submit(0), cut, heal).types).not.toContain('partition');
  });

  it('that never heals swallows what is on it and what is put on it', () => {
    const model = inWorld({ partitions: 1, healing: false });
    const cut: Action = { type: 'partition', link };
    const { state, types } = after(model, submit(0), cut, submit(1), submit(2));
    expect(state.links[0]).toEqual([]);
    expect(types).toEqual(['timeout']);
  });
});

describe('the capacity', () => {
  it('withholds what nothing in flight provoked, and names it', () => {
    const { types, withheld } = after(inWorld({ capacity: 1, duplicates: 1 }), submit(0));
    expect(types).toEqual(['receive']);
    expect(withheld).toEqual(['submit', 'timeout', 'duplicate']);
  });

  it('never withholds an answer to a packet', () => {
    const echo = protocol({
      name: 'echo',
      roles: {
        sender: {
          upon: { submit: (_: unknown, given: Message) => [send({ type: 'data', message: given })] },
        },
        receiver: { upon: { receive: () => [send({ type: 'one' }), send({ type: 'two' })] } },
      },
      links: ['sender -> receiver', 'receiver -> sender'],
    });
    const model = compose(echo, { ...worlds.calm, capacity: 1 });
    const state = replay(model, [submit(0), receive(0)]).at(-1)!.state;
    expect(state.links[1]).toHaveLength(2);
  });
});

describe('a budget', () => {
  it('is spent, and then the fault never strikes again', () => {
    const model = inWorld({ losses: 1 });
    const lose = (n: number): Action => ({ type: 'lose', link, packet: data(n) });
    expect(after(model, submit(0), lose(0), submit(1)).types).not.toContain('lose');
    expect(model.step(after(model, submit(0), lose(0), submit(1)).state, lose(1))).toBeUndefined();
  });

  it('that is unlimited leaves no count behind, so the world stays finite', () => {
    const model = inWorld({ losses: 'unlimited' });
    const lose: Action = { type: 'lose', link, packet: data(0) };
    const { faults } = after(model, submit(0), timeout, lose).state;
    expect(faults).toBe(model.initial.faults);
  });

  it('of crashes may be given to some roles and not to others', () => {
    const { enabled } = after(inWorld({ crashes: { receiver: 1 } }), submit(0));
    expect([...new Set(enabled.flatMap((action) => (action.type === 'crash' ? [action.role] : [])))]).toEqual(
      ['receiver'],
    );
  });
});

describe('a crash', () => {
  const event = { type: 'receive', from: 'sender', packet: data(0) } as const;
  const crash = (cut: number): Action => ({ type: 'crash', role: 'receiver', event, cut });
  const model = inWorld({ crashes: 1 });

  it('lets the first effects happen and none of the rest', () => {
    const before = after(model, submit(0), crash(0));
    const between = after(model, submit(0), crash(2));
    const behind = after(model, submit(0), crash(3));
    expect(before.observations.map(({ type }) => type)).toEqual(['crashed']);
    expect(between.observations.map(({ type }) => type)).toEqual(['crashed']);
    expect(behind.observations.map(({ type }) => type)).toEqual(['delivered', 'crashed']);
    expect([before, between, behind].map(({ state }) => state.processes[1]!.disk)).toEqual([
      { count: 0 },
      { count: 1 },
      { count: 1 },
    ]);
  });

  it('is not told apart right before and right after a volatile effect', () => {
    const cuts = after(model, submit(0)).enabled.flatMap((action) =>
      action.type === 'crash' && action.role === 'receiver' ? [action.cut] : [],
    );
    expect(cuts).toEqual([0, 2, 3]);
  });

  it('wipes out memory and timers, keeps the disk, and consumes the packet', () => {
    const { state } = after(model, submit(0), crash(2));
    expect(state.processes[1]).toMatchObject({
      up: false,
      memory: { fresh: true },
      timers: [],
      disk: { count: 1 },
    });
    expect(state.links[0]).toEqual([]);
  });

  it('takes the disk as well where the world says so', () => {
    const forgetful = inWorld({ crashes: 1, disks: 'lost' });
    expect(after(forgetful, submit(0), crash(3)).state.processes[1]!.disk).toEqual({ count: 0 });
  });

  it('leaves a process that answers nothing until it restarts; packets wait', () => {
    const { types, packets } = after(model, submit(0), timeout, crash(0));
    expect(packets).toEqual([]);
    expect(types).toContain('restart');
    const restarted = after(model, submit(0), timeout, crash(0), { type: 'restart', role: 'receiver' });
    expect(restarted.packets).toEqual([data(0)]);
    expect(restarted.observations).toEqual([{ type: 'restarted', process: 'receiver' }]);
  });

  it('never falls inside an atomic effect', () => {
    const atomic = protocol({
      ...plain,
      roles: {
        sender,
        receiver: {
          ...receiver,
          upon: {
            receive: (_: unknown, { message: m }: Data) => [atomically(write({ count: 1 }), deliver(m))],
          },
        },
      },
      links: [link],
    });
    const cuts = compose(atomic, { ...worlds.calm, crashes: 1 });
    const { state } = replay(cuts, [submit(0)]).at(-1)!;
    const found = cuts
      .enabled(state)
      .flatMap((action) => (action.type === 'crash' && action.role === 'receiver' ? [action.cut] : []));
    expect(found).toEqual([0, 1]);
  });

  it('may strike while it restarts', () => {
    const twice = inWorld({ crashes: 2 });
    const again: Action = { type: 'crash', role: 'receiver', event: { type: 'restart' }, cut: 0 };
    expect(after(twice, submit(0), crash(0), again).observations.map(({ type }) => type)).toEqual([
      'restarted',
      'crashed',
    ]);
  });
});

describe('a timer', () => {
  it('fires once, and only if it is armed', () => {
    const model = inWorld({ capacity: 3 });
    expect(after(model, submit(0), timeout).types).not.toContain('timeout');
    expect(after(model).types).toEqual(['submit']);
  });
});

describe('what is observed of a run', () => {
  it('is told in the order in which it happened', () => {
    const steps = replay(inWorld({}), [submit(0), receive(0)]);
    expect(observationsOf(steps)).toEqual([
      { type: 'submitted', message: 'm0', process: 'sender' },
      { type: 'delivered', message: 'm0', process: 'receiver' },
    ]);
  });
});
