import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Environment, Handlers } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import { simulate } from '../../../src/conformance/simulation/simulate.ts';
import { throughout } from '../../../src/conformance/simulation/sooner.ts';
import { onStage } from '../../../src/conformance/simulation/stage.ts';
import { atMostOnce } from '../../../src/guarantees/index.ts';
import type { Action } from '../../../src/model/action.ts';
import { replay } from '../../../src/model/trace.ts';
import { worlds } from '../../../src/model/world.ts';

/** A sender as it is given, and a receiver that delivers what arrives. */
const sending = (sender: (env: Environment) => Handlers, synchronous = false) =>
  inProcess({
    name: 'under test',
    synchronous,
    links: ['sender -> receiver'],
    roles: {
      sender: { submits: true, disk: { kept: [] }, start: sender },
      receiver: { start: (env) => ({ receive: ({ message }) => message && env.deliver(message) }) },
    },
  });

const submit: Action = { type: 'submit', role: 'sender', message: { id: 'm0', payload: 'hello' } };
const submitNext: Action = { type: 'submit', role: 'sender', message: { id: 'm1', payload: 'hello' } };
const crash = (cut: number): Action => ({
  type: 'crash',
  role: 'sender',
  event: { type: 'submit', message: { id: 'm0', payload: 'hello' } },
  cut,
});
const restart: Action = { type: 'restart', role: 'sender' };
const fires = (timer: string): Action => ({ type: 'timeout', role: 'sender', timer });

/** What the sender has put on its link, kept on its disk and told, after some actions. */
const after = (implementation: ReturnType<typeof sending>, ...actions: readonly Action[]) =>
  onStage(implementation, { ...worlds.crashing, capacity: Infinity }, {}, ({ model }) =>
    throughout(() => {
      const steps = replay(model, actions);
      expect(steps.map(({ action }) => action)).toEqual(actions);
      const { processes, links } = steps.at(-1)!.state;
      return {
        sent: links[0]!.map((packet) => (packet as { says?: unknown }).says),
        disk: (processes[0]!.disk as { kept: unknown }).kept,
        timers: processes[0]!.timers,
        seen: steps.flatMap(({ observations }) => observations.map(({ type }) => type)),
      };
    }),
  );
/** Why nothing can be said about an implementation. */
const complaintOf = (sender: (env: Environment) => Handlers, synchronous = false): Promise<string> =>
  simulate(sending(sender, synchronous), worlds.crashing, atMostOnce, { runs: 20, disturbances: 1 }).then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('the effects of an answer', () => {
  const sender = (env: Environment): Handlers => ({
    submit: async (message) => {
      env.send({ type: 'note', says: 'first' });
      await Promise.resolve();
      env.disk.write({ kept: [message.id] });
      for (let hop = 0; hop < 100; hop += 1) await undefined;
      env.accept(message);
      await Promise.all([1, 2].map(async (says) => env.send({ type: 'note', says })));
    },
  });

  it('are its calls in their order, across every await', async () => {
    expect(await after(sending(sender), submit)).toEqual({
      sent: ['first', 1, 2],
      disk: ['m0'],
      timers: [],
      seen: ['submitted', 'accepted'],
    });
  });

  it('are complete once nothing goes on any more, also what no handler waits for', async () => {
    const careless = (env: Environment): Handlers => ({
      submit: () => {
        void (async () => {
          for (let hop = 0; hop < 100; hop += 1) await undefined;
          env.send({ type: 'note', says: 'in the end' });
        })();
      },
    });
    expect((await after(sending(careless), submit)).sent).toEqual(['in the end']);
  });

  it('can be cut between any two of them, and what comes after the cut never happens', async () => {
    const cuts = await Promise.all([0, 1, 2, 3, 4, 5].map((cut) => after(sending(sender), crash(cut))));
    expect(cuts.map(({ sent, disk, seen }) => [sent.length, disk, seen.includes('accepted')])).toEqual([
      [0, [], false],
      [1, [], false],
      [1, ['m0'], false],
      [1, ['m0'], true],
      [2, ['m0'], true],
      [3, ['m0'], true],
    ]);
  });

  it('are not cut inside of atomically, and none of them happen where it fails', async () => {
    const atomic = (env: Environment): Handlers => ({
      submit: (message) => {
        try {
          env.atomically(() => {
            env.disk.write({ kept: ['half'] });
            throw new Error('rolled back');
          });
        } catch {
          env.send({ type: 'note', says: env.disk.read()['kept'] });
        }
        env.atomically(() => {
          env.disk.write({ kept: [message.id] });
          env.accept(message);
        });
      },
    });
    const none = await after(sending(atomic), crash(1));
    expect([none.sent, none.disk, none.seen]).toEqual([[[]], [], ['submitted', 'crashed']]);
    const all = await after(sending(atomic), crash(2));
    expect([all.disk, all.seen]).toEqual([['m0'], ['submitted', 'accepted', 'crashed']]);
  });
});

