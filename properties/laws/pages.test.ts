import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { drawHtml } from '../../src/counterexample/html.ts';
import { differenceOf } from '../../src/counterexample/html/difference.ts';
import { framesOf } from '../../src/counterexample/html/frames.ts';
import { itemOf } from '../../src/counterexample/html/sheet.ts';
import { script } from '../../src/counterexample/html/script.ts';
import { style } from '../../src/counterexample/html/style.ts';
import { tell } from '../../src/counterexample/tell.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import type { Violation } from '../../src/explore/verdict.ts';
import { atMostOnce, exactlyOnce, inOrder } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { replay } from '../../src/model/trace.ts';
import { worlds } from '../../src/model/world.ts';
import { opened } from './fixtures/browser.ts';
import { evil, malicious } from './fixtures/malicious.ts';
import { elementsOf, hasClass, parsed, textIn } from './fixtures/markup.ts';
import type { Element } from './fixtures/markup.ts';
import { retransmitting } from './fixtures/retransmitting.ts';
import { traceOf, walked } from './fixtures/traces.ts';
import { walks } from './fixtures/walks.ts';
import { flaws } from './representative.ts';

const twice: Violation = {
  guarantee: 'at most once',
  message: 'm0',
  clause: 'm0 is delivered twice',
  type: 'breach',
};

const doctype = '<!doctype html>\n';
const read = (...args: Parameters<typeof drawHtml>): readonly Element[] => {
  const page = drawHtml(...args);
  expect(page.startsWith(doctype)).toBe(true);
  return elementsOf(parsed(page.slice(doctype.length)));
};

const named = (elements: readonly Element[], name: string) =>
  elements.filter((element) => element.name === name);
const framesIn = (elements: readonly Element[]) => elements.filter((element) => hasClass(element, 'frame'));

/** What a page says of a state: each fact with its items, those added with a plus, those removed with a minus. */
const factsIn = (frame: Element): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    elementsOf(frame)
      .filter((element) => hasClass(element, 'sheet'))
      .flatMap((sheet) => {
        const [heading] = named(elementsOf(sheet), 'h3');
        const title = heading!.children[0] as string;
        return named(elementsOf(sheet), 'tr').map((row) => {
          const [name, value] = row.children as readonly [Element, Element];
          const items = elementsOf(value).filter((element) => hasClass(element, 'item'));
          return [`${title} ${textIn(name)}`, items.map(textIn)];
        });
      }),
  );

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

