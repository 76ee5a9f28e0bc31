import { describe, expect, it } from 'vitest';
import type { Violation } from '../../src/explore/verdict.ts';
import { columnsOf } from '../../src/counterexample/drawing/columns.ts';
import { flat } from '../../src/counterexample/story/deed.ts';
import { labelOf } from '../../src/counterexample/story/label.ts';
import { storyOf } from '../../src/counterexample/story/story.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { compose } from '../../src/model/compose.ts';
import type { Packet } from '../../src/model/message.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { awkward } from './fixtures/awkward.ts';
import { forgetful } from './fixtures/forgetful.ts';
import { relay } from './fixtures/relay.ts';
import { retransmitting } from './fixtures/retransmitting.ts';
import { walks } from './fixtures/walks.ts';
import { traceOf, walked } from './fixtures/traces.ts';

describe('a trace told in words', () => {
  it('says at which effect a crash cut an answer off, and what then goes wrong', () => {
    const model = compose(retransmitting('deliver first'), worlds.crashing);
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, crash at 1',
      'restart receiver',
      'timeout retransmit',
      'receive data m0',
    );
    const violation: Violation = {
      guarantee: 'at most once',
      message: 'm0',
      clause: 'm0 is delivered twice',
      type: 'breach',
    };
    expect(tell(model, trace, violation)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. receiver receives data m0 and crashes after 1 of 3 effects: delivers m0 – cut off: write seen, send ack m0   [delivered m0, crashed receiver]
      3. receiver restarts   [restarted receiver]
      4. retransmit fires at sender: sender sends data m0, arms retransmit
      5. receiver receives data m0: delivers m0, writes seen, sends ack m0   [delivered m0]
      ✗ at most once: m0 is delivered twice"
    `);
  });

  it('says when a crash comes before the first effect, and after the last', () => {
    const model = compose(retransmitting('at once'), { ...worlds.crashing, crashes: 2 });
    const trace = traceOf(
      model,
      'submit m0, crash at 0',
      'restart sender',
      'submit m1',
      'receive data m1, crash at 2',
      'receive ack m1, crash at 0',
      'restart receiver, crash at 0',
    );
    expect(tell(model, trace)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender, and sender crashes before any effect – cut off: write outbox, accept m0, send data m0, arm retransmit   [submitted m0, crashed sender]
      2. sender restarts   [restarted sender]
      3. the application submits m1 to sender: sender writes outbox, accepts m1, sends data m1, arms retransmit   [submitted m1, accepted m1]
      4. receiver receives data m1 and crashes after the last effect: delivers m1 + writes seen, sends ack m1   [delivered m1, crashed receiver]
      5. sender receives ack m1 and crashes before any effect – cut off: write outbox, confirm m1   [crashed sender]
      6. receiver restarts and crashes   [restarted receiver, crashed receiver]"
    `);
  });

  it('says what is still to do when a role pauses in the middle of an answer', () => {
    const model = compose(retransmitting('acknowledge first'), worlds.calm);
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, pause at 1',
      'receive ack m0',
      'resume receiver',
    );
    expect(tell(model, trace)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. receiver receives data m0 and pauses after 1 of 3 effects: sends ack m0 – still to do: deliver m0, write seen
      3. sender receives ack m0: writes outbox, confirms m0   [confirmed m0]
      4. receiver goes on: delivers m0, writes seen   [delivered m0]"
    `);
  });

  it('says of a debt why it will never be paid, and of which kind the loss is', () => {
    const model = compose(forgetful, worlds.lossy);
    const trace = traceOf(model, 'submit m0', 'lose data m0');
    const debt: Violation = {
      guarantee: 'at least once',
      message: 'm0',
      clause: 'm0 was accepted and is never delivered',
      type: 'debt',
    };
    expect(tell(model, trace, { ...debt, loss: 'plain', ending: 'standstill' })).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender accepts m0, sends data m0   [submitted m0, accepted m0]
      2. the link sender -> receiver loses data m0
      ✗ at least once: m0 was accepted and is never delivered: nothing more can happen"
    `);
    const lastLine = (violation: Violation) => tell(model, trace, violation).split('\n').at(-1);
    expect(lastLine({ ...debt, loss: 'silent', ending: 'for ever' })).toMatchInlineSnapshot(
      `"✗ at least once: m0 was accepted and is never delivered (silent loss): things go on for ever without it"`,
    );
    expect(lastLine({ ...debt, loss: 'in progress at a crash' })).toMatchInlineSnapshot(
      `"✗ at least once: m0 was accepted and is never delivered (lost in progress at a crash)"`,
    );
  });

  it('says from which step a packet comes that was overtaken or copied', () => {
    const model = compose(forgetful, worlds.hostile);
    const trace = traceOf(
      model,
      'submit m0',
      'submit m1',
      'receive data m1',
      'duplicate data m0',
      'receive data m0',
      'lose data m0',
    );
    expect(tell(model, trace)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender accepts m0, sends data m0   [submitted m0, accepted m0]
      2. the application submits m1 to sender: sender accepts m1, sends data m1   [submitted m1, accepted m1]
      3. receiver receives data m1: delivers m1   [delivered m1]
      4. the link sender -> receiver duplicates data m0 (sent in step 1)
      5. receiver receives data m0 (sent in step 1): delivers m0   [delivered m0]
      6. the link sender -> receiver loses data m0 (the copy made in step 4)"
    `);
  });

  it('says that nothing more can happen only where nothing can', () => {
    const model = compose(forgetful, worlds.calm);
    const violation: Violation = {
      guarantee: 'at least once',
      clause: 'm0 was accepted and is never delivered',
      type: 'debt',
      ending: 'standstill',
    };
    const lastLine = (...words: readonly string[]) =>
      tell(model, traceOf(model, ...words), violation)
        .split('\n')
        .at(-1);
    expect(lastLine('submit m0')).toMatchInlineSnapshot(
      `"✗ at least once: m0 was accepted and is never delivered: whatever happens next, all comes to a standstill without it"`,
    );
    expect(lastLine('submit m0', 'receive data m0')).toMatchInlineSnapshot(
      `"✗ at least once: m0 was accepted and is never delivered: nothing more can happen"`,
    );
  });

  it('lets a copy follow right behind the packet that it is a copy of', () => {
    const model = compose(retransmitting('deliver first'), { ...worlds.duplicating, capacity: 3 });
    const trace = traceOf(
      model,
      'submit m0',
      'timeout retransmit',
      'duplicate data m0',
      'receive data m0',
      'receive data m0',
      'receive data m0',
    );
    expect(tell(model, trace).split('\n').slice(3)).toMatchInlineSnapshot(`
      [
        "4. receiver receives data m0 (sent in step 1): delivers m0, writes seen, sends ack m0   [delivered m0]",
        "5. receiver receives data m0 (the copy made in step 3): sends ack m0",
        "6. receiver receives data m0 (sent in step 2): sends ack m0",
      ]
    `);
  });

  it('says which link is cut off, whether it heals, and what it swallows if it never does', () => {
    const partitioned = compose(retransmitting('at once'), worlds.partitioned);
    const healed = traceOf(
      partitioned,
      'submit m0',
      'partition sender -> receiver',
      'heal sender -> receiver',
      'receive data m0',
    );
    expect(tell(partitioned, healed)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. the link sender -> receiver is cut off
      3. the link sender -> receiver heals
      4. receiver receives data m0 (sent in step 1): delivers m0 + writes seen, sends ack m0   [delivered m0]"
    `);
    const severed = compose(retransmitting('at once'), worlds.severed);
    const swallowed = traceOf(severed, 'submit m0', 'partition sender -> receiver', 'timeout retransmit');
    expect(tell(severed, swallowed)).toMatchInlineSnapshot(`
      "1. the application submits m0 to sender: sender writes outbox, accepts m0, sends data m0, arms retransmit   [submitted m0, accepted m0]
      2. the link sender -> receiver is cut off for ever, together with data m0
      3. retransmit fires at sender: sender sends data m0 into the link that is cut off, arms retransmit"
    `);
  });

  it('says from whom and to whom where there are more than two roles', () => {
    const model = compose(relay, { ...worlds.reordering, messages: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'receive PUBLISH 1 m0',
      'timeout redeliver',
      'receive PUBLISH 1 m0',
      'receive receipt m0',
    );
    expect(tell(model, trace)).toMatchInlineSnapshot(`
      "1. the application submits m0 to producer: producer remembers unsettled, sends PUBLISH 1 m0   [submitted m0]
      2. broker receives PUBLISH 1 m0 from producer: writes queue, sends PUBACK m0 to producer, sends PUBLISH 1 m0 to consumer, arms redeliver
      3. redeliver fires at broker: broker sends PUBLISH 1 dup m0 to consumer, arms redeliver
      4. consumer receives PUBLISH 1 m0 from broker (sent in step 2): delivers m0, settles m0, sends PUBACK m0 to broker, sends receipt m0 to producer   [delivered m0, settled m0]
      5. producer receives receipt m0 from consumer and does nothing"
    `);
  });

  it('skips what is not possible where it stands, like every replay', () => {
    const model = compose(forgetful, worlds.lossy);
    const trace = traceOf(model, 'submit m0', 'lose data m0', 'submit m1', 'receive data m1');
    expect(tell(model, trace.slice(1))).toBe(tell(model, []));
    expect(tell(model, [...trace, ...trace])).toBe(tell(model, trace));
  });
});

