import { readFileSync } from 'node:fs';
import { drawText } from '../../../src/counterexample/draw.ts';
import { tell } from '../../../src/counterexample/tell.ts';
import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import type { Verdict } from '../../../src/explore/verdict.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { compose } from '../../../src/model/compose.ts';
import type { Protocol } from '../../../src/model/index.ts';
import type { World } from '../../../src/model/world.ts';

export const table = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

/** A verdict in a cell: what was visited, or how soon it is broken. */
export const cellOf = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'holds':
      return `holds (${verdict.coverage.states} states)`;
    case 'violated':
      return `broken in ${verdict.trace.length}`;
    case 'unknown':
      return 'not put to the test';
  }
};

/**
 * The shortest counterexample, drawn or told, as a block of a page.
 *
 * @throws Error when there is none: then the page says what is not so.
 */
export const counterexample = (
  subject: Protocol,
  world: World,
  guarantee: Guarantee,
  how: 'drawn' | 'told' = 'told',
): string => {
  const model = compose(subject, world);
  const verdict = verifyExhaustively(model, guarantee);
  if (verdict.verdict !== 'violated') {
    throw new Error(`${subject.name} does not break ${guarantee.name} in the ${world.name} world`);
  }
  const { trace, violation } = verdict;
  const text = how === 'drawn' ? drawText(model, trace, violation) : tell(model, trace, violation);
  return `\`\`\`text\n${text}\n\`\`\``;
};

/** What `properties/protocols/claims.test.ts` found of a protocol, as its manifest says. */
export const foundOf = (name: string, guarantee: string, world: string): string => {
  const start = `${name} | ${guarantee} | ${world} | `;
  const line = readFileSync('properties/protocols/manifest.txt', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(start));
  if (line === undefined) throw new Error(`the manifest has no line ${start}`);
  const [verdict = '', states] = line.slice(start.length).split(' | ');
  return verdict === 'holds'
    ? `holds (${states} states)`
    : verdict === 'unknown'
      ? 'not put to the test'
      : verdict;
};