describe('a trace drawn as a page', () => {
  it('stands in one file', async () => {
    const { model, trace } = crashing();
    await expect(drawHtml(model, atMostOnce, trace, twice)).toMatchFileSnapshot(
      resolve('properties/laws/pictures/delivered-twice.html'),
    );
  });

  it('shows after each step what has come and what has gone', () => {
    const { model, trace } = crashing();
    const frames = framesIn(read(model, atMostOnce, trace, twice)).map(factsIn);
    const changes = frames.map((facts) =>
      Object.entries(facts).flatMap(([name, items]) => {
        const changed = items.filter((item) => /^[+−] /.test(item));
        return changed.length === 0 ? [] : [`${name}: ${changed.join(', ')}`];
      }),
    );
    expect(changes).toMatchInlineSnapshot(`
      [
        [],
        [
          "sender disk: outbox: + m0 "hello"",
          "sender timers armed: + retransmit",
          "Links sender -> receiver: + data m0",
          "Budgets submissions: − 2, + 1",
        ],
        [
          "receiver is: − up, + down",
          "Links sender -> receiver: − data m0",
          "Ledger m0: + delivered",
          "Budgets crashes of receiver: − 1, + 0",
        ],
        [
          "receiver is: − down, + up",
        ],
        [
          "Links sender -> receiver: + data m0",
        ],
        [
          "receiver disk: seen: + m0",
          "Links sender -> receiver: − data m0",
          "Links receiver -> sender: + ack m0",
          "Ledger m0: − delivered, + delivered twice",
          "Ledger broken: + m0 is delivered twice",
        ],
      ]
    `);
  });

  it('keeps both accounts of a promise that is made of two under their own names', () => {
    const { model, trace } = crashing();
    const facts = framesIn(read(model, exactlyOnce, trace))
      .map(factsIn)
      .at(-1)!;
    expect(facts['Ledger m0: at most once']).toEqual(['− delivered', '+ delivered twice']);
    expect(facts['Ledger m0: at least once']).toEqual(['delivered']);
  });

  it('says where the messages of a sender stand, where the promise is about senders', () => {
    const { model, trace } = crashing();
    const facts = framesIn(read(model, inOrder, trace)).map(factsIn)[2]!;
    expect(facts['Ledger sender']).toEqual(['+ {latest: {message: m0, place: 0}, overtaken: null}']);
    expect(facts['Ledger standing of m0']![1]).toContain('delivered: true');
  });

  it('tells every step in the words of the story', () => {
    const { model, trace } = crashing();
    const frames = framesIn(read(model, atMostOnce, trace, twice));
    const told = tell(model, trace, twice).split('\n').slice(0, -1);
    const words = frames.map((frame) => named(elementsOf(frame), 'p').map(textIn));
    expect(words[0]).toEqual(['Nothing has happened yet.']);
    expect(words.slice(1).map(([sentence]) => sentence)).toEqual(
      told.map((line) => line.replace(/^\d+\. /, '').replace(/ {3}\[.*\]$/, '')),
    );
    expect(words[2]![1]).toBe('Observed: delivered m0, crashed receiver.');
    expect(words[4]![1]).toBe('Nothing of it can be observed.');
  });

  it('says at its head what is promised and what is wrong', () => {
    const { model, trace } = crashing();
    const elements = read(model, atMostOnce, trace, twice, { title: 'Ours' });
    expect(named(elements, 'h1').map(textIn)).toEqual(['Ours']);
    expect(elements.find((element) => hasClass(element, 'promise'))!).toSatisfy((promise: Element) =>
      textIn(promise).includes(atMostOnce.sentence),
    );
    expect(
      named(elements, 'p')
        .filter((element) => hasClass(element, 'closing'))
        .map(textIn),
    ).toEqual(['✗ at most once: m0 is delivered twice']);
    const calm = read(model, atMostOnce, trace);
    expect(calm.filter((element) => hasClass(element, 'closing'))).toEqual([]);
  });
});

