import { describe, expect, it } from 'vitest';
import { basics } from '../../../src/catalogue/basics.ts';
import { worldOf } from '../../../src/catalogue.ts';
import { callbacks, emitting, iterating } from '../../../src/conformance/in-process/adapters.ts';
import type { Environment, Handlers } from '../../../src/conformance/in-process/environment.ts';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import type { Implementation, Instance } from '../../../src/conformance/implementation.ts';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { arrival } from '../../../src/conformance/simulation/measure.ts';
import { simulate, simulateAll } from '../../../src/conformance/simulation/simulate.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, guarantees, inOrder } from '../../../src/guarantees/index.ts';
import type { Message } from '../../../src/model/message.ts';
import { compose } from '../../../src/model/compose.ts';
import { worlds } from '../../../src/model/world.ts';
import * as protocols from '../../../src/protocols/index.ts';

const small = { runs: 10, disturbances: 1 } as const;

/** The same, but every answer takes its time. */
const later = (implementation: Implementation): Implementation => ({
  ...implementation,
  start: async (role, circumstances) => {
    const instance = await implementation.start(role, circumstances);
    return {
      ...instance,
      answer: async (event) => instance.answer(event),
      ...(instance.snapshot && { snapshot: async () => instance.snapshot!() }),
    };
  },
});

describe('simulate', () => {
  it.each(basics.flaws)(
    'breaks $protocol.name, which shows nothing, as its model is broken',
    async (flaw) => {
      const implementation = fromRoles(flaw.protocol, { snapshots: false });
      const world = worldOf(flaw, flaw.world);
      const verdict = await simulate(implementation, world, flaw.guarantee);
      const shortest = verifyExhaustively(compose(flaw.protocol, world), flaw.guarantee);
      if (verdict.verdict !== 'violated' || shortest.verdict !== 'violated') throw new Error(verdict.verdict);
      expect(verdict.violation.clause).toBe(shortest.violation.clause);
      expect(verdict.trace.length).toBe(shortest.trace.length);
    },
  );

  it('visits every state of code that shows its memory, also where that takes its time', async () => {
    const implementation = later(fromRoles(protocols.exactlyOnce));
    const model = compose(protocols.exactlyOnce, worlds.crashing);
    expect(await simulateAll(implementation, worlds.crashing, [exactlyOnce, atMostOnce])).toEqual(
      [exactlyOnce, atMostOnce].map((guarantee) => verifyExhaustively(model, guarantee)),
    );
  });

  it('says what was tried where nothing was broken: each disturbance of a fair run, and random runs', async () => {
    const verdict = await simulate(
      fromRoles(protocols.exactlyOnce, { snapshots: false }),
      worlds.crashing,
      exactlyOnce,
      small,
    );
    expect(verdict).toMatchObject({ verdict: 'unknown', engine: 'simulation' });
    expect(verdict.verdict === 'unknown' && verdict.reason).toMatchInlineSnapshot(
      `"a fair run, all 57 single disturbances of it, 10 random runs broke nothing; runs find, they never prove"`,
    );
    expect(verdict.bound).toContain('any capacity');
    expect(verdict.coverage.occurred['crash']).toBeGreaterThan(10);
  });

  it('gives the same verdict for the same seed', async () => {
    const implementation = later(fromRoles(protocols.deliverThenRecord, { snapshots: false }));
    const once = () => simulate(implementation, worlds.hostile, exactlyOnce, { seed: 7, disturbances: -1 });
    const verdict = await once();
    expect(verdict.verdict).toBe('violated');
    expect(await once()).toEqual(verdict);
  });

  it('begins with the failures of the past', async () => {
    const implementation = fromRoles(protocols.deliverThenRecord, { snapshots: false });
    const none = { runs: 0, disturbances: -1 } as const;
    expect((await simulate(implementation, worlds.crashing, atMostOnce, none)).verdict).toBe('unknown');
    const found = verifyExhaustively(compose(protocols.deliverThenRecord, worlds.crashing), atMostOnce);
    if (found.verdict !== 'violated') throw new Error(found.verdict);
    const past = [found.trace];
    const verdict = await simulate(implementation, worlds.crashing, atMostOnce, { ...none, past });
    expect(verdict).toMatchObject({ verdict: 'violated', trace: found.trace });
  });

  it('takes what was never put to the test for unknown, and says so', async () => {
    const idle = inProcess({
      name: 'idle',
      links: ['sender -> receiver'],
      roles: { sender: { submits: true, start: () => ({}) }, receiver: { start: () => ({}) } },
    });
    const verdicts = await simulateAll(idle, worlds.calm, guarantees, small);
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(verdicts.map((verdict) => (verdict.verdict === 'unknown' ? verdict.reason : ''))).toContain(
      'no message was ever delivered',
    );
  });

  it('lets code take the place of one role, beside the roles of a protocol', async () => {
    const receiver = (record: boolean): Implementation =>
      inProcess({
        name: 'a receiver',
        roles: {
          receiver: {
            disk: { seen: [] },
            start: (env) => ({
              receive: ({ message }: { message: Message }) => {
                const { seen } = env.disk.read();
                if (!seen.includes(message.id)) env.deliver(message);
                if (record) env.disk.write({ seen: [...seen, message.id] });
                env.send({ type: 'ack', id: message.id });
              },
            }),
          },
        },
      });
    const within = protocols.exactlyOnce;
    const options = { ...small, within };
    expect((await simulate(receiver(true), worlds.duplicating, exactlyOnce, options)).verdict).toBe(
      'unknown',
    );
    expect((await simulate(receiver(false), worlds.duplicating, exactlyOnce, options)).verdict).toBe(
      'violated',
    );
    expect((await simulate(receiver(true), worlds.crashing, exactlyOnce, options)).verdict).toBe('violated');
  });

  it('stops every process that it started', async () => {
    let running = 0;
    const counted: Implementation = {
      ...fromRoles(protocols.exactlyOnce, { snapshots: false }),
      start: (role, circumstances) => {
        running += 1;
        const instance = fromRoles(protocols.exactlyOnce).start(role, circumstances) as Instance;
        return { ...instance, stop: () => void (running -= 1) };
      },
    };
    await simulate(counted, worlds.hostile, exactlyOnce, small);
    expect(running).toBe(0);
    await expect(
      simulate({ ...counted, links: ['sender -> nobody'] as never }, worlds.calm, exactlyOnce),
    ).rejects.toThrow('does not exist');
  });
});