describe('what a process waits for', () => {
  const patient = (env: Environment): Handlers => {
    const heard = env.deferred<string>();
    return {
      submit: async (message) => {
        if (message.id === 'm1') return heard.resolve('the second');
        await env.sleep(1000);
        env.send({ type: 'note', says: 'slept' });
        env.send({ type: 'note', says: await heard.promise });
      },
    };
  };

  it('may be a timer or a promise of its own, over several events', async () => {
    expect((await after(sending(patient), submit)).timers).toEqual(['sleep 0']);
    expect((await after(sending(patient), submit, fires('sleep 0'))).sent).toEqual(['slept']);
    expect((await after(sending(patient), submit, fires('sleep 0'), submitNext)).sent).toEqual([
      'slept',
      'the second',
    ]);
  });

  it('never comes after a crash', async () => {
    const crashed = await after(sending(patient), crash(0), restart);
    expect([crashed.timers, crashed.sent]).toEqual([[], []]);
  });

  it.each([
    ['a real timer', () => new Promise((resolve) => setTimeout(resolve, 5))],
    ['a file', () => readFile(new URL(import.meta.url))],
    ['a promise that nobody settles', () => new Promise(() => undefined)],
  ])('may not be %s, and that is said at once', async (_, real) => {
    expect(await complaintOf(() => ({ submit: real }))).toMatch(
      /^ImplementationError: role "sender" upon submit waits for something that does not come: a real timer/,
    );
  });

  it('is seen to have come from outside where something is done that nothing brought about', async () => {
    const sender = (env: Environment): Handlers => ({
      submit: () => void setImmediate(() => env.send({ type: 'note' })),
      timeout: () => undefined,
      restart: () => new Promise((resolve) => process.nextTick(resolve)),
    });
    const implementation = sending(sender);
    const acting = onStage(implementation, worlds.calm, {}, async ({ model }) => {
      await throughout(() => replay(model, [submit]));
      await new Promise((resolve) => setImmediate(resolve));
      return throughout(() => replay(model, [submit, submitNext]));
    });
    await expect(acting).rejects.toThrow('does a send when nothing has happened to it');
  });

  it('may be nothing at all in code that was said to be synchronous', async () => {
    expect(await complaintOf(() => ({ submit: async () => undefined }), true)).toContain(
      'upon submit goes on after it has returned, and was said to be synchronous',
    );
    expect(await complaintOf((env) => ({ submit: () => void env.sleep(1) }), true)).toContain('synchronous');
  });
});

