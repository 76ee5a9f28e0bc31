import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Implementation } from '../../../src/conformance/implementation.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import type { World } from '../../../src/model/world.ts';

export type Example = 'outbox' | 'webhook' | 'http-client' | 'leases';

/** A line of an example, what somebody might have written instead, and what that breaks, and where. */
export interface Bug {
  readonly example: Example;
  readonly name: string;
  readonly right: string;
  readonly wrong: string;
  readonly guarantee: Guarantee;
  readonly world: World;
}

const { calm, duplicating, lossy, crashing, reordering, hostile } = worlds;

type Line = readonly [name: string, right: string, wrong: string, guarantee: Guarantee, world: World];

const inOutbox: readonly Line[] = [
  [
    'accepts before it has stored',
    'await this.#insert(message);\n    this.#env.accept(message);',
    'this.#env.accept(message);\n    await this.#insert(message);',
    atLeastOnce,
    crashing,
  ],
  [
    'does not store at all',
    'this.#env.disk.write({ outbox: [...outbox, message] });',
    'void outbox;',
    atLeastOnce,
    calm,
  ],
  ['overwrites the rows that are there', '[...outbox, message]', '[message]', atLeastOnce, calm],
  [
    'deletes a row once it is published',
    "this.#env.send({ type: 'event', message });",
    "{ this.#env.send({ type: 'event', message }); this.#env.disk.write({ outbox: [] }); }",
    atLeastOnce,
    lossy,
  ],
  [
    'polls only once',
    "this.#env.send({ type: 'event', message });\n    this.#pollLater();",
    "this.#env.send({ type: 'event', message });",
    atLeastOnce,
    lossy,
  ],
  [
    'starts to poll upon the first message only',
    'this.#env = env;\n    this.#pollLater();',
    'this.#env = env;',
    atLeastOnce,
    calm,
  ],
  [
    'deletes all rows upon one confirmation',
    'outbox.filter((message) => message.id !== id)',
    '[]',
    atLeastOnce,
    lossy,
  ],
  [
    'deletes the oldest row, whichever was confirmed',
    'outbox.filter((message) => message.id !== id)',
    'outbox.slice(1)',
    atLeastOnce,
    reordering,
  ],
  [
    'handles, and records in another transaction',
    'this.#env.atomically(() => {\n        this.#env.deliver(message);',
    'this.#env.deliver(message);\n      this.#env.atomically(() => {',
    atMostOnce,
    crashing,
  ],
  [
    'forgets which ids it has handled',
    'if (!handled.includes(message.id)) {',
    'if (handled.length >= 0) {',
    atMostOnce,
    duplicating,
  ],
  [
    'keeps only the last id',
    'handled: [...handled, message.id]',
    'handled: [message.id]',
    atMostOnce,
    reordering,
  ],
  [
    'confirms before it has handled',
    'const { handled } = this.#env.disk.read();\n',
    "const { handled } = this.#env.disk.read();\n    this.#env.send({ type: 'handled', id: message.id });\n",
    atLeastOnce,
    crashing,
  ],
];

const inWebhook: readonly Line[] = [
  [
    'answers before the work is done',
    "if (!(await isProcessed(message.id))) process(message);\n      env.send({ type: '200', id: message.id });",
    "env.send({ type: '200', id: message.id });\n      if (!(await isProcessed(message.id))) process(message);",
    atLeastOnce,
    crashing,
  ],
  [
    'records the payload and not the id',
    '[message.id]: true',
    '[message.payload]: true',
    atMostOnce,
    duplicating,
  ],
  [
    'tells hooks apart by their payload',
    'return id in processed;',
    'return Object.keys(processed).length > 0;',
    exactlyOnce,
    calm,
  ],
  [
    'records first, and does the work afterwards',
    'env.atomically(() => {\n      env.disk.write(',
    'env.deliver(message); void (() => {\n      env.disk.write(',
    atMostOnce,
    duplicating,
  ],
  [
    'lets in another request before this one is done',
    'turn = turn.then(async () => {',
    'turn = Promise.resolve().then(async () => {',
    atMostOnce,
    duplicating,
  ],
  [
    'does not retry after a crash',
    'if (env.disk.read().unanswered.length > 0) retry();',
    '',
    atLeastOnce,
    crashing,
  ],
  ['retries only once', 'if (unanswered.length > 0) retry();\n  });', '});', atLeastOnce, lossy],
  [
    'retries only while several are unanswered',
    'if (unanswered.length > 0) retry();\n  });',
    'if (unanswered.length > 1) retry();\n  });',
    atLeastOnce,
    lossy,
  ],
  [
    'takes every answer for an answer to all',
    'unanswered.filter((message) => message.id !== id)',
    '[]',
    atLeastOnce,
    lossy,
  ],
];

