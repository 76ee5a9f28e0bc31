import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { accept, arm, atomically, deliver, disarm, send, write } from '../../src/model/index.ts';
import { textOf } from '../../src/model/plain.ts';
import { exactlyOnce } from '../../src/protocols/exactly-once.ts';
import { recordWithDelivery } from '../../src/protocols/three-orders.ts';
import {
  answerNothing,
  answersOf,
  drop,
  dropArms,
  duplicate,
  handlerNames,
  mutated,
  mutationsOf,
  operators,
  placeName,
  split,
  swap,
} from '../benchmarks/mutants.ts';
import type { Mutation } from '../benchmarks/mutants.ts';
import { lineOf, listed, mutants, plantedMutants, twins } from '../benchmarks/planted.ts';
import { catalogue } from './representative.ts';

const message = { id: 'm0', payload: 'hello' };
const [store, take, put, wake] = [
  write({ outbox: [message] }),
  accept(message),
  send({ type: 'data', message }),
  arm('retransmit'),
];
const answer = [store, take, put, wake];

describe('a mutation operator', () => {
  it('drops the effect at one position, and no other', () => {
    expect(drop(1).change(answer)).toEqual([take, put, wake]);
    expect(drop(3).change(answer)).toEqual([store, take, wake]);
    expect(drop(4).change(answer)).toEqual([store, take, put]);
  });

  it('swaps two neighbours', () => {
    expect(swap(1).change(answer)).toEqual([take, store, put, wake]);
    expect(swap(3).change(answer)).toEqual([store, take, wake, put]);
  });

  it('does one effect twice, one right after the other', () => {
    expect(duplicate(2).change(answer)).toEqual([store, take, take, put, wake]);
  });

  it('splits what was to happen at once into its parts, in their order', () => {
    const both = atomically(deliver(message), store);
    expect(split(1).change([both, put])).toEqual([deliver(message), store, put]);
    expect(split(2).change([both, put])).toEqual([both, put]);
    expect(split(2).change([both, both])).toEqual([both, deliver(message), store]);
  });

  it('arms no timer, but lets everything else happen, disarming too', () => {
    expect(dropArms.change([wake, put, disarm('retransmit'), wake])).toEqual([put, disarm('retransmit')]);
  });

  it('answers nothing', () => {
    expect(answerNothing.change(answer)).toEqual([]);
  });

  it('leaves an answer as it is that has no such position', () => {
    for (const operator of [drop(5), swap(4), duplicate(5), split(1), split(5), drop(7)]) {
      expect(operator.change(answer)).toEqual(answer);
    }
    for (const operator of operators) expect(operator.change([])).toEqual([]);
  });

  it('has a name of its own, and changes no answer in place', () => {
    expect(new Set(operators.map(({ name }) => name)).size).toBe(operators.length);
    const before = textOf(answer);
    for (const { change } of operators) {
      expect(textOf(change(Object.freeze(answer)))).toBe(textOf(change(answer)));
    }
    expect(textOf(answer)).toBe(before);
  });
});

