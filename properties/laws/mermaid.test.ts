import mermaid from 'mermaid';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { drawMermaid } from '../../src/counterexample/mermaid.ts';
import { storyOf } from '../../src/counterexample/story/story.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Violation } from '../../src/explore/verdict.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { evil, malicious } from './fixtures/malicious.ts';
import { walked } from './fixtures/traces.ts';
import { walks } from './fixtures/walks.ts';
import { flaws } from './representative.ts';

const twice: Violation = {
  guarantee: 'at most once',
  message: 'm0',
  clause: 'm0 is delivered twice',
  type: 'breach',
};

/** What Mermaid keeps of a sequence diagram. */
interface SequenceDatabase {
  getActorKeys(): readonly string[];
  getMessages(): readonly { readonly type: number }[];
}

/** What Mermaid itself makes of a diagram. */
const read = async (text: string) => {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const sequence = db as unknown as SequenceDatabase;
  return { actors: sequence.getActorKeys(), messages: sequence.getMessages() };
};

/** The numbers by which Mermaid tells its arrows apart: `->>`, `-->>`, `-x` and `--x`. */
const arrows = { solid: 0, dotted: 1, solidCross: 3, dottedCross: 4 };

describe('the parser of Mermaid', () => {
  it('refuses what is no diagram', async () => {
    await expect(mermaid.parse('sequenceDiagram\n  a->>b')).rejects.toThrow(/Parse error/);
  });

  it.each(flaws)('accepts the counterexample of $protocol.name', async (flaw) => {
    const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
    const verdict = verifyExhaustively(model, flaw.guarantee);
    if (verdict.verdict !== 'violated') throw new Error('not flawed');
    const { actors } = await read(drawMermaid(model, verdict.trace, verdict.violation));
    expect(actors).toEqual(Object.keys(flaw.protocol.roles));
  });

  it('finds an arrow in any diagram for each packet that arrives, and a cross for each that is lost', async () => {
    for (const { model, trace } of walks.filter((_, index) => index % 3 === 0)) {
      const { flights } = storyOf(model, trace);
      const { messages } = await read(drawMermaid(model, trace, twice));
      const drawn = (...types: readonly number[]) =>
        messages.filter(({ type }) => types.includes(type)).length;
      const flown = (isIt: (flight: (typeof flights)[number]) => boolean) => flights.filter(isIt).length;
      expect(drawn(arrows.solid, arrows.dotted)).toBe(flown(({ end }) => end.type === 'arrived'));
      expect(drawn(arrows.solidCross, arrows.dottedCross)).toBe(
        flown(({ end, sent }) => end.type === 'lost' || (end.type === 'severed' && end.step === sent)),
      );
    }
  });

  it('takes names for nothing but names, whatever they are', async () => {
    const model = compose(malicious, { ...worlds.calm, messages: 1, capacity: 20 });
    const trace = walked(model, 1, 12);
    const { actors } = await read(drawMermaid(model, trace, { ...twice, clause: evil.join(' ') }));
    expect(actors).toEqual(['role0', 'role1']);
  });
});