describe('the label of a packet', () => {
  const message = { id: 'm0', payload: 'hello' };
  const labels: readonly [Packet & Record<string, unknown>, string][] = [
    [{ type: 'ack' }, 'ack'],
    [{ type: 'data', message }, 'data m0'],
    [{ type: 'ack', id: 'm0' }, 'ack m0'],
    [{ type: 'PUBLISH', packetId: 1, message }, 'PUBLISH 1 m0'],
    [{ type: 'PUBLISH', dup: true, retain: false, message }, 'PUBLISH dup m0'],
    [{ type: 'batch', messages: [message, { ...message, id: 'm1' }] }, 'batch [m0 m1]'],
    [{ type: 'nothing', messages: [], since: null, note: '' }, 'nothing [] null ""'],
    [{ type: 'window', range: { from: 3, to: { at: 5 } } }, 'window {3 {5}}'],
    [{ type: 'text', text: 'a text that goes on and on' }, 'text a text that goe…'],
    [{ type: 'id', id: '0f8fad5b-d9cb-469f-a165-70867728950e' }, 'id 0f8fad5b-d9cb-469f-a165-70867728950e'],
    [{ type: 'two\nlines', text: 'tab\there' }, 'two lines tab here'],
    [
      { type: 'long', ...Array.from({ length: 30 }, (_, n) => n) },
      'long 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14…',
    ],
  ];
  it.each(labels)('of %j is %s', (packet, label) => {
    expect(labelOf(packet)).toBe(label);
  });
});

