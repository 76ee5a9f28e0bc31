import { describe, expect, it } from 'vitest';
import { inProcess } from '../../src/conformance/in-process/in-process.ts';
import type { Environment, Handlers } from '../../src/conformance/in-process/environment.ts';
import { fromRoles } from '../../src/conformance/simulation/from-roles.ts';
import { simulate } from '../../src/conformance/simulation/simulate.ts';
import { dieOf } from '../../src/conformance/simulation/die.ts';
import type { Implementation } from '../../src/conformance/implementation.ts';
import { walk } from '../../src/explore/walk.ts';
import { exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { Message } from '../../src/model/message.ts';
import { worlds } from '../../src/model/world.ts';
import * as protocols from '../../src/protocols/index.ts';

const runs = 3000;
const thirty = { minSteps: 30, maxSteps: 30 } as const;

/** Exactly once, as somebody would write it. */
const sender = (env: Environment): Handlers => {
  const outbox = (): readonly Message[] => env.disk.read()['outbox'];
  const send = (message: Message): void => env.send({ type: 'data', message });
  if (outbox().length > 0) env.timer('again', 100);
  return {
    submit: (message) => {
      env.disk.write({ outbox: [...outbox(), message] });
      env.accept(message);
      send(message);
      env.timer('again', 100);
    },
    receive: ({ id }) => env.disk.write({ outbox: outbox().filter((message) => message.id !== id) }),
    timeout: () => {
      outbox().forEach(send);
      if (outbox().length > 0) env.timer('again', 100);
    },
  };
};
const receiver = (env: Environment): Handlers => ({
  receive: ({ message }: { readonly message: Message }) => {
    const seen: readonly string[] = env.disk.read()['seen'];
    if (!seen.includes(message.id)) {
      env.atomically(() => {
        env.deliver(message);
        env.disk.write({ seen: [...seen, message.id] });
      });
    }
    env.send({ type: 'ack', id: message.id });
  },
});

const byHand = (synchronous: boolean): Implementation =>
  inProcess({
    name: 'by hand',
    synchronous,
    links: ['sender -> receiver', 'receiver -> sender'],
    roles: {
      sender: { submits: true, disk: { outbox: [] }, start: sender },
      receiver: { disk: { seen: [] }, start: receiver },
    },
  });

const cpuSeconds = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** Times are printed and gate nothing. */
describe('random runs of thirty steps and what becomes of them, in the hostile world', () => {
  it('are made so often in a CPU second', async () => {
    const lines: string[] = [];
    const report = (name: string, seconds: number): void => {
      lines.push(`${name.padEnd(40)} ${Math.round(runs / seconds).toLocaleString('en')} runs a CPU second`);
    };
    const model = compose(protocols.exactlyOnce, worlds.hostile);
    const die = dieOf(1);
    report(
      'walks of the model, nothing judged',
      await cpuSeconds(() => {
        for (let run = 0; run < runs; run += 1) walk(model, die, thirty);
      }),
    );
    for (const [name, implementation] of [
      ['pure roles that show nothing', fromRoles(protocols.exactlyOnce, { snapshots: false })],
      ['code by hand, synchronous', byHand(true)],
      ['code by hand, asynchronous', byHand(false)],
    ] as const) {
      const effort = { ...thirty, runs, disturbances: -1 };
      const seconds = await cpuSeconds(async () => {
        const verdict = await simulate(implementation, worlds.hostile, exactlyOnce, effort);
        expect([verdict.verdict, verdict.coverage.runs]).toEqual(['unknown', runs]);
      });
      report(name, seconds);
    }
    console.log(`\n${lines.join('\n')}\n`);
  });
});
