import { resolve } from 'node:path';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../src/conformance/fields.ts';
import { entriesOf } from '../../src/conformance/history.ts';
import { linesIn } from '../../src/conformance/lines.ts';
import { historySchema } from '../../src/conformance/schema.ts';
import { isValid } from '../laws/json-schema.ts';
import { eventsOf, tallies } from './recorded.ts';

async function* whole(line: string): AsyncGenerator<Buffer> {
  yield Buffer.from(line);
}

const isRead = async (value: unknown): Promise<boolean> => {
  for await (const entry of entriesOf(linesIn(whole(JSON.stringify(value))))) return 'event' in entry;
  return false;
};

const names = [...new Set([...fieldsOf.values()].flat().map(({ name }) => name)), 'own'];
const awkward = fc.constantFrom<unknown>(
  'm0',
  '',
  0,
  -1.5,
  true,
  null,
  [],
  ['g'],
  [7],
  {},
  { messages: 3 },
  { milliseconds: -1 },
  { messages: 1, milliseconds: 1 },
  { submitting: true, delivering: false },
  { submitting: 'yes' },
  'expired',
);
const line = fc.record(
  {
    type: fc.constantFrom(...([...fieldsOf.keys()] as string[]), 'toString'),
    ...Object.fromEntries(names.map((name) => [name, awkward])),
  },
  { requiredKeys: ['type'] },
);

describe('history.schema.json', () => {
  it('is made from the fields that the reader looks at', async () => {
    await expect(`${JSON.stringify(historySchema, null, 2)}\n`).toMatchFileSnapshot(
      resolve('spec/history.schema.json'),
    );
  });

  it('is kept by every line of every recorded run', () => {
    for (const { file } of tallies) {
      for (const event of eventsOf(file)) expect(isValid(historySchema, event)).toBe(true);
    }
  });

  it('accepts a line exactly if the reader does', async () => {
    await fc.assert(
      fc.asyncProperty(line, async (value) => {
        expect(isValid(historySchema, value)).toBe(await isRead(value));
      }),
      { numRuns: 2000 },
    );
  });
});