describe('one implementation in every form', () => {
  const sender = (env: Environment) => ({
    submit: (message: Message) => {
      env.accept(message);
      env.send({ type: 'data', message });
      env.timer('again', 10);
    },
    timeout: () => env.send({ type: 'bye' }),
  });
  const deliver = (env: Environment, { message }: { readonly message?: Message }): void =>
    message && env.deliver(message);

  class Sender implements Handlers {
    readonly #env: Environment;
    constructor(env: Environment) {
      this.#env = env;
    }
    async submit(message: Message): Promise<void> {
      this.#env.accept(message);
      await undefined;
      this.#env.send({ type: 'data', message });
      this.#env.timer('again', 10);
    }
    async timeout(): Promise<void> {
      this.#env.send({ type: 'bye' });
    }
  }

  const forms: Readonly<Record<string, (env: Environment) => Handlers>> = {
    class: (env) => new Sender(env),
    callbacks: callbacks((env, on) => {
      on.submit((message) => sender(env).submit(message));
      on.timeout(() => sender(env).timeout());
    }),
    'event emitter': emitting((env, events) => {
      events.on('submit', async (message: Message) => {
        await undefined;
        sender(env).submit(message);
      });
      events.on('timeout', () => sender(env).timeout());
    }),
    'async iterator': iterating(async (env, events) => {
      for await (const event of events) {
        if (event.type === 'submit') sender(env).submit(event.message);
        if (event.type === 'timeout') sender(env).timeout();
      }
    }),
  };
  const inForm = (start: (env: Environment) => Handlers, synchronous = false): Implementation =>
    inProcess({
      name: 'in some form',
      synchronous,
      links: ['sender -> receiver'],
      roles: {
        sender: { submits: true, start },
        receiver: { start: (env) => ({ receive: (packet) => deliver(env, packet) }) },
      },
    });

  it.each(Object.keys(forms))('is not to be told from plain handlers: as %s', async (form) => {
    const run = (implementation: Implementation) =>
      simulateAll(implementation, worlds.hostile, [atMostOnce, atLeastOnce], { ...small, runs: 50 });
    const plain = await run(inForm(sender, true));
    expect(plain.map(({ verdict }) => verdict)).toEqual(['violated', 'violated']);
    expect(await run(inForm(forms[form]!))).toEqual(plain);
  });
});

describe('a loop over events', () => {
  it('gets what happened while it was at work, in order', async () => {
    const slow = iterating(async (env, events) => {
      for await (const event of events) {
        if (event.type !== 'submit') continue;
        env.accept(event.message);
        await env.sleep(10);
        env.send({ type: 'data', message: event.message });
      }
    });
    const implementation = inProcess({
      name: 'slow loop',
      links: ['sender -> receiver'],
      roles: {
        sender: { submits: true, start: slow },
        receiver: { start: (env) => ({ receive: ({ message }) => env.deliver(message) }) },
      },
    });
    const verdicts = await simulateAll(implementation, worlds.calm, [arrival, inOrder], small);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    expect(verdicts[0]!.coverage.occurred['delivered']).toBeGreaterThan(0);
  });
});

describe('the catalogue, of which nothing is shown', () => {
  it.each(basics.entries)(
    '$protocol.name breaks no claim in a few runs',
    async ({ protocol, claims, scope }) => {
      const implementation = fromRoles(protocol, { snapshots: false });
      for (const name of ['crashing', 'lossy'] as const) {
        const claimed = claims
          .filter((claim) => claim.worlds.includes(name))
          .map(({ guarantee }) => guarantee);
        const world = worldOf(scope === undefined ? {} : { scope }, name);
        for (const verdict of await simulateAll(implementation, world, claimed, {
          ...small,
          disturbances: 0,
        })) {
          expect([verdict.guarantee, verdict.verdict]).toEqual([verdict.guarantee, 'unknown']);
        }
      }
    },
  );
});
