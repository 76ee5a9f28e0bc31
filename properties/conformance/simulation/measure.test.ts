import { describe, expect, it } from 'vitest';
import { inProcess } from '../../../src/conformance/in-process/in-process.ts';
import { fromRoles } from '../../../src/conformance/simulation/from-roles.ts';
import { measure } from '../../../src/conformance/simulation/measure.ts';
import { headlineOf, measurementInWords } from '../../../src/conformance/simulation/measurement.ts';
import { exactlyOnce } from '../../../src/guarantees/index.ts';
import { worlds } from '../../../src/model/world.ts';
import * as protocols from '../../../src/protocols/index.ts';

const small = { runs: 5, disturbances: 1 } as const;

describe('measure', () => {
  it('tells what code claims from what it keeps, and shows its row of the matrix', async () => {
    const measurement = await measure(fromRoles(protocols.deliverThenRecord, { snapshots: false }), {
      ...small,
      worlds: [worlds.calm, worlds.reordering, worlds.duplicating, worlds.crashing],
    });
    expect(measurementInWords(measurement, exactlyOnce)).toMatchInlineSnapshot(`
      "claims exactly once; measured: at least once (broken in 5 steps by one crash)

      deliver-then-record  arrival      at most once  at least once  exactly once  in order     strictly in order
      calm                 unbroken     unbroken      unbroken       unbroken      unbroken     unbroken
      reordering           unbroken     unbroken      unbroken       unbroken      broken in 4  broken in 4
      duplicating          unbroken     unbroken      unbroken       unbroken      unbroken     unbroken
      crashing             broken in 1  broken in 5   unbroken       broken in 5   broken in 6  broken in 6

      unbroken, in the last world: a fair run, all 59 single disturbances of it, 5 random runs broke nothing; runs find, they never prove"
    `);
  });

  it('says that it is kept where every state was visited', async () => {
    const measurement = await measure(fromRoles(protocols.fireAndForget), {
      worlds: [worlds.calm, worlds.lossy, worlds.duplicating],
    });
    expect(measurementInWords(measurement, exactlyOnce)).toMatchInlineSnapshot(`
      "claims exactly once; measured: none of the three (broken in 2 steps by one loss)

      fire-and-forget  arrival      at most once  at least once  exactly once  in order  strictly in order
      calm             kept         kept          kept           kept          kept      kept
      lossy            broken in 2  kept          broken in 2    broken in 2   kept      kept
      duplicating      kept         broken in 4   kept           broken in 4   kept      kept"
    `);
  });

  it('does not praise code for what it never delivers', async () => {
    const lazy = (delivers: (id: string) => boolean) =>
      inProcess({
        name: 'lazy',
        links: ['sender -> receiver'],
        roles: {
          sender: {
            submits: true,
            start: (env) => ({ submit: (message) => env.send({ type: 'data', message }) }),
          },
          receiver: {
            start: (env) => ({
              receive: ({ message }) => delivers(message.id) && env.deliver(message),
            }),
          },
        },
      });
    const around = { ...small, worlds: [worlds.calm] };
    expect(
      headlineOf(
        await measure(
          lazy(() => false),
          around,
        ),
      ),
    ).toBe(
      'measured: none of the three; not everything arrives: m0 was submitted and is never delivered, in 1 step without any fault',
    );
    expect(
      headlineOf(
        await measure(
          lazy((id) => id === 'm0'),
          around,
        ),
      ),
    ).toBe(
      'measured: at most once; not everything arrives: m1 was submitted and is never delivered, in 2 steps without any fault',
    );
  });
});
