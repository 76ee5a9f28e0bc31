import mermaid from 'mermaid';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { drawText } from '../../src/counterexample/draw.ts';
import { drawHtml } from '../../src/counterexample/html.ts';
import { drawMermaid } from '../../src/counterexample/mermaid.ts';
import { wholeStoryOf } from '../../src/counterexample/story/onward.ts';
import { drawSvg } from '../../src/counterexample/svg.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Violated } from '../../src/explore/verdict.ts';
import { atLeastOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { WorldModel } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import * as protocols from '../../src/protocols/index.ts';
import { forgetToRearm } from '../../src/protocols/flawed/forget-to-rearm.ts';
import { silentDuplicates } from './liveness/protocols.ts';
import { registered } from './registered.ts';
import { elementsOf, hasClass, parsed, textIn } from './fixtures/markup.ts';

/** Debts that are never paid, of every kind of ending. */
const debts = [
  ...registered.flatMap((entry) =>
    (['severed', 'crashing', 'lossy'] as const).map((world) =>
      compose(entry.protocol, worldOf(entry, world)),
    ),
  ),
  compose(silentDuplicates, { ...worlds.crashing, messages: 1 }),
].flatMap((model) => {
  const verdict = verifyExhaustively(model, atLeastOnce, { maxStates: 20_000 });
  if (verdict.verdict !== 'violated' || verdict.violation.continuation === undefined) return [];
  return [{ model, verdict }];
});

const found = (model: WorldModel): Violated => {
  const verdict = verifyExhaustively(model, atLeastOnce);
  if (verdict.verdict !== 'violated') throw new Error(`${model.name} pays all its debts`);
  return verdict;
};
const severed = compose(protocols.atLeastOnce, worlds.severed);
const rearming = compose(forgetToRearm, worlds.crashing);

const rules = /╌ ([^╌]*\b(?:from here|again and again|so for ever)\b[^╌]*?) ╌/;

describe('what becomes of a debt', () => {
  it('is drawn below the trace, set apart from it, up to where nothing happens any more', () => {
    const { trace, violation } = found(rearming);
    expect(`\n${drawText(rearming, trace, violation)}`).toMatchInlineSnapshot(`
      "
                       ┌────────┐                  ┌──────────┐
                       │ sender │                  │ receiver │
                       └───┬────┘                  └────┬─────┘
                           │                            │
       1      submits m0 ═►│                            │
             writes outbox │                            │
              accepts m0 ◄═╡                            │
           crash, cut off: ✖                            │
            send data m0   ┊                            │
          arm retransmit   ┊                            │
                           ┊                            │
                 ╌╌╌╌╌╌╌╌╌ too late: one way on from here ╌╌╌╌╌╌╌╌╌
                           ┊                            │
       2        ↻ restarts │                            │
                           │                            │
                 ╌╌╌╌╌╌╌╌╌╌ from here on nothing happens ╌╌╌╌╌╌╌╌╌╌
                           │                            │
       ✗ at least once: m0 was accepted and is never delivered (lost in progress at a
         crash): nothing more can happen"
    `);
  });

  it('is drawn once where it goes on for ever', () => {
    const { trace, violation } = found(severed);
    expect(`\n${drawText(severed, trace, violation)}`).toMatchInlineSnapshot(`
      "
                    ┌────────┐                            ┌──────────┐
                    │ sender │                            │ receiver │
                    └───┬────┘                            └────┬─────┘
                        │                                      │
       1   submits m0 ═►│                                      │
          writes outbox │                                      │
           accepts m0 ◄═╡                                      │
                        ├── data m0 ─▷ ··· cut off in step 2   │
       2                │╌╌ cut off for ever ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
                        │                                      │
              ╌╌╌╌╌ too late: one way on from here, again and again ╌╌╌╌╌╌
                        │                                      │
       3   ⏱ retransmit │                                      │
                        ├── data m0 ───────────────✗ cut off   │
                        │                                      │
              ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ and so for ever ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
                        │                                      │
       ✗ at least once: m0 was accepted and is never delivered: things go on for ever
         without it"
    `);
    expect(drawMermaid(severed, trace, violation, { matters: [1, 2] })).toMatchInlineSnapshot(`
      "sequenceDiagram
        participant sender
        participant receiver
        Note left of sender: ▸1. submits m0
        Note over sender: writes outbox
        Note left of sender: accepts m0
        Note over sender: sends data m0 (cut off in step 2)
        Note over sender,receiver: ▸2. sender to receiver cut off for ever
        rect rgba(255, 0, 0, 0.12)
          loop too late: one way on from here, again and again
            Note over sender: 3. ⏱ retransmit
            sender-xreceiver: data m0 (cut off)
          end
          Note over sender,receiver: ✗ at least once: m0 was accepted and is<br/>never delivered: things go on for ever<br/>without it
        end"
    `);
  });

  it('comes in every kind', () => {
    const kinds = debts.map(({ model, verdict: { trace, violation } }) =>
      wholeStoryOf(model, trace, violation)
        .dividers.map(({ kind }) => kind)
        .join(', '),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'again, for ever',
      'nothing',
      'onward, again, for ever',
      'onward, nothing',
    ]);
  });
});