describe('the surroundings of a process', () => {
  it('give it the same chances in the same run, and others in each life', async () => {
    const drawing = (env: Environment): Handlers => {
      const chance = env.random();
      return { submit: () => env.send({ type: 'note', says: chance }), restart: () => undefined };
    };
    const first = (await after(sending(drawing), submit)).sent;
    expect((await after(sending(drawing), submit)).sent).toEqual(first);
    expect((await after(sending(drawing), crash(0), restart, submitNext)).sent).not.toEqual(first);
  });

  it('give it a clock that goes on, and by which no timer fires before it is due', async () => {
    const timed = (env: Environment): Handlers => {
      const begun = env.now();
      const ring = (): void => env.send({ type: 'note', says: env.now() - begun });
      return { submit: () => env.timer('bell', 5000, ring) };
    };
    const [waited] = (await after(sending(timed), submit, fires('bell'))).sent;
    expect(waited).toBeGreaterThanOrEqual(5000);
  });

  it('let it prepare itself on its first start, and no more than that', async () => {
    const prepared = (env: Environment): Handlers => {
      env.timer('poll', 10);
      env.disk.write({ kept: ['prepared'] });
      return { timeout: (timer) => env.send({ type: 'note', says: timer }) };
    };
    const { sent, disk } = await after(sending(prepared), fires('poll'));
    expect([sent, disk]).toEqual([['poll'], ['prepared']]);
    expect(await complaintOf((env) => (env.send({ type: 'note' }), {}))).toContain(
      'does a send as it is started for the first time',
    );
  });
});

describe('code that is no implementation', () => {
  it('is found out where it is brought anew to where it stood before, and answers otherwise there', async () => {
    const chancy = sending((env) => ({
      submit: () => {
        env.send({ type: 'note', says: Math.random() });
        env.timer('bell');
      },
    }));
    const again = onStage(chancy, { ...worlds.calm, capacity: Infinity }, {}, async ({ model }) => {
      const { state } = (await throughout(() => model.step(model.initial, submit)))!;
      await throughout(() => model.step(state, submitNext));
      return throughout(() => model.step(state, fires('bell')));
    });
    await expect(again).rejects.toThrow('answers differently when the same happens again: upon');
  });

  let global = 0;

  it.each<[string, (env: Environment) => Handlers, RegExp]>([
    [
      'throws',
      () => ({
        submit: () => {
          throw new Error('out of order');
        },
      }),
      /^ImplementationError: role "sender" upon submit: out of order$/,
    ],
    [
      'rejects',
      () => ({ submit: async () => Promise.reject(new Error('out of order')) }),
      /^ImplementationError: role "sender" upon submit throws: out of order$/,
    ],
    [
      'sends to nobody',
      (env) => ({ submit: () => env.send({ type: 'note' }, 'nobody') }),
      /^HandlerError: role "sender" upon submit of m0 sends to "nobody", to which no link leads$/,
    ],
    [
      'sends what cannot travel',
      (env) => ({ submit: () => env.send({ type: 'note', at: new Date(0) }) }),
      /does a send of what is not plain data: send\.packet\.at is a Date$/,
    ],
    [
      'sends for ever',
      (env) => ({
        submit: () => {
          for (;;) env.send({ type: 'note' });
        },
      }),
      /does more than 10000 things in answer to one event$/,
    ],
    [
      'waits inside of atomically',
      (env) => ({ submit: () => env.atomically(async () => undefined) }),
      /waits for something inside of atomically$/,
    ],
    [
      'decides by real chance',
      (env) => ({ submit: () => env.send({ type: 'note', says: Math.random() }) }),
      /(answers differently when the same happens again|the same run comes out differently)/,
    ],
    [
      'remembers outside of its process what a crash was to wipe out',
      (env) => ({ submit: () => env.send({ type: 'note', says: (global += 1) }) }),
      /(answers differently when the same happens again|the same run comes out differently)/,
    ],
    [
      'cannot be started',
      () => {
        throw new Error('no configuration');
      },
      /^ImplementationError: role "sender" cannot be started: no configuration$/,
    ],
  ])('is refused a verdict: it %s', async (_, sender, complaint) => {
    expect(await complaintOf(sender)).toMatch(complaint);
  });
});
