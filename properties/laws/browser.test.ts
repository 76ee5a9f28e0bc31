import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { drawHtml } from '../../src/counterexample/html.ts';
import { drawSvg } from '../../src/counterexample/svg.ts';
import { explain } from '../../src/counterexample/why/why.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { atMostOnce, exactlyOnce } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { worlds } from '../../src/model/world.ts';
import { awkward } from './fixtures/awkward.ts';
import { installed, started } from './fixtures/chromium.ts';
import type { Tab } from './fixtures/chromium.ts';
import { malicious } from './fixtures/malicious.ts';
import { retransmitting } from './fixtures/retransmitting.ts';
import { traceOf, walked } from './fixtures/traces.ts';
import { flaws } from './representative.ts';

const browser = installed();
const missing = 'no chromium, chromium-browser or google-chrome in PATH, and CHROME names none';
if (browser === undefined) console.warn(`Pages are not looked at in a browser: ${missing}.`);

const folder = mkdtempSync(join(tmpdir(), 'onceproof-pages-'));
let tab: Tab;
beforeAll(async () => {
  if (browser !== undefined) tab = await started(browser);
});
afterAll(async () => {
  await tab?.close();
  rmSync(folder, { recursive: true });
});

/** Looks at something in a browser, or says that there is none. */
const look = (title: string, at: () => Promise<void>): void =>
  it(title, async ({ skip }) => {
    skip(browser === undefined, missing);
    const before = tab.complaints.length;
    await at();
    expect(tab.complaints.slice(before)).toEqual([]);
  });

/** A picture as a file, and its address. */
const addressOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file).href;
};

const wide = { width: 1280, height: 900, scheme: 'light' } as const;
const narrow = { width: 390, height: 844, scheme: 'light' } as const;

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
const story = (() => {
  const { model, trace } = crashing();
  const clause = 'm0 is delivered twice';
  const violation = { guarantee: 'at most once', message: 'm0', clause, type: 'breach' } as const;
  return {
    page: addressOf('story.html', drawHtml(model, atMostOnce, trace, violation, { matters: [1, 2, 5] })),
    picture: addressOf('story.svg', drawSvg(model, trace, violation)),
  };
})();

const twins = flaws.map((flaw) => {
  const { protocol, guarantee } = flaw;
  const model = compose(protocol, worldOf(flaw, flaw.world));
  const verdict = verifyExhaustively(model, guarantee);
  if (verdict.verdict !== 'violated') throw new Error(`${protocol.name} is not flawed`);
  const { trace, violation } = verdict;
  const { steps, sentence } = explain(model, guarantee, trace, violation);
  return {
    name: protocol.name,
    page: () =>
      addressOf('twin.html', drawHtml(model, guarantee, trace, violation, { matters: steps, why: sentence })),
    picture: () => addressOf('twin.svg', drawSvg(model, trace, violation, { matters: steps })),
  };
});
const strange = [awkward, malicious].map((protocol) => {
  const model = compose(protocol, { ...worlds.hostile, links: 'queue', messages: 1, capacity: 20 });
  const trace = walked(model, 1, 12);
  return {
    name: `${protocol.name.slice(0, 8)} …`,
    page: () => addressOf('strange.html', drawHtml(model, exactlyOnce, trace)),
    picture: () => addressOf('strange.svg', drawSvg(model, trace)),
  };
});

/** What can be seen of the steps: which one it is, what it says, and its facts, with what changed. */
const seen = () =>
  tab.evaluate<{ step: string[]; told: string; facts: Record<string, string>; where: string }>(`(() => {
    const frames = [...document.querySelectorAll('.frame')].filter((frame) => frame.checkVisibility());
    const rows = frames.flatMap((frame) => [...frame.querySelectorAll('.sheet tr')]);
    return {
      step: frames.map(({ id }) => id),
      told: frames.map((frame) => frame.querySelector('h2').innerText).join(),
      facts: Object.fromEntries(rows.map((row) => [
        row.closest('.sheet').querySelector('h3').firstChild.textContent + ' ' + row.children[0].innerText,
        [...row.querySelectorAll('.item')].map((item) => item.innerText).join(', '),
      ])),
      where: document.querySelector('#where').value + ' ' + location.hash,
    };
  })()`);

