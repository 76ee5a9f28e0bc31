import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/counterexample/drawing/columns.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { drawMermaid } from '../../src/counterexample/mermaid.ts';
import type { FlightEnd } from '../../src/counterexample/story/flight.ts';
import { storyOf } from '../../src/counterexample/story/story.ts';
import type { Violation } from '../../src/explore/verdict.ts';
import { compose } from '../../src/model/compose.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { awkward } from './fixtures/awkward.ts';
import { forgetful } from './fixtures/forgetful.ts';
import { relay } from './fixtures/relay.ts';
import { retransmitting } from './fixtures/retransmitting.ts';
import { traceOf, walked } from './fixtures/traces.ts';
import { walks as cases } from './fixtures/walks.ts';

const twice: Violation = {
  guarantee: 'at most once',
  message: 'm0',
  clause: 'm0 is delivered twice',
  type: 'breach',
};
const neverDelivered: Violation = {
  guarantee: 'at least once',
  message: 'm0',
  clause: 'm0 was confirmed and is never delivered',
  type: 'debt',
  loss: 'silent',
  ending: 'for ever',
};

/** Between two rules, so that nothing at the ends of lines or of the drawing is lost in a snapshot. */
const framed = (drawing: string) => `\n${drawing}\n`;

describe('a trace drawn as text', () => {
  it('shows a crash as a cut: above it what happened, below it what did not', () => {
    const model = compose(retransmitting('deliver first'), worlds.crashing);
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, crash at 1',
      'restart receiver',
      'timeout retransmit',
      'receive data m0',
    );
    expect(framed(drawText(model, trace, twice))).toMatchInlineSnapshot(`
      "
                    ┌────────┐                   ┌──────────┐
                    │ sender │                   │ receiver │
                    └───┬────┘                   └────┬─────┘
                        │                             │
       1   submits m0 ═►│                             │
          writes outbox │                             │
           accepts m0 ◄═╡                             │
       2                ├── data m0 ─────────────────►│
                        │                             ╞═► delivers m0
                        │                             ✖ crash, cut off:
                        │                             ┊   write seen
                        │                             ┊   send ack m0
       3                │                             │ ↻ restarts
       4   ⏱ retransmit │                             │
       5                ├── data m0 ─────────────────►│
                        │                             ╞═► delivers m0 ✗
                        │                             │ writes seen
                        │   in flight ··· ◁─ ack m0 ──┤
                        │                             │
       ✗ at most once: m0 is delivered twice
      "
    `);
  });

  it('shows a debt after the last step', () => {
    const model = compose(retransmitting('record first'), worlds.crashing);
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, crash at 1',
      'restart receiver',
      'timeout retransmit',
      'receive data m0',
      'receive ack m0',
    );
    expect(framed(drawText(model, trace, neverDelivered))).toMatchInlineSnapshot(`
      "
                    ┌────────┐                  ┌──────────┐
                    │ sender │                  │ receiver │
                    └───┬────┘                  └────┬─────┘
                        │                            │
       1   submits m0 ═►│                            │
          writes outbox │                            │
           accepts m0 ◄═╡                            │
       2                ├── data m0 ────────────────►│
                        │                            │ writes seen
                        │                            ✖ crash, cut off:
                        │                            ┊   deliver m0
                        │                            ┊   send ack m0
       3                │                            │ ↻ restarts
       4   ⏱ retransmit │                            │
       5                ├── data m0 ────────────────►│
       6                │◄───────────────── ack m0 ──┤
          writes outbox │                            │
          confirms m0 ◄═╡                            │
                        │                            │
       ✗ at least once: m0 was confirmed and is never delivered (silent loss): things
         go on for ever without it
      "
    `);
  });

  it('shows a packet lost at once, and one lost later', () => {
    const model = compose(forgetful, { ...worlds.lossy, links: 'bag' });
    const trace = traceOf(model, 'submit m0', 'lose data m0', 'submit m1');
    expect(framed(drawText(model, trace))).toMatchInlineSnapshot(`
      "
                   ┌────────┐                    ┌──────────┐
                   │ sender │                    │ receiver │
                   └───┬────┘                    └────┬─────┘
                       │                              │
       1  submits m0 ═►│                              │
          accepts m0 ◄═╡                              │
       2               ├── data m0 ──────────✗ lost   │
       3  submits m1 ═►│                              │
          accepts m1 ◄═╡                              │
                       ├── data m1 ─▷ ··· in flight   │
                       │                              │
      "
    `);
    const later = traceOf(model, 'submit m0', 'submit m1', 'lose data m0', 'receive data m1');
    expect(framed(drawText(model, later))).toMatchInlineSnapshot(`
      "
                   ┌────────┐                         ┌──────────┐
                   │ sender │                         │ receiver │
                   └───┬────┘                         └────┬─────┘
                       │                                   │
       1  submits m0 ═►│                                   │
          accepts m0 ◄═╡                                   │
                       ├── data m0 ─▷ ··· lost in step 3   │
       2  submits m1 ═►│                                   │
          accepts m1 ◄═╡                                   │
                       ├── data m1 ─▷ ··· to step 4        │
       3               │ from step 1 ··· data m0 ──✗ lost  │
       4               │        from step 2 ··· data m1 ──►│
                       │                                   ╞═► delivers m1
                       │                                   │
      "
    `);
  });

  it('shows which packet overtook which', () => {
    const model = compose(forgetful, worlds.reordering);
    const trace = traceOf(model, 'submit m0', 'submit m1', 'receive data m1', 'receive data m0');
    const violation: Violation = {
      guarantee: 'in order',
      clause: 'm0 is delivered after m1, which was submitted later',
      type: 'breach',
    };
    expect(framed(drawText(model, trace, violation))).toMatchInlineSnapshot(`
      "
                   ┌────────┐                      ┌──────────┐
                   │ sender │                      │ receiver │
                   └───┬────┘                      └────┬─────┘
                       │                                │
       1  submits m0 ═►│                                │
          accepts m0 ◄═╡                                │
                       ├── data m0 ─▷ ··· to step 4     │
       2  submits m1 ═►│                                │
          accepts m1 ◄═╡                                │
       3               ├── data m1 ────────────────────►│
                       │                                ╞═► delivers m1
       4               │     from step 1 ··· data m0 ──►│
                       │                                ╞═► delivers m0 ✗
                       │                                │
       ✗ in order: m0 is delivered after m1, which was submitted later
      "
    `);
  });

  it('shows a copy where its link makes it', () => {
    const model = compose(forgetful, worlds.duplicating);
    const early = traceOf(model, 'submit m0', 'duplicate data m0', 'receive data m0', 'receive data m0');
    expect(framed(drawText(model, early, twice))).toMatchInlineSnapshot(`
      "
                   ┌────────┐                              ┌──────────┐
                   │ sender │                              │ receiver │
                   └───┬────┘                              └────┬─────┘
                       │                                        │
       1  submits m0 ═►│                                        │
          accepts m0 ◄═╡                                        │
                       ├── data m0 ─▷ ··· to step 3             │
       2               │  ╶─ copy of data m0 ─▷ ··· to step 4   │
       3               │             from step 1 ··· data m0 ──►│
                       │                                        ╞═► delivers m0
       4               │             from step 2 ··· data m0 ──►│
                       │                                        ╞═► delivers m0 ✗
                       │                                        │
       ✗ at most once: m0 is delivered twice
      "
    `);
    const bag = compose(forgetful, { ...worlds.hostile, messages: 1 });
    const swift = traceOf(bag, 'submit m0', 'duplicate data m0', 'receive data m0', 'lose data m0');
    expect(framed(drawText(bag, swift))).toMatchInlineSnapshot(`
      "
                   ┌────────┐                                   ┌──────────┐
                   │ sender │                                   │ receiver │
                   └───┬────┘                                   └────┬─────┘
                       │                                             │
       1  submits m0 ═►│                                             │
          accepts m0 ◄═╡                                             │
                       ├── data m0 ─▷ ··· to step 3                  │
       2               │  ╶─ copy of data m0 ─▷ ··· lost in step 4   │
       3               │                  from step 1 ··· data m0 ──►│
                       │                                             ╞═► delivers m0
       4               │ from step 2 ··· data m0 ──✗ lost            │
                       │                                             │
      "
    `);
  });

  it('shows links that are cut off and heal, in both directions', () => {
    const model = compose(retransmitting('at once'), { ...worlds.partitioned, losses: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'partition sender -> receiver',
      'timeout retransmit',
      'heal sender -> receiver',
      'receive data m0',
      'partition receiver -> sender',
      'receive data m0',
      'heal receiver -> sender',
      'receive ack m0',
      'lose ack m0',
    );
    expect(framed(drawText(model, trace))).toMatchInlineSnapshot(`
      "
                     ┌────────┐                         ┌──────────┐
                     │ sender │                         │ receiver │
                     └───┬────┘                         └────┬─────┘
                         │                                   │
        1   submits m0 ═►│                                   │
           writes outbox │                                   │
            accepts m0 ◄═╡                                   │
                         ├── data m0 ─▷ ··· to step 5        │
        2                │╌╌ cut off ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
        3   ⏱ retransmit │                                   │
                         ├── data m0 ─▷ ··· to step 7        │
        4                │╌╌ heals ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
        5                │        from step 1 ··· data m0 ──►│
                         │                                   ╞═► delivers m0
                         │                                   │   + writes seen
                         │         to step 9 ··· ◁─ ack m0 ──┤
        6                │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ cut off ╌╌│
        7                │        from step 3 ··· data m0 ──►│
                         │   lost in step 10 ··· ◁─ ack m0 ──┤
        8                │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ heals ╌╌│
        9                │◄── ack m0 ··· from step 5         │
           writes outbox │                                   │
           confirms m0 ◄═╡                                   │
       10                │   lost ✗── ack m0 ··· from step 7 │
                         │                                   │
      "
    `);
  });

  it('shows what a link swallows that is cut off for ever', () => {
    const model = compose(retransmitting('at once'), { ...worlds.severed, crashes: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'partition sender -> receiver',
      'timeout retransmit',
      'submit m1, crash at 2',
    );
    expect(framed(drawText(model, trace))).toMatchInlineSnapshot(`
      "
                       ┌────────┐                            ┌──────────┐
                       │ sender │                            │ receiver │
                       └───┬────┘                            └────┬─────┘
                           │                                      │
       1      submits m0 ═►│                                      │
             writes outbox │                                      │
              accepts m0 ◄═╡                                      │
                           ├── data m0 ─▷ ··· cut off in step 2   │
       2                   │╌╌ cut off for ever ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
       3      ⏱ retransmit │                                      │
                           ├── data m0 ───────────────✗ cut off   │
       4      submits m1 ═►│                                      │
             writes outbox │                                      │
              accepts m1 ◄═╡                                      │
           crash, cut off: ✖                                      │
            send data m1   ┊                                      │
          arm retransmit   ┊                                      │
                           ┊                                      │
      "
    `);
  });

  it('shows a role that pauses in the middle of an answer while the others go on', () => {
    const model = compose(retransmitting('acknowledge first'), { ...worlds.crashing, crashes: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, pause at 1',
      'receive ack m0',
      'resume receiver, crash at 0',
    );
    expect(framed(drawText(model, trace, neverDelivered))).toMatchInlineSnapshot(`
      "
                    ┌────────┐                  ┌──────────┐
                    │ sender │                  │ receiver │
                    └───┬────┘                  └────┬─────┘
                        │                            │
       1   submits m0 ═►│                            │
          writes outbox │                            │
           accepts m0 ◄═╡                            │
       2                ├── data m0 ────────────────►│
                        │◄───────────────── ack m0 ──┤
                        │                            ║ pauses, still to do:
                        │                            ║   deliver m0
                        │                            ║   write seen
       3  writes outbox │                            ║
          confirms m0 ◄═╡                            ║
       4                │                            │ goes on
                        │                            ✖ crash, cut off:
                        │                            ┊   deliver m0
                        │                            ┊   write seen
                        │                            ┊
       ✗ at least once: m0 was confirmed and is never delivered (silent loss): things
         go on for ever without it
      "
    `);
    const calm = traceOf(
      model,
      'submit m0',
      'receive data m0, pause at 1',
      'receive ack m0',
      'submit m1',
      'resume receiver',
      'receive data m1',
    );
    expect(framed(drawText(model, calm))).toMatchInlineSnapshot(`
      "
                    ┌────────┐                      ┌──────────┐
                    │ sender │                      │ receiver │
                    └───┬────┘                      └────┬─────┘
                        │                                │
       1   submits m0 ═►│                                │
          writes outbox │                                │
           accepts m0 ◄═╡                                │
       2                ├── data m0 ────────────────────►│
                        │◄───────────────────── ack m0 ──┤
                        │                                ║ pauses, still to do:
                        │                                ║   deliver m0
                        │                                ║   write seen
       3  writes outbox │                                ║
          confirms m0 ◄═╡                                ║
       4   submits m1 ═►│                                ║
          writes outbox │                                ║
           accepts m1 ◄═╡                                ║
                        ├── data m1 ─▷ ··· to step 6     ║
       5                │                                │ goes on
                        │                                ╞═► delivers m0
                        │                                │ writes seen
       6                │     from step 4 ··· data m1 ──►│
                        │      in flight ··· ◁─ ack m1 ──┤
                        │                                ╞═► delivers m1
                        │                                │ writes seen
                        │                                │
      "
    `);
  });

  it('shows three roles within 80 columns, and a packet that passes one of them by', () => {
    const model = compose(relay, { ...worlds.hostile, messages: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'receive PUBLISH 1 m0',
      'receive PUBACK m0',
      'timeout redeliver',
      'receive PUBLISH 1 m0',
      'receive receipt m0',
      'receive PUBLISH 1 dup m0, crash at 1',
      'lose PUBACK m0',
    );
    expect(framed(drawText(model, trace, twice))).toMatchInlineSnapshot(`
      "
                   ┌──────────┐           ┌────────┐           ┌──────────┐
                   │ producer │           │ broker │           │ consumer │
                   └────┬─────┘           └───┬────┘           └────┬─────┘
                        │                     │                     │
       1   submits m0 ═►│                     │                     │
              remembers │                     │                     │
              unsettled │                     │                     │
       2                ├── PUBLISH 1 m0 ────►│                     │
                        │                     │ writes queue        │
                        │◄─────── PUBACK m0 ──┤                     │
                        │                     ├─ PUBLISH 1 m0 ▷·· 5 │
       3      remembers │                     │                     │
              unsettled │                     │                     │
           accepts m0 ◄═╡                     │                     │
          confirms m0 ◄═╡                     │                     │
       4                │                     │ ⏱ redeliver         │
                        │                     ├─ PUBLISH… m0 ▷·· 7  │
       5                │                     │  2 ·· PUBLISH 1 m0 ►│
                        │                     │                     ╞═► delivers m0
                        │                     │                     ╞═► settles m0
                        │                     │   ✗8 ··◁ PUBACK m0 ─┤
       6                │◄────────────────────┼─────── receipt m0 ──┤
       7                │                     │ 4 ·· PUBLISH 1… m0 ►│
                        │                     │                     ╞═► delivers m0 ✗
                        │                     │                     ✖ crash, cut off:
                        │                     │                     ┊   settle m0
                        │                     │                     ┊   send PUBACK
                        │                     │                     ┊     m0 to broker
                        │                     │                     ┊   send receipt
                        │                     │                     ┊     m0 to
                        │                     │                     ┊     producer
       8                │                     │    ✗ PUBACK m0 ·· 5 ┊
                        │                     │                     ┊
       ✗ at most once: m0 is delivered twice
      "
    `);
  });

  it('says so where a packet arrives that is of no use to anybody', () => {
    const model = compose(relay, { ...worlds.hostile, messages: 1 });
    const trace = traceOf(
      model,
      'submit m0, crash at 2',
      'restart producer',
      'receive PUBLISH 1 m0',
      'receive PUBACK m0',
    );
    expect(framed(drawText(model, trace))).toMatchInlineSnapshot(`
      "
                   ┌──────────┐            ┌────────┐            ┌──────────┐
                   │ producer │            │ broker │            │ consumer │
                   └────┬─────┘            └───┬────┘            └────┬─────┘
                        │                      │                      │
       1   submits m0 ═►│                      │                      │
              remembers │                      │                      │
              unsettled │                      │                      │
                        ├─ PUBLISH 1 m0 ▷·· 3  │                      │
                  crash ✖                      │                      │
       2     ↻ restarts │                      │                      │
       3                │   1 ·· PUBLISH 1 m0 ►│                      │
                        │                      │ writes queue         │
                        │◄──────── PUBACK m0 ──┤                      │
                        │                      ├─ PUBLISH 1 m0 ▷··    │
       4       receives │                      │                      │
              PUBACK m0 │                      │                      │
                        │                      │                      │
      "
    `);
  });

  it('marks the step that breaks the promise, and in it the effect, wherever the trace ends', () => {
    const model = compose(relay, { ...worlds.hostile, messages: 2 });
    const trace = traceOf(
      model,
      'submit m0',
      'duplicate PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'submit m1',
      'receive PUBLISH 2 m1',
      'receive PUBLISH 2 m1',
    );
    const marked = linesOf(drawText(model, trace, twice)).filter((line) => line.includes('✗'));
    expect(marked.map((line) => line.trim())).toMatchInlineSnapshot(`
      [
        "│                     │                     ╞═► delivers m0 ✗",
        "✗ at most once: m0 is delivered twice",
      ]
    `);
    const breaches = storyOf(model, trace, twice).scenes.filter(({ breach }) => breach);
    expect(breaches.map(({ number }) => number)).toEqual([6]);
  });

  it('says in words between which steps a packet travels where there is room', () => {
    const model = compose(relay, { ...worlds.hostile, messages: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'receive PUBLISH 1 m0, crash at 2',
      'restart broker',
      'receive PUBACK m0',
      'timeout redeliver',
      'receive PUBLISH 1 dup m0',
    );
    expect(framed(drawText(model, trace, undefined, { width: 120 }))).toMatchInlineSnapshot(`
      "
                         ┌──────────┐                        ┌────────┐                        ┌──────────┐
                         │ producer │                        │ broker │                        │ consumer │
                         └────┬─────┘                        └───┬────┘                        └────┬─────┘
                              │                                  │                                  │
       1         submits m0 ═►│                                  │                                  │
          remembers unsettled │                                  │                                  │
       2                      ├── PUBLISH 1 m0 ─────────────────►│                                  │
                              │                                  │ writes queue                     │
                              │     to step 4 ··· ◁─ PUBACK m0 ──┤                                  │
                              │                                  ✖ crash, cut off:                  │
                              │                                  ┊   send PUBLISH 1 m0 to consumer  │
                              │                                  ┊   arm redeliver                  │
       3                      │                                  │ ↻ restarts                       │
       4                      │◄── PUBACK m0 ··· from step 2     │                                  │
          remembers unsettled │                                  │                                  │
                 accepts m0 ◄═╡                                  │                                  │
                confirms m0 ◄═╡                                  │                                  │
       5                      │                                  │ ⏱ redeliver                      │
       6                      │                                  ├── PUBLISH 1 dup m0 ─────────────►│
                              │                                  │                                  ╞═► delivers m0
                              │                                  │                                  ╞═► settles m0
                              │                                  │     in flight ··· ◁─ PUBACK m0 ──┤
                              │                                  │    in flight ··· ◁─ receipt m0 ──┤
                              │                                  │                                  │
      "
    `);
  });

  it('shortens labels and names that are too long, and keeps wide characters in line', () => {
    const model = compose(awkward, { ...worlds.calm, messages: 1 });
    const [submit] = walked(model, 0, 1);
    expect(framed(drawText(model, [submit!]))).toMatchInlineSnapshot(`
      "
                     ┌─────┐         ┌───────────────────┐        ┌────────┐
                     │ end │         │ the receiver; of… │        │ 日本語 │
                     └──┬──┘         └─────────┬─────────┘        └───┬────┘
                        │                      │                      │
       1   submits m0 ═►│                      │                      │
           accepts m0 ◄═╡                      │                      │
                        ├─ batch; #1 12… ▷··   │                      │
                        │                      │                      │
      "
    `);
    expect(framed(drawText(model, walked(model, 0, 2), undefined, { width: 60 }))).toMatchInlineSnapshot(`
      "
                    ┌─────┐    ┌───────────┐   ┌────────┐
                    │ end │    │ the rece… │   │ 日本語 │
                    └──┬──┘    └─────┬─────┘   └───┬────┘
                       │             │             │
       1  submits m0 ═►│             │             │
          accepts m0 ◄═╡             │             │
       2               ├── batch;… ─►│             │
                       │             ╞═► delivers  │
                       │             │   m0        │
                       │             │             │
      "
    `);
  });

  it('can do without Unicode', () => {
    const model = compose(retransmitting('deliver first'), worlds.hostile);
    const trace = traceOf(
      model,
      'submit m0',
      'duplicate data m0',
      'receive data m0, crash at 1',
      'restart receiver',
      'receive data m0',
      'timeout retransmit',
      'lose ack m0',
    );
    expect(framed(drawText(model, trace, twice, { ascii: true }))).toMatchInlineSnapshot(`
      "
                    +--------+                              +----------+
                    | sender |                              | receiver |
                    +---+----+                              +----+-----+
                        |                                        |
       1   submits m0 =>|                                        |
          writes outbox |                                        |
           accepts m0 <=|                                        |
                        |-- data m0 -> ... to step 3             |
       2                |  -- copy of data m0 -> ... to step 5   |
       3                |             from step 1 ... data m0 -->|
                        |                                        |=> delivers m0
                        |                                        X crash, cut off:
                        |                                        :   write seen
                        |                                        :   send ack m0
       4                |                                        | * restarts
       5                |             from step 2 ... data m0 -->|
                        |                                        |=> delivers m0 x
                        |                                        | writes seen
                        |         lost in step 7 ... <- ack m0 --|
       6   @ retransmit |                                        |
                        |-- data m0 -> ... in flight             |
       7                |        lost x-- ack m0 ... from step 5 |
                        |                                        |
       x at most once: m0 is delivered twice
      "
    `);
  });

  it('draws a trace without a step', () => {
    const model = compose(forgetful, worlds.calm);
    expect(framed(drawText(model, []))).toMatchInlineSnapshot(`
      "
           ┌────────┐                  ┌──────────┐
           │ sender │                  │ receiver │
           └───┬────┘                  └────┬─────┘
               │                            │
               │                            │
      "
    `);
  });
});

describe('a trace drawn for Mermaid', () => {
  it('has an arrow for each packet and a red ground for what is wrong', () => {
    const model = compose(retransmitting('deliver first'), worlds.crashing);
    const trace = traceOf(
      model,
      'submit m0',
      'receive data m0, crash at 1',
      'restart receiver',
      'timeout retransmit',
      'receive data m0',
    );
    expect(drawMermaid(model, trace, twice)).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant sender
        participant receiver
        Note left of sender: 1. submits m0
        Note over sender: writes outbox
        Note left of sender: accepts m0
        sender->>receiver: 2. data m0
        Note right of receiver: delivers m0
        Note over receiver: ✖ crash, cut off:<br/>write seen<br/>send ack m0
        Note over receiver: 3. ↻ restarts
        Note over sender: 4. ⏱ retransmit
        sender->>receiver: 5. data m0
        rect rgba(255, 0, 0, 0.12)
          Note right of receiver: delivers m0 ✗
          Note over receiver: writes seen
          Note over receiver: sends ack m0 (in flight)
          Note over sender,receiver: ✗ at most once: m0 is delivered twice
        end"
    `);
  });

  it('has dashed arrows for late packets, and crosses for lost ones', () => {
    const model = compose(relay, { ...worlds.hostile, partitions: 1, messages: 1 });
    const trace = traceOf(model, 'submit m0', 'lose PUBLISH 1 m0');
    expect(drawMermaid(model, trace, neverDelivered)).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant producer
        participant broker
        participant consumer
        Note left of producer: 1. submits m0
        Note over producer: remembers unsettled
        producer-xbroker: 2. PUBLISH 1 m0 (lost)
        rect rgba(255, 0, 0, 0.12)
          Note over producer,consumer: ✗ at least once: m0 was confirmed and is<br/>never delivered (silent loss): things go<br/>on for ever without it
        end"
    `);
    const late = traceOf(
      model,
      'submit m0',
      'duplicate PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'partition broker -> consumer',
      'lose PUBLISH 1 m0',
      'heal broker -> consumer',
      'receive PUBLISH 1 m0',
    );
    expect(drawMermaid(model, late)).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant producer
        participant broker
        participant consumer
        Note left of producer: 1. submits m0
        Note over producer: remembers unsettled
        Note over producer: sends PUBLISH 1 m0 (to step 3)
        Note over producer,broker: 2. copy of PUBLISH 1 m0 (lost in step 5)
        producer-->>broker: 3. PUBLISH 1 m0 (from step 1)
        Note over broker: writes queue
        Note over broker: sends PUBACK m0 (in flight)
        Note over broker: sends PUBLISH 1 m0 (to step 7)
        Note over broker,consumer: 4. broker to consumer cut off
        producer--xbroker: 5. PUBLISH 1 m0 (lost, from step 2)
        Note over broker,consumer: 6. broker to consumer heals
        broker-->>consumer: 7. PUBLISH 1 m0 (from step 3)
        Note right of consumer: delivers m0
        Note right of consumer: settles m0
        Note over consumer: sends PUBACK m0 (in flight)
        Note over consumer: sends receipt m0 (in flight)"
    `);
  });

  it('escapes whatever has a meaning in Mermaid, and renames roles that are its keywords', () => {
    const model = compose(awkward, { ...worlds.calm, messages: 1 });
    expect(drawMermaid(model, walked(model, 0, 2))).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant role0 as end
        participant role1 as the receiver#59; of all
        participant role2 as 日本語
        Note left of role0: 1. submits m0
        Note left of role0: accepts m0
        role0->>role1: 2. batch#59; #35;1 12 urgent [m0] say #34;hello#34; #60;b…
        Note over role1: delivers m0"
    `);
  });
});

const linesOf = (drawing: string) => drawing.split('\n');

const past: Readonly<Record<string, string>> = {
  submit: 'submitted',
  accept: 'accepted',
  confirm: 'confirmed',
  deliver: 'delivered',
  settle: 'settled',
};
const observedIn = (line: string): readonly string[] => {
  if (line.includes('✖')) return ['crashed'];
  if (line.includes('↻')) return ['restarted'];
  if (!/═►|◄═/.test(line)) return [];
  const [, verb = '', message] = /(\w+)s (m\d+)/.exec(line) ?? [];
  return [`${past[verb]} ${message}`];
};

const stepOf = (end: FlightEnd): number => (end.type === 'in flight' ? Infinity : end.step);

describe('the drawing of any trace', () => {
  it.each([1, 20, 40, 60, 79, 80, 100, 200])('is never wider than %i columns', (width) => {
    for (const { model, trace } of cases) {
      for (const line of linesOf(drawText(model, trace, twice, { width }))) {
        expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  it('has no spaces at the ends of its lines, and no line that says nothing', () => {
    for (const { model, trace } of cases) {
      for (const line of linesOf(drawText(model, trace, twice))) expect(line).toMatch(/\S$/);
    }
  });

  it('numbers every step once, in order', () => {
    for (const { model, trace } of cases) {
      const steps = replay(model, trace).map((_, index) => index + 1);
      const gutter = String(steps.length).length + 1;
      const numbers = linesOf(drawText(model, trace)).map((line) => line.slice(0, gutter).trim());
      expect(numbers.filter((number) => number !== '').map(Number)).toEqual(steps);
    }
  });

  it('shows every observation about a message and every crash and restart, in order', () => {
    for (const { model, trace } of cases) {
      const drawn = linesOf(drawText(model, trace, undefined, { width: 200 })).flatMap(observedIn);
      const observed = observationsOf(replay(model, trace)).map((seen) =>
        'message' in seen ? `${seen.type} ${seen.message}` : seen.type,
      );
      expect(drawn).toEqual(observed);
    }
  });
  it('leads every packet from where it is sent to where it ends', () => {
    // Awkward labels are too long for words beside them.
    for (const { model, trace } of cases.filter((walk) => walk.model.protocol !== awkward)) {
      const { flights } = storyOf(model, trace);
      const drawing = drawText(model, trace, undefined, { width: 250 });
      const drawn = (pattern: RegExp) => drawing.match(pattern)?.length ?? 0;
      const flown = (type: FlightEnd['type'], when: (steps: number) => boolean = () => true) =>
        flights.filter(({ sent, end }) => end.type === type && when(stepOf(end) - sent)).length;
      expect(drawn(/[─ ]►|◄[─ ]/g)).toBe(flown('arrived'));
      expect(drawn(/✗/g)).toBe(flown('lost') + flown('severed', (steps) => steps === 0));
      const late = flown('arrived', (steps) => steps > 1);
      expect(drawn(/to step \d/g)).toBe(late);
      expect(drawn(/from step \d/g)).toBe(late + drawn(/lost in step \d/g));
      expect(drawn(/cut off in step \d/g)).toBe(flown('severed', (steps) => steps > 0));
      expect(drawn(/in flight/g)).toBe(flown('in flight'));
    }
  });

  it('is the same again, and the same in colour once the colours are taken off', () => {
    for (const { model, trace } of cases) {
      const plain = drawText(model, trace, twice);
      const coloured = drawText(model, trace, twice, { colour: true });
      expect(drawText(model, trace, twice)).toBe(plain);
      expect(coloured).not.toBe(plain);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
      for (const line of linesOf(coloured)) {
        const off = line.split('\u001B[0m').length - 1;
        const on = line.split('\u001B[').length - 1 - off;
        expect(off).toBe(on);
      }
    }
  });

  it('keeps its shape in ASCII', () => {
    for (const { model, trace } of cases) {
      const plain = linesOf(drawText(model, trace, twice));
      const ascii = linesOf(drawText(model, trace, twice, { ascii: true }));
      expect(ascii.join('')).toMatch(/^[ -~]*$/);
      expect(ascii.map((line) => line.length)).toEqual(plain.map(columnsOf));
    }
  });

  it('is in the grammar of Mermaid, line by line', () => {
    const text = /(?:[^#;<>{}"&$]|#\d+;|<br\/>)+/.source;
    const line = new RegExp(
      [
        /participant \w+( as TEXT)?/,
        /Note (over|left of|right of) \w+: TEXT/,
        /Note over \w+,\w+: TEXT/,
        /\w+(->>|-->>|-x|--x)\w+: TEXT/,
        /rect rgba\(255, 0, 0, 0\.12\)/,
        /end/,
      ]
        .map(({ source }) => `^ +${source.replace('TEXT', text)}$`)
        .join('|'),
    );
    for (const { model, trace } of cases) {
      const [header, ...lines] = linesOf(drawMermaid(model, trace, twice));
      expect(header).toBe('sequenceDiagram');
      for (const drawn of lines) expect(drawn).toMatch(line);
      const delivered = observationsOf(replay(model, trace)).filter(({ type }) => type === 'delivered');
      expect(lines.filter((drawn) => drawn.includes('delivers m'))).toHaveLength(delivered.length);
    }
  });
});