const inClient: readonly Line[] = [
  [
    'makes up a new key for each try',
    "env.send({ type: 'request', ...request });",
    "env.send({ type: 'request', ...request, key: request.key + attempt });",
    atMostOnce,
    crashing,
  ],
  [
    'gives up after three tries',
    'if (response !== undefined) return response;',
    "if (response !== undefined || attempt === 2) return { type: 'response', key: request.key };",
    atLeastOnce,
    lossy,
  ],
  [
    'does not take up what a crash interrupted',
    'env.disk.read().open.map(complete)',
    '[]',
    atLeastOnce,
    crashing,
  ],
  [
    'accepts before it has written the request down',
    'env.disk.write({ open: [...env.disk.read().open, request] });\n      env.accept(message);',
    'env.accept(message);\n      env.disk.write({ open: [...env.disk.read().open, request] });',
    atLeastOnce,
    crashing,
  ],
  [
    'makes up the same keys in each life',
    'key: newKey()',
    'key: String(env.disk.read().open.length)',
    exactlyOnce,
    calm,
  ],
  [
    'strikes off all requests upon one response',
    'env.disk.read().open.filter(({ key }) => key !== request.key)',
    '[]',
    atLeastOnce,
    hostile,
  ],
  [
    'the server records before it works',
    'env.atomically(() => {\n        env.deliver(message);\n        env.disk.write({ answered: { ...answered, [key]: message.id } });\n      });',
    'env.disk.write({ answered: { ...answered, [key]: message.id } });\n      env.deliver(message);',
    atLeastOnce,
    crashing,
  ],
];

const inLeases: readonly Line[] = [
  [
    'the result is written without a look at the others',
    'if (!results.includes(message.id)) {',
    'if (results.length >= 0) {',
    atMostOnce,
    calm,
  ],
  [
    'hands over the result before it is written',
    'env.atomically(() => {\n        env.disk.write(',
    'env.deliver(message);\n      void (() => {\n        env.disk.write(',
    atMostOnce,
    crashing,
  ],
  [
    'hands out a job only once',
    'if (jobs().length > 0) env.timer(',
    'if (jobs().length > 2) env.timer(',
    atLeastOnce,
    lossy,
  ],
  [
    'does not hand out again after a crash',
    '};\n  handOut();\n  return {',
    '};\n  return {',
    atLeastOnce,
    crashing,
  ],
  [
    'is done with a job before the result is written',
    'await env.sleep(1000); // the work itself',
    "env.send({ type: 'done', id: message.id });\n    await env.sleep(1000);",
    atLeastOnce,
    crashing,
  ],
  [
    'takes away the lease with the first job',
    'if (jobs().length === 0) env.cancel(',
    'if (jobs().length < 2) env.cancel(',
    atLeastOnce,
    lossy,
  ],
];

const bugsIn = (example: Example, lines: readonly Line[]): readonly Bug[] =>
  lines.map(([name, right, wrong, guarantee, world]) => ({ example, name, right, wrong, guarantee, world }));

export const bugs: readonly Bug[] = [
  ...bugsIn('outbox', inOutbox),
  ...bugsIn('webhook', inWebhook),
  ...bugsIn('http-client', inClient),
  ...bugsIn('leases', inLeases),
];

const here = fileURLToPath(new URL('.', import.meta.url));

/** The example with the bug in it: its text with that one line exchanged, loaded like any other module. */
export const withBug = async (
  { example, right, wrong }: Pick<Bug, 'example' | 'right' | 'wrong'>,
  folder: string,
  number: number,
): Promise<Implementation> => {
  const text = readFileSync(join(here, `${example}.ts`), 'utf8');
  if (text.split(right).length !== 2) throw new Error(`${example}.ts does not contain once: ${right}`);
  const absolute = text
    .replace(right, () => wrong)
    .replaceAll("'../../../src/", `'${join(here, '../../../src')}/`);
  const file = join(folder, `${example}-${number}.ts`);
  writeFileSync(file, absolute);
  return ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as { implementation: Implementation })
    .implementation;
};
