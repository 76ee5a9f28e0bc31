import { describe, it } from 'vitest';
import { worldOf } from '../../src/catalogue.ts';
import { reductions } from '../../src/explore/reductions.ts';
import { guarantees } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import { expectSame } from './reduced.ts';
import { everything, worldNames } from './registered.ts';

const choices = [...reductions.map((each) => [each]), [...reductions]];

describe.each(everything)('what is left out of the search of $protocol.name', (entry) => {
  it.each(worldNames)('changes neither verdict nor trace in the %s world', (name) => {
    const model = compose(entry.protocol, worldOf(entry, name));
    for (const guarantee of guarantees) expectSame(model, guarantee, choices);
  });
});
