import { describe, expect, it } from 'vitest';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { accept, deliver, protocol, remember, send } from '../../src/model/index.ts';
import type { Message, Role } from '../../src/model/index.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import type { Clock } from '../../src/model/world.ts';
import { traceOf } from '../laws/fixtures/traces.ts';

type Data = { type: 'data'; message: Message };
type Sender = { clock: true; sends: Data };
type Receiver = { clock: true; memory: { at: number }; receives: Data };

const sender: Role<Sender> = {
  clock: true,
  upon: { submit: (_, message) => [accept(message), send({ type: 'data', message })] },
};
const receiver: Role<Receiver> = {
  clock: true,
  memory: { at: -1 },
  upon: { receive: ({ now }, { message }) => [remember({ at: now }), deliver(message)] },
};
const watching = protocol({ name: 'watching', roles: { sender, receiver }, links: ['sender -> receiver'] });

const inWorld = (clock: Partial<Clock> = {}, changes = {}): WorldModel =>
  compose(watching, { ...worlds.late, ...changes, clock: { ...worlds.late.clock, ...clock } });
const after = (model: WorldModel, ...words: readonly string[]) => {
  const steps = replay(model, traceOf(model, ...words));
  const { state } = steps.at(-1) ?? { state: model.initial };
  const [, role] = state.processes;
  const ticking = model.enabled(state).flatMap((action) => (action.type === 'tick' ? [action.role] : []));
  const delivered = observationsOf(steps).filter(({ type }) => type === 'delivered').length;
  return { state, memory: role!.memory, ticking, delivered };
};

describe('a clock', () => {
  it('advances by one tick at a time, and its role reads it', () => {
    const { memory } = after(inWorld(), 'submit m0', 'tick receiver', 'receive data m0');
    expect(memory).toEqual({ at: 1 });
  });

  it('runs ahead of no other by more than the skew', () => {
    expect(after(inWorld()).ticking).toEqual(['sender', 'receiver']);
    expect(after(inWorld(), 'tick sender').ticking).toEqual(['receiver']);
    expect(after(inWorld({ skew: 2 }), 'tick sender').ticking).toEqual(['sender', 'receiver']);
  });

  it('stops at the bound', () => {
    expect(after(inWorld({ ticks: 1 }), 'tick sender', 'tick receiver').ticking).toEqual([]);
  });

  it('stands still at 0 in a world without clocks', () => {
    const model = compose(watching, worlds.calm);
    expect(after(model).ticking).toEqual([]);
    expect(after(model, 'submit m0', 'receive data m0').memory).toEqual({ at: 0 });
  });

  it('goes on through crashes, while the process is down, and when its disk is lost', () => {
    const model = inWorld({}, { crashes: 1, disks: 'lost' });
    const down = ['submit m0', 'tick receiver', 'receive data m0, crash at 0'];
    expect(after(model, ...down, 'tick sender').ticking).toEqual(['sender', 'receiver']);
    expect(after(model, ...down, 'restart receiver').state.processes[1]!.clock).toBe(1);
  });

  it('is no business of a role that does not read one', () => {
    const { clock: _, ...without } = receiver;
    const deaf = protocol({
      name: 'one',
      roles: { sender, receiver: without as never },
      links: watching.links as never,
    });
    const model = compose(deaf, worlds.timed);
    expect(model.initial.processes.map(({ clock }) => clock)).toEqual([0, undefined]);
  });
});

describe('a packet', () => {
  it('is thrown away unread when it is older than packets may be, and read until then', () => {
    const model = inWorld({ lifetime: 1 });
    const sent = ['submit m0', 'tick receiver'];
    expect(after(model, ...sent, 'receive data m0').delivered).toBe(1);
    const late = [...sent, 'tick sender', 'tick receiver', 'receive data m0'];
    expect(after(model, ...late).delivered).toBe(0);
    expect(after(inWorld(), ...late).delivered).toBe(1);
  });
});

describe('a process that reads a clock', () => {
  it('may pause before it tells, for what it then tells may come later than it thinks', () => {
    const paused = after(
      inWorld(),
      'submit m0',
      'receive data m0, pause at 1',
      'tick receiver',
      'resume receiver',
    );
    expect(paused.delivered).toBe(1);
    expect(paused.memory).toEqual({ at: 0 });
    expect(paused.state.processes[1]!.clock).toBe(1);
  });

  it('makes a packet older when it pauses before it sends it', () => {
    const model = inWorld({ lifetime: 0 });
    const paused = ['submit m0, pause at 0', 'tick sender', 'tick receiver', 'resume sender'];
    expect(after(model, ...paused, 'receive data m0').delivered).toBe(0);
    expect(after(model, 'submit m0', 'receive data m0').delivered).toBe(1);
  });
});