describe('a mutant', () => {
  const all = catalogue.flatMap((entry) => {
    const within = [worldOf(entry, 'calm'), worldOf(entry, 'crashing')];
    const answers = answersOf(entry.protocol, within);
    return mutationsOf(entry.protocol, within).map((mutation) => ({ entry, answers, mutation }));
  });

  it('answers as its protocol does, but for one handler of one role, some of whose answers are changed', () => {
    const protocol = exactlyOnce;
    const mutation: Mutation = { role: 'receiver', handler: 'receive', operator: swap(1) };
    const mutant = mutated(protocol, mutation);
    expect(mutant.name).toBe('exactly-once: receiver receive, swap 1 and 2');
    expect(mutant.roles['sender']).toBe(protocol.roles['sender']);
    expect(mutant.links).toBe(protocol.links);
    for (const handler of handlerNames) {
      const { upon } = mutant.roles['receiver']!;
      if (handler !== 'receive') expect(upon[handler]).toBe(protocol.roles['receiver']!.upon[handler]);
    }
    const packet = { type: 'data', message };
    const state = { disk: { seen: [] }, memory: {} };
    const right = protocol.roles['receiver']!.upon.receive!(state, packet, 'sender');
    const wrong = mutant.roles['receiver']!.upon.receive!(state, packet, 'sender');
    expect(wrong).toEqual(right.toReversed());
    expect(mutant.roles['receiver']!.upon.receive!(state, packet, 'sender')).toEqual(wrong);
  });

  it('is made only where an operator changes an answer, and once for all that change the answers alike', () => {
    const texts = all.map(({ entry: { protocol }, answers, mutation }) => {
      const given = answers.get(placeName(mutation))!;
      const changed = given.map((one) => mutation.operator.change(one));
      expect(textOf(changed)).not.toBe(textOf(given));
      return `${protocol.name} ${placeName(mutation)} ${textOf(changed)}`;
    });
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('gets every position wrong of the longest answer that any protocol gives', () => {
    const longest = Math.max(
      ...all.flatMap(({ answers }) => [...answers.values()].flat().map((one) => one.length)),
    );
    expect(operators.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        `drop ${longest}`,
        `swap ${longest - 1} and ${longest}`,
        `do ${longest} twice`,
      ]),
    );
  });

  it('is made of every handler of every role that ever answers with anything', () => {
    for (const entry of catalogue) {
      for (const [role, { upon }] of Object.entries(entry.protocol.roles)) {
        const mutatedHandlers = new Set(
          all
            .filter(({ entry: own, mutation }) => own === entry && mutation.role === role)
            .map(({ mutation }) => mutation.handler),
        );
        expect([...mutatedHandlers].toSorted()).toEqual(Object.keys(upon).toSorted());
      }
    }
  });

  it('has a name of its own, and is made again alike', () => {
    const names = all.map(({ entry, mutation }) => mutated(entry.protocol, mutation).name);
    expect(new Set(names).size).toBe(names.length);
    expect(mutants().map(({ protocol }) => protocol.name)).toEqual(names);
  });

  it('of the same handlers under another name has the same bugs', () => {
    const bugsOf = (name: string): readonly string[] =>
      listed().flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length)] : []));
    expect(bugsOf(recordWithDelivery.name)).toEqual(bugsOf(exactlyOnce.name));
  });
});

describe('the planted bugs', () => {
  const [found, flawed] = [plantedMutants(), twins()];

  it('break, each in its world, what the list says, in as many steps as it says', () => {
    expect(found.map(lineOf)).toEqual(listed());
    for (const { name, world, guarantee } of found) {
      const right = catalogue.find(({ protocol }) => name.startsWith(`${protocol.name}: `))!;
      const claim = right.claims.find((claimed) => claimed.guarantee === guarantee);
      expect(claim?.worlds).toContain(world.name);
    }
  });

  it('and the flawed twins of the catalogue', () => {
    expect(flawed.map(lineOf)).toMatchInlineSnapshot(`
      [
        "deliver-before-record | hostile | at most once | 5",
        "accept-before-write | crashing | at least once | 1",
        "acknowledge-before-delivery | crashing | at least once | 3",
        "forget-to-rearm | crashing | at least once | 1",
        "seen-in-memory | crashing | exactly once | 5",
        "short-window | calm | exactly once | 6",
        "counter-ids | crashing | exactly once | 3",
        "dedup-by-payload | calm | exactly once | 2",
        "sent-twice | calm | at most once | 3",
        "anonymous-acknowledgement | lossy | at least once | 8",
        "gives-up | lossy | at least once | 4",
        "acknowledge-before-storing | crashing | at least once | 3",
      ]
    `);
  });

  it('each have one least trace, recognised by its fingerprint', () => {
    const without = [...flawed, ...found].filter(({ fingerprint }) => fingerprint === undefined);
    expect(without.map(lineOf)).toEqual([]);
  });
});