describe('the page of any trace', () => {
  const mean = compose(malicious, { ...worlds.hostile, links: 'queue', messages: 1, capacity: 20 });
  const cases = [
    ...walks.filter((_, index) => index % 5 === 0),
    ...Array.from({ length: 3 }, (_, seed) => ({ model: mean, trace: walked(mean, seed, 20) })),
  ];

  it('has a place for the beginning and for each step, to which a link may lead', () => {
    for (const { model, trace } of cases) {
      const frames = framesIn(read(model, exactlyOnce, trace));
      expect(frames.map(({ attributes }) => attributes['id'])).toEqual(
        [undefined, ...replay(model, trace)].map((_, step) => `step-${step}`),
      );
    }
  });

  it('shows the whole of every state: what is kept and added is what there is', () => {
    for (const { model, trace } of cases) {
      const states = framesOf(model, exactlyOnce, trace);
      const frames = framesIn(read(model, exactlyOnce, trace)).map(factsIn);
      for (const [step, sheets] of states.entries()) {
        for (const { title, entries } of sheets) {
          for (const { name, items } of entries) {
            const shown = frames[step]![legible(`${title} ${name}`)]!.filter(
              (item) => !item.startsWith('− '),
            );
            expect(shown.map((item) => item.replace(/^\+ /, ''))).toEqual(
              items.map(({ text }) => legible(text).replace(/^\+ /, '')),
            );
          }
        }
      }
    }
  });

  it('is the same again', () => {
    for (const { model, trace } of cases) {
      const page = drawHtml(model, exactlyOnce, trace, twice);
      expect(drawHtml(compose(model.protocol, model.world), exactlyOnce, trace, twice)).toBe(page);
    }
  });

  it('runs its own script and no other, whatever things are called', () => {
    for (const { model, trace } of cases.slice(-6)) {
      const words = evil.join(' ');
      const elements = read(model, exactlyOnce, trace, { ...twice, clause: words }, { title: words });
      expect(named(elements, 'script').map(textIn)).toEqual([script]);
      expect(named(elements, 'style').map(textIn)).toEqual([style]);
      for (const { name, attributes } of elements) {
        expect(['img', 'iframe', 'object', 'a', 'link', 'form']).not.toContain(name);
        for (const attribute of Object.keys(attributes)) {
          expect(attribute).not.toMatch(/^on|^style$|href|src/i);
        }
      }
    }
  });

  it('forbids itself everything but its own script and style sheet', () => {
    const { model, trace } = crashing();
    const policy = named(read(model, atMostOnce, trace), 'meta').find(
      ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
    )!.attributes['content']!;
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${digest(style)}`,
      `script-src ${digest(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has an element for everything that its script looks for', () => {
    const { model, trace } = crashing();
    const elements = read(model, atMostOnce, trace, twice);
    const ids = elements.map(({ attributes }) => attributes['id']);
    const wanted = [...script.matchAll(/'#([a-z]+)'/g)].map(([, id]) => id!);
    expect(wanted.length).toBeGreaterThan(5);
    for (const id of wanted) expect(ids).toContain(id);
  });

  it('hides nothing from those without JavaScript but the buttons, and nothing on paper', () => {
    const hiding = style.split('}').filter((rule) => /display: none|visibility|opacity: 0/.test(rule));
    for (const rule of hiding) expect(rule).toMatch(/^\s*(@media print \{[^]*)?\.(stepping|controls) /);
    const paper = style.slice(style.indexOf('@media print'));
    expect(paper).toContain('.stepping .frame { display: block;');
  });
});

/** What cannot be written in a document at all is replaced there. */
const legible = (text: string) =>
  text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

describe('a page that is stepped through', () => {
  const open = (hash?: string) => {
    const { model, trace } = crashing();
    const page = parsed(drawHtml(model, atMostOnce, trace, twice).slice(doctype.length));
    const browser = opened(page, script, hash);
    const shown = () => browser.all('.frame.current').map(({ id }) => id);
    return { ...browser, shown };
  };

  it('opens at the end, where everything is seen, or at the step that its address names', () => {
    expect(open().shown()).toEqual(['step-5']);
    expect(open().all('.future')).toEqual([]);
    expect(open('#step-2').shown()).toEqual(['step-2']);
    expect(open('#step-0').shown()).toEqual(['step-0']);
    expect(open('#step-99').shown()).toEqual(['step-5']);
    expect(open('#anything').shown()).toEqual(['step-5']);
  });

  it('steps with the arrow keys, as far as there are steps, and leaves all other keys alone', () => {
    const { press, shown, location } = open('#step-4');
    expect([press('ArrowRight'), shown()]).toEqual([true, ['step-5']]);
    expect([press('ArrowRight'), shown()]).toEqual([true, ['step-5']]);
    expect([press('ArrowLeft'), shown(), location.hash]).toEqual([true, ['step-4'], '#step-4']);
    expect([press('Home'), shown()]).toEqual([true, ['step-0']]);
    expect([press('ArrowLeft'), shown()]).toEqual([true, ['step-0']]);
    expect([press('End'), shown()]).toEqual([true, ['step-5']]);
    for (const key of ['ArrowUp', 'ArrowDown', 'PageDown', 'Tab', ' ', 'constructor'])
      expect(press(key)).toBe(false);
    for (const held of ['altKey', 'ctrlKey', 'metaKey']) {
      expect(press('ArrowLeft', { [held]: true })).toBe(false);
    }
    expect(shown()).toEqual(['step-5']);
  });

  it('steps with the buttons, the slider, a click into the diagram, and a change of the address', () => {
    const { one, all, shown, goTo } = open();
    const disabled = () => ['first', 'back', 'next', 'last'].filter((id) => one(`#${id}`).disabled);
    expect(disabled()).toEqual(['next', 'last']);
    one('#first').fire('click');
    expect([shown(), disabled()]).toEqual([['step-0'], ['first', 'back']]);
    one('#next').fire('click');
    expect([shown(), disabled()]).toEqual([['step-1'], []]);
    one('#slider').value = '3';
    one('#slider').fire('input');
    expect([shown(), one('#where').textContent]).toEqual([['step-3'], '3 / 5']);
    one('.onceproof').fire('click', {
      target: all('.onceproof [data-step]').find(({ dataset }) => dataset['step'] === '4'),
    });
    expect([shown(), one('#slider').value]).toEqual([['step-4'], 4]);
    goTo('#step-2');
    expect(shown()).toEqual(['step-2']);
    one('#last').fire('click');
    one('#back').fire('click');
    expect(shown()).toEqual(['step-4']);
  });

  it('pales what is still to come, and marks the step and what is under way', () => {
    const { press, all } = open('#step-0');
    const marks = all('.onceproof [data-step]');
    for (let step = 1; step <= 5; step += 1) {
      press('ArrowRight');
      for (const { classes, dataset } of marks) {
        expect(classes.has('future')).toBe(Number(dataset['step']) > step);
        expect(classes.has('current')).toBe(Number(dataset['step']) === step);
      }
      const underWay = all('.under-way').map(({ dataset }) => dataset['step']);
      expect(underWay).toEqual({ 1: ['1'], 2: [], 3: [], 4: ['4'], 5: ['5'] }[step]);
    }
  });

  it('tells those who do not see it where they have come to', () => {
    const { press, one } = open('#step-1');
    press('ArrowRight');
    expect(one('#told').textContent).toMatch(/^Step 2\. receiver receives data m0 and crashes/);
  });
});

describe('the difference of two lists', () => {
  const lists = fc
    .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
    .map((texts) => texts.map((text) => ({ text })));

  test.prop([lists, lists])('leads from the one to the other', (before, after) => {
    const changes = differenceOf(before, after);
    const without = (unwanted: string) =>
      changes.filter(({ change }) => change !== unwanted).map(({ item }) => item);
    expect(without('added')).toEqual(before);
    expect(without('removed')).toEqual(after);
  });

  test.prop([lists])('is none between equal lists', (list) => {
    expect(differenceOf(list, list).map(({ change }) => change)).toEqual(list.map(() => 'kept'));
  });

  test.prop([lists, lists])('keeps as much as can be kept', (before, after) => {
    const kept = differenceOf(before, after).filter(({ change }) => change === 'kept').length;
    const subsequences = (texts: readonly string[]): readonly string[] =>
      texts.reduce<readonly string[]>((all, text) => [...all, ...all.map((some) => some + text)], ['']);
    const ofAfter = new Set(subsequences(after.map(({ text }) => text)));
    const common = subsequences(before.map(({ text }) => text)).filter((some) => ofAfter.has(some));
    expect(kept).toBe(Math.max(...common.map((some) => some.length)));
  });

  it('takes the first of equal items away, as a queue does', () => {
    const [one, other] = [{ text: 'data m0' }, { text: 'data m0' }];
    expect(differenceOf([one, other], [other]).map(({ change }) => change)).toEqual(['removed', 'kept']);
  });
});

describe('a value in short', () => {
  it.each([
    [{ id: 'm0', payload: 'hello' }, 'm0 "hello"'],
    ['m0', 'm0'],
    ['', '""'],
    ['a "b"', '"a \\"b\\""'],
    [12, '12'],
    [true, 'true'],
    [null, 'null'],
    [['m0', { id: 'm1', payload: '' }], '[m0, m1 ""]'],
    [{ id: 1, payload: 'x' }, '{id: 1, payload: x}'],
    [{ id: 'm0', payload: 'x', more: {} }, '{id: m0, payload: x, more: {}}'],
  ])('of %j is %s', (value, text) => {
    expect(itemOf(value).text).toBe(text);
    expect(JSON.parse(itemOf(value).full ?? text)).toEqual(value);
  });
});

describe('every flawed twin', () => {
  it.each(flaws)('has a page, the one of $protocol.name too', (flaw) => {
    const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
    const verdict = verifyExhaustively(model, flaw.guarantee);
    if (verdict.verdict !== 'violated') throw new Error('not flawed');
    const frames = framesIn(read(model, flaw.guarantee, verdict.trace, verdict.violation)).map(factsIn);
    const last = frames.at(-1)!;
    // A breach stands in the ledger as broken, a debt as still owed.
    const place = verdict.violation.type === 'breach' ? 'Ledger broken' : 'Ledger still owed';
    expect(last[place]!.join()).toContain(verdict.violation.message);
  });
});