describe('a page in a browser', () => {
  look('opens at the step that its address names, with the state of every role and the ledger', async () => {
    await tab.look(wide);
    await tab.open(`${story.page}#step-2`);
    const { step, told, facts } = await seen();
    expect([step, told]).toEqual([['step-2'], '▸ Step 2, which matters']);
    expect(facts).toMatchObject({
      'sender is': 'up',
      'sender disk: outbox': 'm0 "hello"',
      'sender timers armed': 'retransmit',
      'receiver is': '− up, + down',
      'receiver disk: seen': '',
      'Links sender -> receiver': '− data m0',
      'Ledger m0': '+ delivered',
      'Ledger broken': '',
      'Budgets crashes of receiver': '− 1, + 0',
    });
  });

  look('is stepped through by keys', async () => {
    await tab.open(`${story.page}#step-4`);
    await tab.press('ArrowRight');
    expect(await seen()).toMatchObject({ step: ['step-5'], where: '5 / 5 #step-5' });
    await tab.press('Home');
    expect(await seen()).toMatchObject({ step: ['step-0'], told: 'The beginning', where: '0 / 5 #step-0' });
    await tab.press('ArrowRight');
    expect(await seen()).toMatchObject({ step: ['step-1'], where: '1 / 5 #step-1' });
  });

  look('is stepped through by its buttons, and by a click into the diagram', async () => {
    await tab.open(story.page);
    expect(await seen()).toMatchObject({
      step: ['step-5'],
      facts: { 'Ledger broken': '+ m0 is delivered twice' },
    });
    await tab.click('#back');
    expect(await seen()).toMatchObject({ step: ['step-4'], where: '4 / 5 #step-4' });
    await tab.click('#first');
    await tab.click('#next');
    expect(await seen()).toMatchObject({ step: ['step-1'] });
    await tab.click('.onceproof .step[data-step="3"] .band');
    expect(await seen()).toMatchObject({ step: ['step-3'], facts: { 'receiver is': '− down, + up' } });
  });

  look('stands nowhere behind its own buttons, however narrow the screen', async () => {
    for (const screen of [narrow, wide]) {
      await tab.look(screen);
      await tab.open(`${story.page}#step-2`);
      const [buttons, heading] = await tab.evaluate<readonly [number, number]>(`[
        document.querySelector('.controls').getBoundingClientRect().bottom,
        document.querySelector('.frame.current h2').getBoundingClientRect().top,
      ]`);
      expect(heading).toBeGreaterThanOrEqual(buttons);
    }
  });

  look('is never wider than the screen', async () => {
    const tooWide: string[] = [];
    for (const { name, page } of [...twins, ...strange]) {
      await tab.open(page());
      for (const screen of [wide, narrow]) {
        await tab.look(screen);
        const [width, room] = await tab.evaluate<readonly [number, number]>(
          '[document.documentElement.scrollWidth, innerWidth]',
        );
        expect(room).toBe(screen.width);
        if (width > room) tooWide.push(`${name}: ${width} of ${room}`);
      }
    }
    expect(tooWide).toEqual([]);
  });

  it('is told of whatever a page complains about', async ({ skip }) => {
    skip(browser === undefined, missing);
    const other = await started(browser!);
    try {
      await other.open(story.page);
      expect(other.complaints).toEqual([]);
      // The page forbids itself every script but its own.
      await other.evaluate(
        `document.body.append(Object.assign(document.createElement('script'), { text: '1' }))`,
      );
      await other.evaluate(`setTimeout(() => { throw new Error('a fault') })`);
      await other.evaluate(`new Promise((resolve) => setTimeout(resolve, 50))`);
      expect(other.complaints.join('\n')).toMatch(/Content Security Policy[^]*a fault/);
    } finally {
      await other.close();
    }
  });
});

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where the words of a picture stand, in the font of this machine, and the picture itself. */
const words = () =>
  tab.evaluate<{ readonly paper: Box; readonly texts: readonly Box[] }>(`(() => {
    const boxOf = (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: element.textContent, left, right, top, bottom };
    };
    return {
      paper: boxOf(document.querySelector('.paper')),
      texts: [...document.querySelectorAll('svg text')].map(boxOf),
    };
  })()`);

const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  // Lines of text are closer than their boxes, which have room for accents.
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;

/** How many colours a screenshot has, and which of them covers most of it. The browser itself decodes it. */
const coloursOf = async (png: string) => {
  await tab.open('about:blank');
  return tab.evaluate<{ readonly count: number; readonly ground: string }>(`(async () => {
    const bytes = Uint8Array.from(atob('${png}'), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const colours = new Map();
    for (const pixel of pixels) colours.set(pixel, (colours.get(pixel) ?? 0) + 1);
    const [[most]] = [...colours].sort(([, one], [, other]) => other - one);
    const [red, green, blue] = new Uint8Array(Uint32Array.of(most).buffer);
    return { count: colours.size, ground: [red, green, blue].join(' ') };
  })()`);
};

describe('a picture in a browser', () => {
  look('has its words within it, and none upon others', async () => {
    const faults: string[] = [];
    await tab.look(wide);
    for (const { name, picture } of [...twins, ...strange]) {
      await tab.open(picture());
      const { paper, texts } = await words();
      expect(texts.length).toBeGreaterThan(3);
      for (const [index, one] of texts.entries()) {
        const isInside = one.left >= paper.left && one.right <= paper.right && one.bottom <= paper.bottom;
        if (!isInside) faults.push(`${name}: "${one.text}" stands outside`);
        const other = texts.slice(index + 1).find((box) => overlap(one, box));
        if (other !== undefined) faults.push(`${name}: "${one.text}" stands upon "${other.text}"`);
      }
    }
    expect(faults).toEqual([]);
  });

  look('is dark by night and light by day, and so is the page around it', async () => {
    for (const address of [story.picture, `${story.page}#step-3`]) {
      for (const [scheme, ground] of [
        ['light', '255 255 255'],
        ['dark', '13 17 23'],
      ] as const) {
        await tab.look({ width: 560, height: 420, scheme });
        await tab.open(address);
        const colours = await coloursOf(await tab.screenshot());
        expect([scheme, colours.ground]).toEqual([scheme, ground]);
        // Lines, words and grounds, each with its smoothed edges.
        expect(colours.count).toBeGreaterThan(40);
      }
    }
  });
});

describe('a browser that does not answer', () => {
  it('is killed, and said to be', async () => {
    const silent = join(folder, 'silent');
    writeFileSync(silent, `#!${process.execPath}\nsetTimeout(() => {}, 60_000);\n`);
    chmodSync(silent, 0o755);
    await expect(started(silent, 300)).rejects.toThrow(
      `${silent} was killed: Target.getTargets took longer than 300 ms`,
    );
    await expect(started(join(folder, 'none'), 300)).rejects.toThrow('none ended before Target.getTargets');
  });
});