describe('any debt', () => {
  const cases = debts.map(({ model, verdict: { trace, violation } }) => {
    const story = wholeStoryOf(model, trace, violation);
    const { path, cycle } = violation.continuation!;
    return { model, trace, violation, story, all: trace.length + path.length + cycle.length };
  });

  it('has what sets the steps apart where the way on begins, where it repeats, and at the end', () => {
    for (const { trace, violation, story, all } of cases) {
      const { path, cycle } = violation.continuation!;
      expect(story.dividers.map(({ before }) => before)).toEqual([
        ...(path.length > 0 ? [trace.length + 1] : []),
        ...(cycle.length > 0 ? [trace.length + path.length + 1] : []),
        all + 1,
      ]);
    }
  });

  it('has in words and in text the same steps, those of the trace above what sets the others apart', () => {
    for (const { model, trace, violation, story, all } of cases) {
      const lines = drawText(model, trace, violation, { width: 120 }).split('\n');
      const numbers = lines.flatMap((line, at) => (/^ {0,2}\d+ /.test(line) ? [[parseInt(line), at]] : []));
      expect(numbers.map(([number]) => number)).toEqual(Array.from({ length: all }, (_, index) => index + 1));
      const places = lines.flatMap((line, at) => (rules.test(line) ? [at] : []));
      expect(places.map((at) => rules.exec(lines[at]!)![1])).toEqual(story.dividers.map(({ text }) => text));
      for (const [index, { before }] of story.dividers.entries()) {
        for (const [number, at] of numbers) expect(at! < places[index]!).toBe(number! < before);
      }
    }
  });

  it('has a picture with as many steps, and a dashed line for each thing that sets some apart', () => {
    for (const { model, trace, violation, story, all } of cases) {
      const elements = elementsOf(parsed(drawSvg(model, trace, violation)));
      const steps = elements.filter((element) => hasClass(element, 'step'));
      expect(steps.map(({ attributes }) => Number(attributes['data-step']))).toEqual(
        Array.from({ length: all }, (_, index) => index + 1),
      );
      expect(elements.filter((element) => hasClass(element, 'apart'))).toHaveLength(story.dividers.length);
      const texts = elements.filter(({ name }) => name === 'text').map(textIn);
      expect(texts).toEqual(expect.arrayContaining(story.dividers.map(({ text }) => text)));
    }
  });

  it('has a page that says of every step beyond the trace that it is one, and never pays', () => {
    for (const { model, trace, violation, story, all } of cases) {
      const page = drawHtml(model, atLeastOnce, trace, violation).replace('<!doctype html>\n', '');
      const frames = elementsOf(parsed(page)).filter((element) => hasClass(element, 'frame'));
      expect(frames).toHaveLength(all + 1);
      const apart = frames.map((frame) =>
        elementsOf(frame)
          .filter((element) => hasClass(element, 'apart'))
          .map(textIn),
      );
      const end = story.dividers.at(-1)!;
      expect(apart.slice(0, trace.length).flat()).toEqual([]);
      for (const [step, words] of apart.entries()) {
        const part = step > trace.length ? [story.dividers.findLast(({ before }) => before <= step)!] : [];
        const wanted = step === all ? [...part, end] : part;
        expect(words).toEqual(wanted.map(({ text }) => `– ${text} –`));
      }
      expect(textIn(frames.at(-1)!)).toContain(`still owed${violation.message}`);
    }
  });

  it('has a diagram that Mermaid accepts, with a loop around what repeats', async () => {
    for (const { model, trace, violation, story } of cases) {
      const matters = trace.map((_, index) => index + 1);
      const text = drawMermaid(model, trace, violation, { matters });
      await mermaid.parse(text);
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
      const messages = (
        db as unknown as { getMessages(): { type: number; message: string }[] }
      ).getMessages();
      const [loopStart, loopEnd] = [10, 11];
      const loops = story.dividers.filter(({ kind }) => kind === 'again').length;
      for (const type of [loopStart, loopEnd]) {
        expect(messages.filter((message) => message.type === type)).toHaveLength(loops);
      }
      const arrows = messages.filter(({ type }) => type === 0 || type === 1).length;
      expect(arrows).toBe(story.flights.filter(({ end }) => end.type === 'arrived').length);
      // Mermaid's own numbering: what it reads is what is marked.
      const marked = messages.filter(({ message }) => /^▸\d+\. /.test(String(message)));
      expect(marked).toHaveLength(trace.length);
    }
  });
});

describe('what does not go on from a trace', () => {
  it('is left out, and so is everything that would set it apart', () => {
    const { trace, violation } = found(severed);
    const strange = { path: [{ type: 'restart', role: 'receiver' }], cycle: [] } as const;
    const drawn = drawText(severed, trace, { ...violation, continuation: strange });
    const { continuation: _, ...alone } = violation;
    expect(drawn).toBe(drawText(severed, trace, alone));
    expect(drawn).not.toMatch(rules);
  });
});
