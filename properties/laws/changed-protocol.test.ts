import { describe, expect, it } from 'vitest';
import { changeIn } from '../../src/counterexample/token/change.ts';
import { ChangedError } from '../../src/counterexample/token/errors.ts';
import { digestOf } from '../../src/counterexample/token/digest.ts';
import { readToken, tokenOf, traceIn } from '../../src/counterexample/token/token.ts';
import type { Action } from '../../src/model/action.ts';
import { compose } from '../../src/model/compose.ts';
import {
  accept,
  arm,
  atomically,
  confirm,
  deliver,
  protocol,
  remember,
  send,
  write,
} from '../../src/model/index.ts';
import type { Effect, Message, Protocol } from '../../src/model/index.ts';
import { worlds } from '../../src/model/world.ts';
import { traceOf } from './fixtures/traces.ts';

type Handler = (state: any, given: any) => readonly Effect[];

/** Sent again until it is acknowledged, with every answer open to change. */
const variant = (changes: Readonly<Record<string, Handler>> = {}, seen: object = { seen: [] }): Protocol => {
  const data = (message: Message) => send({ type: 'data', message });
  const sender = {
    disk: { outbox: [] as readonly Message[] },
    upon: {
      submit:
        changes['submit'] ??
        ((_, message) => [write({ outbox: [message] }), accept(message), data(message), arm('again')]),
      receive:
        changes['acknowledged'] ?? (({ disk }) => [write({ outbox: [] }), ...disk.outbox.map(confirm)]),
      timeout: changes['timeout'] ?? (({ disk }) => [...disk.outbox.map(data), arm('again')]),
      restart: changes['restart'] ?? (() => [arm('again')]),
    },
  };
  const receiver = {
    disk: seen,
    memory: { count: 0 },
    upon: {
      receive:
        changes['delivered'] ?? ((_, { message }) => [deliver(message), send({ type: 'ack', message })]),
      restart: changes['restarted'] ?? (() => []),
    },
  };
  const links = ['sender -> receiver', 'receiver -> sender'] as const;
  return protocol({ name: 'variant', roles: { sender, receiver } as never, links: links as never });
};

const world = { ...worlds.crashing, losses: 1, messages: 1 };
const original = compose(variant(), world);
const trace = traceOf(
  original,
  'submit m0',
  'receive data m0, crash at 1',
  'timeout again',
  'restart receiver',
  'receive data m0',
);
const token = tokenOf(original, 'at most once', trace);

/** The trace that the token brings in another version of the protocol, or what is said instead. */
const broughtIn = (changed: Protocol): readonly Action[] | string => {
  try {
    return traceIn(readToken(token), compose(changed, world));
  } catch (error) {
    if (error instanceof ChangedError) return error.message;
    throw error;
  }
};

const ack = (message: Message) => send({ type: 'ack', message });
const data = (message: Message) => send({ type: 'data', message });
const otherAnswers =
  /^the protocol has changed since: every step is possible, but not every answer is what it was \(digest .{6}, then .{6}\)$/;

describe('a token whose protocol has not changed', () => {
  it('brings the trace', () => {
    expect(broughtIn(variant())).toEqual(trace);
  });
});

describe('a token whose protocol has changed where the trace does not meet it', () => {
  it.each<readonly [string, Protocol]>([
    ['an answer to a packet that never arrives in it', variant({ acknowledged: () => [] })],
    [
      'a longer one, which a crash could cut in more places',
      variant({
        acknowledged: (_, { message }) => [
          write({ outbox: [] }),
          write({ outbox: [message] }),
          confirm(message),
          write({ outbox: [] }),
        ],
      }),
    ],
    ['an answer to an event that it does not have', variant({ restart: () => [write({ outbox: [] })] })],
    [
      'the same answers, given in another way',
      variant({ delivered: (_, { message }) => [deliver, ack].map((effect) => effect(message)) }),
    ],
    ['a field of the disk that is not written', variant({}, { seen: [], version: 2 })],
    [
      'an answer in another state only',
      variant({
        timeout: ({ disk }) => (disk.outbox.length === 0 ? [] : [...disk.outbox.map(data), arm('again')]),
      }),
    ],
  ])('still brings it: %s', (_, changed) => {
    expect(broughtIn(changed)).toEqual(trace);
  });
});

describe('a token whose protocol has changed where the trace meets it', () => {
  it.each<readonly [string, Protocol]>([
    [
      'one effect more',
      variant({ delivered: (_, { message }) => [deliver(message), ack(message), ack(message)] }),
    ],
    [
      'one effect less, though it is cut off in one step and lost in no other',
      variant({ delivered: (_, { message }) => [deliver(message)] }),
    ],
    [
      'the same effects in another order',
      variant({
        submit: (_, message) => [accept(message), write({ outbox: [message] }), data(message), arm('again')],
      }),
    ],
    [
      'an effect that nobody can observe',
      variant({ timeout: ({ disk }) => [remember({}), ...disk.outbox.map(data), arm('again')] }),
    ],
    [
      'effects that are atomic now',
      variant({
        delivered: (_, { message }) => [
          atomically(deliver(message), write({ seen: [message.id] })),
          ack(message),
        ],
      }),
    ],
  ])('says that the answers are others: %s', (_, changed) => {
    expect(broughtIn(changed)).toMatch(otherAnswers);
  });

  it.each<readonly [number, string, Protocol]>([
    [2, 'nothing is sent any more', variant({ submit: (_, message) => [accept(message), arm('again')] })],
    [
      2,
      'the cut is no longer there',
      variant({ delivered: (_, { message }) => [remember({ count: 1 }), deliver(message)] }),
    ],
    [
      3,
      'no timer is armed any more',
      variant({ submit: (_, message) => [write({ outbox: [message] }), accept(message), data(message)] }),
    ],
    [5, 'nothing is sent again', variant({ timeout: () => [] })],
  ])('says that step %i is not possible any more: %s', (step, _, changed) => {
    expect(broughtIn(changed)).toBe(
      `the protocol has changed since: step ${step} of the trace is not possible any more`,
    );
  });
});

describe('a trace in full, performed in another version', () => {
  const digest = digestOf(original, trace);
  const said = (changed: Protocol): string | undefined =>
    changeIn(compose(changed, world), trace, digest)?.message;

  it('is held against the same digest, with the same words', () => {
    const silent = variant({ timeout: () => [] });
    const twice = variant({ delivered: (_, { message }) => [deliver(message), ack(message), ack(message)] });
    expect([said(variant()), said(silent), said(twice)]).toEqual([
      undefined,
      broughtIn(silent),
      broughtIn(twice),
    ]);
  });
});

describe('the digest', () => {
  it('is none of the name, and none of the world', () => {
    const elsewhere = compose(
      { ...variant(), name: 'renamed' },
      { ...worlds.hostile, messages: 1, crashes: 2 },
    );
    expect(digestOf(elsewhere, trace)).toBe(digestOf(original, trace));
  });

  it('is another for every part of the trace', () => {
    const all = trace.map((_, index) => digestOf(original, trace.slice(0, index)));
    expect(new Set(all).size).toBe(trace.length);
  });
});
