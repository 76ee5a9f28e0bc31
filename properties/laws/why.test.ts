import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { drawHtml } from '../../src/counterexample/html.ts';
import { drawSvg } from '../../src/counterexample/svg.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { decisiveOf, owedSince, sightedIn } from '../../src/counterexample/why/decisive.ts';
import { alternativesTo, remediesOf } from '../../src/counterexample/why/remedy.ts';
import { explain } from '../../src/counterexample/why/why.ts';
import { storyOf } from '../../src/counterexample/story/story.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Violated } from '../../src/explore/verdict.ts';
import {
  atLeastOnce,
  atMostOnce,
  confirmedMeansDelivered,
  guarantees,
  inOrder,
} from '../../src/guarantees/index.ts';
import { seen } from '../../src/guarantees/guarantee.ts';
import type { Guarantee, Sighting } from '../../src/guarantees/guarantee.ts';
import { exactlyOnce } from '../../src/guarantees/index.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { accept, deliver, send, write } from '../../src/model/effect.ts';
import type { MessageObservation } from '../../src/model/observation.ts';
import type { AnyRole } from '../../src/model/role.ts';
import { replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { atMostOnce as atMostOnceProtocol } from '../../src/protocols/at-most-once.ts';
import { exactlyOnce as exactlyOnceProtocol } from '../../src/protocols/exactly-once.ts';
import { fireAndForget } from '../../src/protocols/fire-and-forget.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';
import { acknowledgeBeforeDelivery } from '../../src/protocols/flawed/acknowledge-before-delivery.ts';
import { acceptBeforeWrite } from '../../src/protocols/flawed/accept-before-write.ts';
import { forgetToRearm } from '../../src/protocols/flawed/forget-to-rearm.ts';
import { recordThenDeliver } from '../../src/protocols/three-orders.ts';
import { traceOf } from './fixtures/traces.ts';
import { catalogue, flaws } from './representative.ts';

interface Broken {
  readonly name: string;
  readonly model: WorldModel;
  readonly guarantee: Guarantee;
  readonly verdict: Violated;
}

const brokenBy = (model: WorldModel, guarantee: Guarantee): readonly Broken[] => {
  const verdict = verifyExhaustively(model, guarantee);
  return verdict.verdict === 'violated'
    ? [{ name: `${guarantee.name} by ${model.name}`, model, guarantee, verdict }]
    : [];
};

const twins = new Map(
  flaws.map((flaw) => [
    flaw.protocol.name,
    brokenBy(compose(flaw.protocol, worldOf(flaw, flaw.world)), flaw.guarantee)[0]!,
  ]),
);
/** All flaws where they show, and whatever the right protocols do not claim, in worlds of all kinds of faults. */
const everything: readonly Broken[] = [
  ...twins.values(),
  ...catalogue
    .filter(({ scope }) => scope === undefined)
    .flatMap(({ protocol, claims }) =>
      (['lossy', 'duplicating', 'reordering', 'forgetful', 'severed'] as const).flatMap((name) =>
        guarantees
          .filter(
            (guarantee) => !claims.find((claim) => claim.guarantee === guarantee)?.worlds.includes(name),
          )
          .flatMap((guarantee) => brokenBy(compose(protocol, worlds[name]), guarantee)),
      ),
    ),
];

describe('the observations that decide', () => {
  it.each(everything)('let the guarantee complain of the same, and none can be left out: $name', (broken) => {
    const { model, guarantee, verdict } = broken;
    const { trace, violation } = verdict;
    const decisive = decisiveOf(guarantee, sightedIn(storyOf(model, trace, violation).scenes), violation);
    const complaints = (some: typeof decisive): readonly string[] => {
      const ledgers = ledgersOf(guarantee);
      const ledger = ledgers.observe(
        ledgers.initial,
        some.map((one) => one.seen),
      );
      const breach = ledgers.broken(ledger);
      return [...(breach === undefined ? [] : [breach]), ...ledgers.owed(ledger)].map(({ clause }) => clause);
    };
    expect(complaints(decisive)).toContain(violation.clause);
    for (const one of decisive) {
      expect(complaints(decisive.filter((other) => other !== one))).not.toContain(violation.clause);
    }
  });

  it('are two deliveries, an acceptance, or two submissions and two deliveries', () => {
    const model = compose(fireAndForget, { ...worlds.hostile });
    const kinds = (guarantee: Guarantee) => {
      const [broken] = brokenBy(model, guarantee);
      const { trace, violation } = broken!.verdict;
      const sighted = sightedIn(storyOf(model, trace, violation).scenes);
      return decisiveOf(guarantee, sighted, violation).map((one) => `${one.seen.type} ${one.seen.message}`);
    };
    expect(kinds(atMostOnce)).toEqual(['delivered m0', 'delivered m0']);
    expect(kinds(atLeastOnce)).toEqual(['accepted m0']);
    expect(kinds(inOrder)).toEqual(['submitted m0', 'submitted m1', 'delivered m1', 'delivered m0']);
  });
});

describe('the observations that decide a debt', () => {
  const sighted = seen('submitted m0', 'accepted m0', 'submitted m1', 'accepted m1', 'confirmed m1').map(
    (one, index) => ({ step: index + 1, seen: one as MessageObservation }),
  );
  const debt = { guarantee: 'at least once', type: 'debt' } as const;

  it('are all of them, where each could be paid but not all together', () => {
    const clause =
      'm0 was accepted and is never delivered, or m1 was confirmed and is never delivered: not all …';
    expect(decisiveOf(atLeastOnce, sighted, { ...debt, clause }).map(({ step }) => step)).toEqual([2, 5]);
  });

  it('are not the same as those since which it is owed', () => {
    const violation = { ...debt, message: 'm1', clause: 'm1 was confirmed and is never delivered' };
    expect(decisiveOf(atLeastOnce, sighted, violation).map(({ step }) => step)).toEqual([5]);
    expect(owedSince(atLeastOnce, sighted, violation)).toBe(4);
  });

  it('count anew when a debt was paid in between', () => {
    const account = {
      ...atLeastOnce,
      observe: (_: unknown, { type }: Sighting) => (type === 'accepted' ? 'accepted' : 'delivered'),
    };
    const again = seen('accepted m0', 'delivered m0', 'accepted m0', 'accepted m0').map((one, index) => ({
      step: index + 1,
      seen: one as MessageObservation,
    }));
    const violation = { ...debt, message: 'm0', clause: 'm0 was accepted and is never delivered' };
    expect(owedSince(account as Guarantee, again, violation)).toBe(3);
  });
});

describe('the steps that matter', () => {
  it.each(everything)(
    'are steps of the trace, with every fault among them, and none is superfluous: $name',
    (broken) => {
      const { model, guarantee, verdict } = broken;
      const { trace, violation } = verdict;
      const { steps } = explain(model, guarantee, trace, violation);
      const faults = trace.flatMap((action, index) =>
        model.natureOf(action) === 'fault' ? [index + 1] : [],
      );
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      expect(steps).toEqual(expect.arrayContaining(faults));
      expect(steps.at(-1)).toBe(trace.length);
      const examine = examinerOf(model, guarantee);
      for (const step of steps) expect(examine(trace.toSpliced(step - 1, 1)).violation).toBeUndefined();
    },
  );
});

describe('a sentence that explains', () => {
  it.each(everything)(
    'begins with the clause, names the steps that strike, and is one sentence: $name',
    (broken) => {
      const { model, guarantee, verdict } = broken;
      const { sentence } = explain(model, guarantee, verdict.trace, verdict.violation);
      expect(sentence.startsWith(`${verdict.violation.clause}: `)).toBe(true);
      expect(sentence).not.toMatch(/\.|\n|undefined/);
      verdict.trace.forEach((action, index) => {
        if (model.natureOf(action) === 'fault')
          expect(sentence).toMatch(new RegExp(`steps? [^;:]*\\b${index + 1}\\b`));
      });
    },
  );

  it('claims that no packet carries a message any more only where none ever does', () => {
    let gone = 0;
    for (const { model, guarantee, verdict } of everything) {
      const { trace, violation } = verdict;
      const { sentence } = explain(model, guarantee, trace, violation);
      if (!sentence.endsWith(`no packet carries ${violation.message} any more`)) continue;
      gone += 1;
      for (const packet of packetsEverAfter(model, trace)) {
        expect(packet).not.toContain(`"id":"${violation.message}","payload"`);
      }
    }
    expect(gone).toBeGreaterThan(20);
  });

  it('says so where all of it happens in one step', () => {
    const twice: AnyRole = {
      upon: { receive: (_, { message }: any) => [deliver(message), deliver(message)] },
    };
    const { sender } = fireAndForget.roles as Record<'sender', AnyRole>;
    const model = compose({ ...fireAndForget, roles: { sender, receiver: twice } }, worlds.calm);
    const [broken] = brokenBy(model, atMostOnce);
    expect(explain(model, atMostOnce, broken!.verdict.trace, broken!.verdict.violation)).toEqual({
      sentence: 'm0 is delivered twice: both in step 2 (data m0 from step 1)',
      steps: [1, 2],
    });
  });

  it('says that a process pauses, and before what', () => {
    const model = compose(acknowledgeBeforeDelivery, worlds.calm);
    const [broken] = brokenBy(model, confirmedMeansDelivered);
    expect(
      explain(model, confirmedMeansDelivered, broken!.verdict.trace, broken!.verdict.violation).sentence,
    ).toBe(
      'm0 is confirmed before it is delivered: in step 3 (ack m0 from step 2); in step 2 receiver pauses before it can deliver m0',
    );
  });

  it('says which timer is forgotten in a crash', () => {
    const model = compose(forgetToRearm, worlds.hostile);
    const trace = traceOf(model, 'submit m0', 'lose data m0', 'submit m1, crash at 0');
    const { violation } = examinerOf(model, atLeastOnce)(trace);
    expect(explain(model, atLeastOnce, trace, violation!).sentence).toContain(
      'in step 3 sender crashes before it can write outbox, accept m1, send data m1 and arm retransmit, and forgets its timer retransmit',
    );
  });

  it('says what was on a disk that is lost in a crash', () => {
    const model = compose(exactlyOnceProtocol, worlds.forgetful);
    const [broken] = brokenBy(model, atMostOnce);
    expect(explain(model, atMostOnce, broken!.verdict.trace, broken!.verdict.violation).sentence).toContain(
      'where receiver crashes before it can send ack m0 and forgets seen, and in step 5',
    );
  });

  it('says what is done with a message that arrives and is ignored', () => {
    const model = compose(recordThenDeliver, worlds.crashing);
    const [broken] = brokenBy(model, atLeastOnce);
    expect(explain(model, atLeastOnce, broken!.verdict.trace, broken!.verdict.violation).sentence).toMatch(
      /: when data m0 arrives, receiver only sends ack m0$/,
    );
  });

  it.each([
    [
      'a message that is stored, and might be delivered one day',
      ({ message }: any) => [write({ seen: message.id })],
      'data',
      '',
    ],
    [
      'a message that is sent on, until nobody does anything with it',
      ({ message }: any) => [send({ type: 'data', message }, 'last')],
      'data',
      ': when data m0 arrives, last does nothing',
    ],
    ['packets that hold no message', () => [], 'text', ''],
  ] as const)('claims no more than it knows of %s', (_, receive, type, fate) => {
    const first: AnyRole = {
      upon: {
        submit: (_state, message) => [
          accept(message),
          send(type === 'data' ? { type, message } : { type, text: message.payload }),
        ],
      },
    };
    const middle: AnyRole = {
      disk: { seen: '' },
      upon: { receive: (_state, packet) => [...receive(packet)] },
    };
    const last: AnyRole = { upon: { receive: () => [] } };
    const never = {
      name: 'never',
      roles: { first, middle, last },
      links: ['first -> middle', 'middle -> last'],
    } as const;
    const model = compose(never, { ...worlds.calm, messages: 1 });
    const [broken] = brokenBy(model, atLeastOnce);
    expect(explain(model, atLeastOnce, broken!.verdict.trace, broken!.verdict.violation).sentence).toBe(
      `m0 was accepted and is never delivered: owed since step 1; nothing can make up for it${fate}`,
    );
  });

  it('names each observation where they are of several kinds, and what overtakes what', () => {
    const model = compose(fireAndForget, worlds.reordering);
    const [broken] = brokenBy(model, inOrder);
    expect(explain(model, inOrder, broken!.verdict.trace, broken!.verdict.violation).sentence).toBe(
      'm0 is delivered after m1, which was submitted later: m0 is submitted in step 1, m1 is submitted in ' +
        'step 2, m1 is delivered in step 3 (data m1 from step 2) and m0 is delivered in step 4 (data m0 from step 1)',
    );
  });
});

/** The canonical texts of all packets on any link, in every state that is reached without faults and submissions. */
const packetsEverAfter = (model: WorldModel, trace: Violated['trace']): ReadonlySet<string> => {
  const first = replay(model, trace).at(-1)!.state;
  const known = new Set([model.keyOf(first)]);
  const packets = new Set<string>();
  const open = [first];
  for (const state of open) {
    for (const packet of state.links.flat()) packets.add(JSON.stringify(packet));
    for (const action of model.enabled(state)) {
      if (model.natureOf(action) !== 'progress') continue;
      const next = model.step(state, action)!.state;
      if (known.has(model.keyOf(next))) continue;
      known.add(model.keyOf(next));
      open.push(next);
    }
  }
  return packets;
};

describe('the fault that, taken away, makes the violation impossible', () => {
  it('is one that the trace needs: without any other the trace still breaks the promise', () => {
    const [broken] = brokenBy(compose(fireAndForget, worlds.hostile), atMostOnce);
    const { model, guarantee, verdict } = broken!;
    const remedies = remediesOf(model, guarantee, verdict.trace, verifyExhaustively);
    expect(remedies).toEqual([{ without: 'duplicates', verdict: 'holds' }]);
    const spared = { ...worlds.hostile, losses: 0, crashes: 0, links: 'queue' } as const;
    expect(replay(compose(fireAndForget, spared), verdict.trace)).toHaveLength(verdict.trace.length);
  });

  it('may be one that others can stand in for: then the violation stays possible', () => {
    const [broken] = brokenBy(compose(fireAndForget, worlds.hostile), atLeastOnce);
    const { model, guarantee, verdict } = broken!;
    expect(remediesOf(model, guarantee, verdict.trace, verifyExhaustively)).toEqual([
      { without: 'crashes of sender', verdict: 'violated' },
      { without: 'any crash', verdict: 'violated' },
    ]);
  });

  it.each([
    ['reordering', fireAndForget, worlds.reordering, inOrder],
    ['losses', fireAndForget, worlds.lossy, atLeastOnce],
    ['duplicates', fireAndForget, worlds.duplicating, atMostOnce],
    ['crashes of sender', acceptBeforeWrite, worlds.crashing, atLeastOnce],
    ['any crash', fireAndForget, worlds.crashing, atLeastOnce],
    ['the loss of disks', exactlyOnceProtocol, worlds.forgetful, atMostOnce],
    ['partitions', fireAndForget, worlds.severed, atLeastOnce],
    ['links that stay cut off for ever', fireAndForget, worlds.severed, atLeastOnce],
  ] as const)('can be %s', (without, protocol, world, guarantee) => {
    const [broken] = brokenBy(compose(protocol, world), guarantee);
    const remedies = remediesOf(broken!.model, guarantee, broken!.verdict.trace, verifyExhaustively);
    expect(remedies).toContainEqual({ without, verdict: 'holds' });
  });

  it('is not known where the engine does not know', () => {
    const [broken] = brokenBy(compose(fireAndForget, worlds.lossy), atLeastOnce);
    const { model, guarantee, verdict } = broken!;
    const tired = () => verifyExhaustively(model, guarantee, { maxStates: 1 });
    const [remedy] = remediesOf(model, guarantee, verdict.trace, tired);
    expect(remedy).toEqual({ without: 'losses', verdict: 'unknown', reason: 'more than 1 states' });
  });
});

describe('the protocol that keeps it instead', () => {
  const model = compose(fireAndForget, worlds.hostile);

  it('is looked for in the same world, up to the first that holds', () => {
    const others = [recordThenDeliver, exactlyOnceProtocol, atMostOnceProtocol];
    expect(alternativesTo(model, atLeastOnce, others, verifyExhaustively)).toEqual([
      { protocol: 'record-then-deliver', verdict: 'violated' },
      { protocol: 'exactly-once', verdict: 'holds' },
    ]);
  });

  it.each(flaws)('is the twin of $protocol.name', (flaw) => {
    const { model: own, guarantee } = twins.get(flaw.protocol.name)!;
    expect(alternativesTo(own, guarantee, [flaw.twinOf], verifyExhaustively)).toEqual([
      { protocol: flaw.twinOf.name, verdict: 'holds' },
    ]);
  });
});

describe('the steps that matter, marked', () => {
  const model = compose(shortWindow, worlds.calm);
  const verdict = verifyExhaustively(model, exactlyOnce);
  if (verdict.verdict !== 'violated') throw new Error('short-window is not flawed');
  const { trace, violation } = verdict;
  const { steps: matters } = explain(model, exactlyOnce, trace, violation);
  const numbersIn = (text: string, mark: RegExp): readonly number[] =>
    [...text.matchAll(mark)].map(([, number]) => Number(number));

  it('are the same in the drawing, in ASCII, in words, in the picture and on the page, and not all', () => {
    expect(matters.length).toBeLessThan(trace.length);
    const drawn = drawText(model, trace, violation, { matters });
    expect(numbersIn(drawn, /^▸ *(\d+)/gm)).toEqual(matters);
    const typed = drawText(model, trace, violation, { matters, ascii: true });
    expect(numbersIn(typed, /^> *(\d+)/gm)).toEqual(matters);
    expect(numbersIn(tell(model, trace, violation, { matters }), /^▸ *(\d+)\./gm)).toEqual(matters);
    expect(numbersIn(drawSvg(model, trace, violation, { matters }), /matters"[^>]*>(\d+)</g)).toEqual(
      matters,
    );
    const page = drawHtml(model, exactlyOnce, trace, violation, { matters });
    expect(numbersIn(page, /▸ Step (\d+), which matters/g)).toEqual(matters);
  });

  it('are marked only where they are given', () => {
    const plain = [drawText(model, trace, violation), tell(model, trace, violation)].join('');
    expect(plain).not.toContain('▸');
    expect(drawSvg(model, trace, violation)).not.toContain('class="ring"');
  });
});
