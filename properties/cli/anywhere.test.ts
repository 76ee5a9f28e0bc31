import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { flaws, worldOf } from '../../src/catalogue.ts';
import { draw } from '../../src/cli/draw.ts';
import { replay } from '../../src/cli/replay.ts';
import { tokenOf } from '../../src/counterexample/token/token.ts';
import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { compose } from '../../src/model/compose.ts';
import { entryOf, listFile, requests, tokensIn } from './anywhere.ts';

const handedOut = tokensIn(readFileSync(listFile, 'utf8'));

/** What a command says on the standard output, without a process of its own. */
const saidOn = async ([command, ...args]: readonly string[]): Promise<string> => {
  let said = '';
  await { replay, draw }[command as 'replay' | 'draw'](args, {
    stdout: (text) => (said += text),
    stderr: (text) => expect.unreachable(text),
  });
  return said;
};

it('a token that was handed out comes to the same, to the byte, with the Node that runs this', async () => {
  const entries: string[] = [];
  for (const token of handedOut) {
    const outputs: string[] = [];
    for (const request of requests(token)) outputs.push(await saidOn(request));
    entries.push(entryOf(token, outputs));
  }
  await expect(entries.join('\n')).toMatchFileSnapshot(listFile);
});

// A token in the list is never made anew: where this fails, those who were given one cannot use it any more.
it('the token of each flawed twin in the list is still the one that was handed out', () => {
  const names = new Set(handedOut.map((token) => token.split('.')[1]));
  const listed = flaws.filter(({ protocol }) => names.has(protocol.name));
  const tokens = listed.map((flaw) => {
    const model = compose(flaw.protocol, worldOf(flaw, flaw.world));
    const verdict = verifyExhaustively(model, flaw.guarantee);
    if (verdict.verdict !== 'violated') throw new Error(`${flaw.protocol.name} is not flawed`);
    return tokenOf(model, flaw.guarantee.name, verdict.trace);
  });
  expect(tokens.length).toBeGreaterThan(10);
  expect(handedOut).toEqual(expect.arrayContaining(tokens));
});
