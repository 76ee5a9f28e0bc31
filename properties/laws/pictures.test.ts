import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storyOf } from '../../src/counterexample/story/story.ts';
import { drawSvg } from '../../src/counterexample/svg.ts';
import { widthOf } from '../../src/counterexample/svg/measure.ts';
import { themes } from '../../src/counterexample/svg/theme.ts';
import { tell } from '../../src/counterexample/tell.ts';
import type { Violation } from '../../src/explore/verdict.ts';
import { compose } from '../../src/model/compose.ts';
import { observationsOf, replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { forgetful } from './fixtures/forgetful.ts';
import { evil, malicious } from './fixtures/malicious.ts';
import { elementsOf, hasClass, parsed, textIn } from './fixtures/markup.ts';
import type { Element } from './fixtures/markup.ts';
import { relay } from './fixtures/relay.ts';
import { retransmitting } from './fixtures/retransmitting.ts';
import { traceOf, walked } from './fixtures/traces.ts';
import { walks } from './fixtures/walks.ts';

const twice: Violation = {
  guarantee: 'at most once',
  message: 'm0',
  clause: 'm0 is delivered twice',
  type: 'breach',
};

const numbers = (element: Element, ...names: readonly string[]): readonly number[] =>
  names.map((name) => Number(element.attributes[name] ?? 0));

const drawn = (...[model, trace, violation, options]: Parameters<typeof drawSvg>) =>
  elementsOf(parsed(drawSvg(model, trace, violation, options)));

/** The lines of packets, each from where it is sent to where it ends. */
const packetsIn = (elements: readonly Element[]) =>
  elements
    .filter(({ attributes }) => attributes['data-flight'] !== undefined)
    .map((packet) => {
      const parts = elementsOf(packet);
      const [x1, y1, x2, y2] = numbers(
        parts.find(({ name }) => name === 'line')!,
        'x1',
        'y1',
        'x2',
        'y2',
      ) as [number, number, number, number];
      const ending = parts.find(({ name }) => name === 'path' || name === 'circle')!;
      const end = hasClass(ending, 'head') ? 'arrived' : hasClass(ending, 'cross') ? 'lost' : 'in flight';
      return { x1, y1, x2, y2, end };
    });

const crashing = () => {
  const model = compose(retransmitting('deliver first'), worlds.crashing);
  const trace = traceOf(
    model,
    'submit m0',
    'receive data m0, crash at 1',
    'restart receiver',
    'timeout retransmit',
    'receive data m0',
  );
  return { model, trace };
};

describe('a trace drawn as a picture', () => {
  it('shows a crash as a cut, and the second delivery that comes of it', async () => {
    const { model, trace } = crashing();
    await expect(drawSvg(model, trace, twice)).toMatchFileSnapshot(
      resolve('properties/laws/pictures/delivered-twice.svg'),
    );
  });

  it('shows three roles, a copy that overtakes nothing, a loss and a link that is cut off', async () => {
    const model = compose(relay, { ...worlds.hostile, partitions: 1, messages: 1 });
    const trace = traceOf(
      model,
      'submit m0',
      'duplicate PUBLISH 1 m0',
      'receive PUBLISH 1 m0',
      'partition broker -> consumer',
      'lose PUBLISH 1 m0',
      'heal broker -> consumer',
      'receive PUBLISH 1 m0',
    );
    await expect(drawSvg(model, trace)).toMatchFileSnapshot(
      resolve('properties/laws/pictures/three-roles.svg'),
    );
  });

  it('crosses the lines of two packets of which one overtakes the other', () => {
    const model = compose(forgetful, worlds.reordering);
    const overtaking = traceOf(model, 'submit m0', 'submit m1', 'receive data m1', 'receive data m0');
    const [first, second] = packetsIn(drawn(model, overtaking));
    expect(first!.y1).toBeLessThan(second!.y1);
    expect(first!.y2).toBeGreaterThan(second!.y2);
    const orderly = traceOf(model, 'submit m0', 'submit m1', 'receive data m0', 'receive data m1');
    const [early, late] = packetsIn(drawn(model, orderly));
    expect(early!.y2).toBeLessThan(late!.y2);
  });

  it('lets a copy leave the line of its original, where that is at the time', () => {
    const model = compose(forgetful, worlds.duplicating);
    const trace = traceOf(model, 'submit m0', 'duplicate data m0', 'receive data m0', 'receive data m0');
    const [original, copy] = packetsIn(drawn(model, trace));
    const part = (copy!.y1 - original!.y1) / (original!.y2 - original!.y1);
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(1);
    // The line ends a little before its head does, along the same way.
    expect(copy!.x1).toBeCloseTo(original!.x1 + part * (original!.x2 - original!.x1), 0);
  });

  it('strikes out what a crash cut off, and nothing else', () => {
    const { model, trace } = crashing();
    const struck = drawn(model, trace).filter((element) => hasClass(element, 'struck'));
    expect(struck.map(textIn)).toEqual(['write seen', 'send ack m0']);
  });

  it('breaks the lifeline of a role from its crash to its restart', () => {
    const { model, trace } = crashing();
    const elements = drawn(model, trace);
    const down = elements.filter((element) => hasClass(element, 'life', 'down'));
    expect(down).toHaveLength(1);
    const heightOf = (icon: string) =>
      Number(
        / ([\d.]+)\)$/.exec(
          elements.find((element) => hasClass(element, icon))!.attributes['transform']!,
        )![1],
      );
    expect(numbers(down[0]!, 'y1', 'y2')).toEqual([heightOf('crash'), heightOf('restart')]);
  });

  it('marks the step and the effect that break the promise, and says what is wrong', () => {
    const { model, trace } = crashing();
    const elements = drawn(model, trace, twice);
    expect(elements.filter((element) => hasClass(element, 'alarm'))).toHaveLength(1);
    expect(elements.filter((element) => hasClass(element, 'pill', 'wrong'))).toHaveLength(1);
    expect(elements.filter((element) => hasClass(element, 'closing')).map(textIn)).toEqual([
      'at most once: m0 is delivered twice',
    ]);
    const right = drawn(model, trace);
    expect(right.filter((element) => hasClass(element, 'alarm') || hasClass(element, 'wrong'))).toEqual([]);
  });

  it('has a name and tells its whole story to those who do not see it', () => {
    const { model, trace } = crashing();
    const [svg, title, description] = drawn(model, trace, twice);
    expect(svg!.attributes['role']).toBe('img');
    expect([title!.name, textIn(title!)]).toEqual(['title', model.name]);
    expect([description!.name, textIn(description!)]).toEqual(['desc', tell(model, trace, twice)]);
    expect(textIn(drawn(model, trace, twice, { title: 'Ours' })[1]!)).toBe('Ours');
  });

  it('is light or dark as the screen is, unless it is told', () => {
    const { model, trace } = crashing();
    const styleOf = (theme: 'auto' | 'light' | 'dark') =>
      textIn(drawn(model, trace, undefined, { theme }).find(({ name }) => name === 'style')!);
    expect(styleOf('auto')).toContain('prefers-color-scheme:dark');
    expect(styleOf('light')).not.toMatch(/prefers-color-scheme|#0d1117/);
    expect(styleOf('dark')).not.toMatch(/prefers-color-scheme|#1f2328/);
  });
});

/** How well two colours are told apart, from 1 to 21, as the WCAG have it. */
const contrast = (one: string, other: string): number => {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
};

describe('the colours of the pictures', () => {
  it.each(Object.entries(themes))('can be read in the %s theme', (_, theme) => {
    const { ground, alarm, shade, ink, faint, packet, fault, timer, delivery, filled } = theme;
    for (const words of [ink, faint, packet, fault, timer]) {
      for (const under of [ground, alarm]) expect(contrast(words, under)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(ink, shade)).toBeGreaterThanOrEqual(4.5);
    for (const pill of [delivery, fault]) expect(contrast(filled, pill)).toBeGreaterThanOrEqual(4.5);
  });
});

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const boxOf = (element: Element): Box => {
  const [x, y, size] = numbers(element, 'x', 'y', 'font-size') as [number, number, number];
  const width = widthOf(textIn(element), { size, bold: hasClass(element, 'strong') });
  const left = hasClass(element, 'end') ? x - width : hasClass(element, 'middle') ? x - width / 2 : x;
  return { text: textIn(element), left, right: left + width, top: y - 0.74 * size, bottom: y + 0.22 * size };
};

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

describe('the picture of any trace', () => {
  const mean = compose(malicious, { ...worlds.hostile, links: 'queue', messages: 1, capacity: 20 });
  const cases = [
    ...walks,
    ...Array.from({ length: 5 }, (_, seed) => ({ model: mean, trace: walked(mean, seed, 20) })),
  ];

  it('is XML, and the same again from a model that was made anew', () => {
    for (const { model, trace } of cases) {
      const svg = drawSvg(model, trace, twice);
      expect(parsed(svg).name).toBe('svg');
      expect(drawSvg(compose(model.protocol, model.world), trace, twice)).toBe(svg);
    }
  });

  it('has no words upon other words, and none outside, however wide a font is', () => {
    for (const { model, trace } of cases) {
      const elements = drawn(model, trace, twice);
      const [width, height] = numbers(elements[0]!, 'width', 'height') as [number, number];
      const boxes = elements.filter(({ name }) => name === 'text').map(boxOf);
      for (const [index, box] of boxes.entries()) {
        expect(box.left, box.text).toBeGreaterThanOrEqual(0);
        expect(box.right, box.text).toBeLessThanOrEqual(width);
        expect(box.bottom, box.text).toBeLessThanOrEqual(height);
        expect(boxes.slice(index + 1).filter((other) => overlaps(box, other))).toEqual([]);
      }
    }
  });

  it('keeps the words at packets and links between the lifelines', () => {
    for (const { model, trace } of cases) {
      const elements = drawn(model, trace);
      const lives = elements.filter((element) => hasClass(element, 'life'));
      const ends = lives.flatMap((element) => numbers(element, 'x1'));
      const labels = elements.filter(
        (element) =>
          element.name === 'text' && element.attributes['font-size'] === '12' && hasClass(element, 'halo'),
      );
      for (const { text, left, right } of labels.map(boxOf)) {
        expect(left, text).toBeGreaterThanOrEqual(Math.min(...ends));
        expect(right, text).toBeLessThanOrEqual(Math.max(...ends));
      }
    }
  });

  it('leads every packet down to where it arrives, is lost, or is left', () => {
    for (const { model, trace } of cases) {
      const { flights } = storyOf(model, trace);
      const packets = packetsIn(drawn(model, trace));
      expect(packets.map(({ end }) => end)).toEqual(
        flights.map(({ end }) => (end.type === 'severed' ? 'lost' : end.type)),
      );
      for (const [index, { x1, y1, x2, y2 }] of packets.entries()) {
        const roles = Object.keys(model.protocol.roles);
        const { from, to } = flights[index]!;
        expect(y2).toBeGreaterThan(y1);
        expect(Math.sign(x2 - x1)).toBe(Math.sign(roles.indexOf(to) - roles.indexOf(from)));
      }
    }
  });

  it('numbers every step, and shows everything that can be observed, in order', () => {
    for (const { model, trace } of walks) {
      const elements = drawn(model, trace);
      const steps = replay(model, trace);
      expect(elements.filter((element) => hasClass(element, 'number')).map(textIn)).toEqual(
        steps.map((_, index) => String(index + 1)),
      );
      const shown = elements.filter(({ attributes }) => 'data-step' in attributes).flatMap(observedIn);
      expect(shown).toEqual(
        observationsOf(steps).map((seen) => ('message' in seen ? `${seen.type} ${seen.message}` : seen.type)),
      );
    }
  });

  it('takes names for nothing but names, whatever they are', () => {
    for (const { model, trace } of cases.filter((_, index) => index % 8 === 0 || index >= walks.length)) {
      const title = evil.join(' ');
      const elements = drawn(model, trace, { ...twice, clause: title, message: evil[0] }, { title });
      const known = 'svg title desc style g rect line path circle text'.split(' ');
      for (const element of elements) {
        const { name, attributes } = element;
        // Nor does any of them turn the writing around, or colour a terminal.
        if (name === 'text' || name === 'title')
          expect(textIn(element)).not.toMatch(/\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
        expect(known).toContain(name);
        for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|href/i);
      }
    }
  });

  it('refers to nothing outside', () => {
    for (const { model, trace } of walks) {
      const svg = drawSvg(model, trace).replace('xmlns="http://www.w3.org/2000/svg"', '');
      expect(svg).not.toMatch(/https?:|url\(|@import|@font-face/);
    }
  });
});

const past: Readonly<Record<string, string>> = {
  submits: 'submitted',
  accepts: 'accepted',
  confirms: 'confirmed',
  delivers: 'delivered',
  settles: 'settled',
};

/** What the outside sees of a group of marks: a hand to or from the application, a crash, a restart. */
const observedIn = (group: Element): readonly string[] => {
  const parts = elementsOf(group);
  if (parts.some((part) => hasClass(part, 'icon', 'crash'))) return ['crashed'];
  if (parts.some((part) => hasClass(part, 'icon', 'restart'))) return ['restarted'];
  if (!parts.some((part) => hasClass(part, 'hand'))) return [];
  const words = parts
    .filter(({ name }) => name === 'text')
    .map(textIn)
    .join(' ');
  const [, verb = '', message] = /(\w+) (m\d+)/.exec(words) ?? [];
  return [`${past[verb]} ${message}`];
};