describe('the story of any trace', () => {
  const models = [
    compose(retransmitting('acknowledge first'), worlds.hostile),
    compose(retransmitting('deliver first'), { ...worlds.hostile, partitions: 1 }),
    compose(retransmitting('record first'), { ...worlds.hostile, links: 'queue', disks: 'lost' }),
    compose(retransmitting('at once'), { ...worlds.hostile, partitions: 1, healing: false }),
    compose(relay, { ...worlds.hostile, partitions: 2 }),
    compose(relay, { ...worlds.hostile, links: 'queue', partitions: 1, healing: false }),
    compose(awkward, worlds.hostile),
  ];
  const cases = models.flatMap((model) =>
    Array.from({ length: 25 }, (_, seed) => ({ model, trace: walked(model, seed, 40) })),
  );

  it('has one line for each step, numbered from 1', () => {
    for (const { model, trace } of cases) {
      const numbers = tell(model, trace)
        .split('\n')
        .map((line) => Number(/^ *(\d+)\. /.exec(line)?.[1]));
      expect(numbers).toEqual(replay(model, trace).map((_, index) => index + 1));
    }
  });

  it('tells every observation, in order', () => {
    for (const { model, trace } of cases) {
      const told = tell(model, trace)
        .split('\n')
        .flatMap((line) => / {3}\[(.*)\]$/.exec(line)?.[1]?.split(', ') ?? []);
      const observed = observationsOf(replay(model, trace)).map((seen) =>
        'message' in seen ? `${seen.type} ${seen.message}` : `${seen.type} ${seen.process}`,
      );
      expect(told).toEqual(observed);
    }
  });

  it('gives every packet one end: what is left in flight is what the links still hold', () => {
    for (const { model, trace } of cases) {
      const { flights } = storyOf(model, trace);
      const { links } = replay(model, trace).at(-1)?.state ?? model.initial;
      model.protocol.links.forEach((link, index) => {
        const inFlight = flights.filter(
          ({ from, to, end }) => `${from} -> ${to}` === link && end.type === 'in flight',
        );
        expect(inFlight.map(({ label }) => label).sort()).toEqual(links[index]!.map(labelOf).sort());
      });
    }
  });

  it('lets a packet end only after it was sent, by the step that says so', () => {
    for (const { model, trace } of cases) {
      const { flights, scenes } = storyOf(model, trace);
      for (const flight of flights) {
        if (flight.end.type === 'in flight') continue;
        const scene = scenes[flight.end.step - 1]!;
        if (flight.end.type === 'arrived') expect(scene).toHaveProperty('arrival', flight);
        if (flight.end.type === 'lost') expect(scene).toMatchObject({ type: 'lose', flight });
        expect(flight.sent).toBeLessThanOrEqual(flight.end.step);
        if (flight.end.type !== 'severed') expect(flight.sent).toBeLessThan(flight.end.step);
      }
    }
  });

  it('shows every packet where it is sent: by a role, or as a copy by its link', () => {
    for (const { model, trace } of cases) {
      const { flights, scenes } = storyOf(model, trace);
      const launched = scenes.flatMap((scene) => {
        if (scene.type === 'duplicate') return [scene.copy];
        return scene.type === 'answer'
          ? flat(scene.done).flatMap((deed) => (deed.type === 'send' ? [deed.flight] : []))
          : [];
      });
      expect(launched).toEqual(flights);
    }
  });

  it('delivers as often as is observed, and cuts off only upon a crash', () => {
    for (const { model, trace } of cases) {
      for (const scene of storyOf(model, trace).scenes) {
        const crashed = scene.observations.some(({ type }) => type === 'crashed');
        expect(scene.type === 'answer' && scene.cutShort?.by === 'crash').toBe(crashed);
        if (scene.type !== 'answer') continue;
        const delivered = scene.observations.filter(({ type }) => type === 'delivered');
        expect(flat(scene.done).filter(({ type }) => type === 'deliver')).toHaveLength(delivered.length);
      }
    }
  });

  it('meets every kind of step and every end of a packet in these traces', () => {
    const stories = cases.map(({ model, trace }) => storyOf(model, trace));
    const kinds = new Set(stories.flatMap(({ scenes }) => scenes.map(({ type }) => type)));
    expect([...kinds].sort()).toEqual(['answer', 'duplicate', 'heal', 'lose', 'partition']);
    const ends = new Set(stories.flatMap(({ flights }) => flights.map(({ end }) => end.type)));
    expect([...ends].sort()).toEqual(['arrived', 'in flight', 'lost', 'severed']);
  });

  it('is no wider than it is told to be, and says the same', () => {
    for (const { model, trace } of walks.filter((_, index) => index % 4 === 0)) {
      const whole = tell(model, trace);
      for (const width of [40, 60, 80]) {
        const told = tell(model, trace, undefined, { width });
        for (const line of told.split('\n')) {
          expect(columnsOf(line)).toBeLessThanOrEqual(width);
          expect(line).toMatch(/^ *\S(.*\S)?$/);
        }
        const steps = told.split(/\n(?= *\d+\. )/).map((step) => step.replaceAll(/\s+/g, ' ').trim());
        const uncut = whole.split('\n').map((step) => step.replaceAll(/\s+/g, ' ').trim());
        expect(steps).toHaveLength(uncut.length);
        // Only a single word that is too long by itself is ever cut.
        for (const [index, step] of steps.entries()) {
          if (!step.includes('…')) expect(step).toBe(uncut[index]);
        }
      }
    }
  });
});
