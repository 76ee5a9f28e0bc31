import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import { simulate } from '../../../src/conformance/simulation/simulate.ts';
import { expecting, happening, origin, passing, without } from '../../../src/conformance/simulation/zone.ts';
import type { Zone } from '../../../src/conformance/simulation/zone.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import type { Message } from '../../../src/model/message.ts';
import { worlds } from '../../../src/model/world.ts';

/** Sends again after ten, and nobody filters duplicates: right where a packet and its answer take less. */
const impatient = inProcess({
  name: 'impatient',
  synchronous: true,
  links: ['sender -> receiver', 'receiver -> sender'],
  roles: {
    sender: {
      submits: true,
      start: (env: Environment) => {
        const send = (message: Message): void => {
          env.send({ type: 'data', message });
          env.timer(message.id, 10, () => send(message));
        };
        return {
          submit: (message) => {
            env.accept(message);
            send(message);
          },
          receive: ({ id }) => env.cancel(id),
        };
      },
    },
    receiver: {
      start: (env: Environment) => ({
        receive: ({ message }) => {
          env.deliver(message);
          env.send({ type: 'ack', id: message.id });
        },
      }),
    },
  },
});

describe('a simulation', () => {
  const effort = { runs: 100, disturbances: 1 } as const;
  const within = (atMost: number) =>
    simulate(impatient, worlds.reordering, exactlyOnce, { ...effort, timing: { delay: [1, atMost] } });

  it('assumes nothing about time, and says so', async () => {
    const verdict = await simulate(impatient, worlds.calm, exactlyOnce, effort);
    expect(verdict.verdict).toBe('violated');
    expect(verdict.bound).toMatch(/timers fire at any time$/);
  });

  it('lets code rely on bounded delays, and says so', async () => {
    const verdict = await within(4);
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.bound).toMatch(/packets take 1 to 4, timers fire when they are due$/);
    expect(verdict.coverage.occurred['timeout'] ?? 0).toBe(0);
  });

  it('finds where they are longer than the code assumes, and only then', async () => {
    const verdict = await within(6);
    expect(verdict).toMatchObject({ verdict: 'violated', violation: { clause: 'm0 is delivered twice' } });
    expect((await within(5)).verdict).toBe('violated'); // the answer arrives at ten, as the timer fires
  });

  /** Ticks all the time, and sends only after having slept. */
  const sleeping = (delay: number) =>
    inProcess({
      name: 'slow',
      links: ['sender -> receiver'],
      roles: {
        sender: {
          submits: true,
          start: (env: Environment) => {
            const tick = (): void => env.timer('tick', 1, tick);
            tick();
            return {
              submit: async (message) => {
                env.accept(message);
                await env.sleep(delay);
                env.send({ type: 'data', message });
              },
            };
          },
        },
        receiver: { start: (env: Environment) => ({ receive: ({ message }) => env.deliver(message) }) },
      },
    });
  const timing = { delay: [1, 3] } as const;

  it('still waits for what is due much later than everything else', async () => {
    const few = { runs: 20, disturbances: 0, timing } as const;
    const verdict = await simulate(sleeping(100), worlds.calm, exactlyOnce, few);
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.coverage.occurred['delivered']).toBeGreaterThan(0);
  });

  it('says nothing of what it could not wait for', async () => {
    const short = { runs: 0, disturbances: 0, steps: 50, timing } as const;
    const verdict = await simulate(sleeping(1000), worlds.calm, exactlyOnce, short);
    expect([verdict.verdict, verdict.coverage.occurred['delivered']]).toEqual(['unknown', undefined]);
  });
});

describe('a zone', () => {
  type Move = readonly ['expect', number, number] | readonly ['pass'] | readonly ['happen' | 'drop', number];

  /** The same by trying all times: each world has its present, and when the events in it come. */
  type Times = { readonly now: number; readonly due: Readonly<Record<string, number>> };
  const horizon = 12;
  const allTimes = (moves: readonly Move[]): readonly boolean[] => {
    let names = 0;
    let worldsOf: readonly Times[] = [{ now: 0, due: {} }];
    return moves.map((move) => {
      const known = Object.keys(worldsOf[0]?.due ?? {});
      switch (move[0]) {
        case 'expect': {
          const name = `e${names++}`;
          worldsOf = worldsOf.flatMap(({ now, due }) =>
            Array.from({ length: move[2] + 1 }, (_, more) => ({
              now,
              due: { ...due, [name]: now + move[1] + more },
            })),
          );
          return true;
        }
        case 'pass':
          worldsOf = worldsOf.flatMap(({ now, due }) => {
            const latest = Math.min(horizon, ...Object.values(due));
            return Array.from({ length: latest - now + 1 }, (_, more) => ({ now: now + more, due }));
          });
          return true;
        case 'happen':
        case 'drop': {
          const name = known[move[1] % Math.max(known.length, 1)];
          if (name === undefined) return false;
          const next = worldsOf
            .filter(({ due }) => move[0] === 'drop' || Object.values(due).every((time) => due[name]! <= time))
            .map(({ now, due: { [name]: time, ...due } }) => ({
              now: move[0] === 'drop' ? now : time!,
              due,
            }));
          if (next.length > 0) worldsOf = next;
          return next.length > 0;
        }
      }
    });
  };
  const byZone = (moves: readonly Move[]): readonly boolean[] => {
    let names = 0;
    let zone: Zone = origin;
    return moves.map((move) => {
      const known = [...zone.events].sort();
      switch (move[0]) {
        case 'expect':
          zone = expecting(zone, `e${names++}`, move[1], move[1] + move[2]);
          return true;
        case 'pass':
          zone = passing(zone);
          return true;
        case 'happen':
        case 'drop': {
          const name = known[move[1] % Math.max(known.length, 1)];
          if (name === undefined) return false;
          const next = move[0] === 'drop' ? without(zone, name) : happening(zone, name);
          zone = next ?? zone;
          return next !== undefined;
        }
      }
    });
  };

  it('allows what some times allow, and nothing else', () => {
    const move: fc.Arbitrary<Move> = fc.oneof(
      fc.tuple(fc.constant('expect' as const), fc.nat(2), fc.nat(2)),
      fc.constant(['pass'] as const),
      fc.tuple(fc.constantFrom('happen' as const, 'happen' as const, 'drop' as const), fc.nat(3)),
    );
    // The second event comes after the first only if some time has passed.
    const afterSomeTime: Move[] = [['expect', 2, 0], ['pass'], ['expect', 1, 0], ['happen', 0]];
    fc.assert(
      fc.property(fc.array(move, { maxLength: 7 }), (moves) => {
        expect(byZone(moves)).toEqual(allTimes(moves));
      }),
      { seed: 7, numRuns: 400, examples: [[afterSomeTime]] },
    );
  });
});
