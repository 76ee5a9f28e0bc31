import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { toItf } from '../../src/counterexample/itf.ts';
import type { Itf } from '../../src/counterexample/itf.ts';
import { examinerOf } from '../../src/explore/examine.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { walk } from '../../src/explore/walk.ts';
import { atLeastOnce, atMostOnce } from '../../src/guarantees/index.ts';
import { ledgersOf } from '../../src/guarantees/ledger.ts';
import { compose } from '../../src/model/compose.ts';
import { deliver, protocol, send, write } from '../../src/model/index.ts';
import { replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { atLeastOnce as retransmitting } from '../../src/protocols/at-least-once.ts';
import { shortWindow } from '../../src/protocols/flawed/short-window.ts';
import { diceOf, registeredModels } from './registered.ts';
import { flaws } from './representative.ts';

/**
 * A reader of the format, written from its description (Apalache, ADR-015): what is no string, boolean, list,
 * record, `#bigint`, `#tup`, `#set`, `#map` or `#unserializable` is an error. Maps are read as objects.
 */
const valueOf = (written: unknown): unknown => {
  if (typeof written === 'string' || typeof written === 'boolean') return written;
  if (Array.isArray(written)) return written.map(valueOf);
  if (typeof written !== 'object' || written === null) throw new Error(`${String(written)} is no expression`);
  const entries = Object.entries(written);
  const [[tag, content] = ['', undefined]] = entries;
  switch (tag) {
    case '#bigint':
      return Number(/^-?\d+$/.exec(content as string)![0]);
    case '#tup':
    case '#set':
      return (content as readonly unknown[]).map(valueOf);
    case '#map':
      return Object.fromEntries(
        (content as [unknown, unknown][]).map((pair) => pair.map(valueOf) as [string, unknown]),
      );
    case '#unserializable':
      return JSON.parse(content as string);
  }
  if (entries.some(([name]) => name.startsWith('#'))) throw new Error(`no field may be called ${tag}`);
  return Object.fromEntries(entries.map(([name, part]) => [name, valueOf(part)]));
};

const statesIn = ({ vars, states }: Itf): readonly Readonly<Record<string, any>>[] =>
  states.map((state, index) => {
    expect(state['#meta']).toEqual({ index });
    expect(Object.keys(state)).toEqual(['#meta', ...vars]);
    return Object.fromEntries(vars.map((name) => [name, valueOf(state[name])]));
  });

describe('a trace in the Informal Trace Format', () => {
  it('has every state of every role, link, budget and ledger, whatever the protocol and the world', () => {
    for (const model of registeredModels) {
      const trace = walk(model, diceOf(3), { minSteps: 10, maxSteps: 20 });
      const states = statesIn(JSON.parse(JSON.stringify(toItf(model, atMostOnce, trace))) as Itf);
      const ledgers = ledgersOf(atMostOnce);
      const { links } = model.protocol;
      const roles = Object.keys(model.protocol.roles);
      let ledger = ledgers.initial;
      const steps = replay(model, trace);
      expect(states).toHaveLength(steps.length + 1);
      for (const [index, state] of states.entries()) {
        const step = steps[index - 1];
        ledger = ledgers.observe(ledger, step?.observations ?? []);
        const now = step?.state ?? model.initial;
        expect(roles.map((role) => state[role])).toEqual(now.processes);
        expect(links.map((link) => state[link])).toEqual(now.links);
        expect(state['world::submitted']).toBe(now.submitted);
        const { losses, duplicates, partitions, resets, crashes, severed } = now.faults;
        expect(state['world::budgets']).toEqual({
          losses,
          duplicates,
          partitions,
          resets,
          crashes: Object.fromEntries(roles.map((role, number) => [role, crashes[number]])),
          severed: links.filter((_, number) => severed[number]),
        });
        expect(state['guarantee::ledger']).toEqual(ledger.accounts);
        expect(state['mbt::actionTaken']).toBe(step?.action.type ?? 'init');
        expect(state['mbt::nondetPicks']).toEqual(step?.action ?? {});
      }
    }
  });

  it('says what is broken, and that nothing is', () => {
    const [flaw] = flaws as [(typeof flaws)[0]];
    const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
    const verdict = verifyExhaustively(model, flaw.guarantee);
    if (verdict.verdict !== 'violated') throw new Error('the flawed twin is not flawed');
    const { trace, violation } = verdict;
    expect(examinerOf(model, flaw.guarantee)(trace).violation).toEqual(violation);
    const meta = toItf(model, flaw.guarantee, trace, violation)['#meta'];
    expect(meta).toMatchObject({ format: 'ITF', status: 'violation', violation: violation.clause });
    expect(toItf(model, flaw.guarantee, [])['#meta']).toMatchObject({ status: 'ok' });
  });

  it('ends a debt in what becomes of it: a dead end, or a loop that leads back to the state it names', () => {
    const severed = compose(retransmitting, worlds.severed);
    const broken = flaws.map((flaw) => ({
      model: compose(flaw.protocol, worldOf(flaw, flaw.world)),
      guarantee: flaw.guarantee,
    }));
    const endings = [...broken, { model: severed, guarantee: atLeastOnce }].flatMap(
      ({ model, guarantee }) => {
        const verdict = verifyExhaustively(model, guarantee);
        if (verdict.verdict !== 'violated' || verdict.violation.continuation === undefined) return [];
        const { trace, violation } = verdict;
        const { path, cycle } = verdict.violation.continuation;
        const itf = toItf(model, guarantee, trace, violation);
        const states = statesIn(itf);
        const begun = trace.length + path.length;
        if (cycle.length === 0) {
          expect([states.length, itf.loop]).toEqual([begun + 1, undefined]);
          return ['standstill'];
        }
        expect([states.length, itf.loop]).toEqual([begun + cycle.length, begun]);
        // The last step of the cycle, which is not among the states, leads to the state that the loop names.
        const back = replay(model, [...trace, ...path, ...cycle]).at(-1)!;
        const roles = Object.keys(model.protocol.roles);
        expect(roles.map((role) => states[begun]![role])).toEqual(back.state.processes);
        expect(model.protocol.links.map((link) => states[begun]![link])).toEqual(back.state.links);
        return ['for ever'];
      },
    );
    expect(new Set(endings)).toEqual(new Set(['standstill', 'for ever']));
  });

  it('leaves out what does not go on from the trace', () => {
    const model = compose(shortWindow, worlds.calm);
    const restart = { type: 'restart', role: 'sender' } as const;
    const violation = {
      guarantee: 'x',
      type: 'debt',
      clause: 'y',
      continuation: { path: [restart], cycle: [] },
    } as const;
    expect(toItf(model, atMostOnce, [], violation).states).toHaveLength(1);
  });

  it('writes what the format does not know so that it can be told from what it knows', () => {
    const sender = { upon: { submit: () => [send({ type: 'data', half: 0.5, none: null, '#set': [1] })] } };
    const receiver = {
      disk: { seen: null },
      upon: { receive: () => [write({ seen: 1 }), deliver({ id: 'm0', payload: '' })] },
    };
    const odd = protocol({
      name: 'odd',
      roles: { sender, receiver } as never,
      links: ['sender -> receiver'] as never,
    });
    const model = compose(odd, worlds.calm);
    const [submission] = model.enabled(model.initial);
    const [, after] = toItf(model, atMostOnce, [submission!]).states;
    expect(after!['sender -> receiver']).toEqual([
      {
        '#map': [
          ['type', 'data'],
          ['half', { '#unserializable': '0.5' }],
          ['none', { '#unserializable': 'null' }],
          ['#set', [{ '#bigint': '1' }]],
        ],
      },
    ]);
  });
});
