import { codeOf } from '../../matrix/assumptions.ts';
import { modelUnder } from '../../matrix/matrix.ts';
import { inJson } from '../report.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';
import { againOf } from './again.ts';
import type { Found } from './tables.ts';

/** A matrix as one JSON document: each cell as `onceproof verify --json` gives it, its trace included. */
export const asJson = (found: Found): string => {
  const document = {
    schemaVersion: 1,
    worlds: found.columns.map((column) => ({
      name: column.name,
      code: codeOf(column),
      assumes: column.clause,
    })),
    guarantees: found.guarantees.map(({ name, sentence }) => ({ name, sentence })),
    protocols: found.rows.map(protocolInJson),
    cells: cellsOf(found),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};

const protocolInJson = (subject: Subject): object => ({
  name: nameOf(subject),
  ...('file' in subject ? { file: subject.file } : { summary: subject.summary }),
  ...('twinOf' in subject ? { twinOf: subject.twinOf.name } : {}),
});

const cellsOf = ({ rows, columns, guarantees, options, verdicts }: Found): readonly object[] =>
  rows.flatMap((subject, row) =>
    columns.flatMap((column, at) => {
      const model = modelUnder(subject, column, options);
      const { world } = model;
      return guarantees.map((guarantee, number) => {
        const verdict = verdicts[row]![at]![number]!;
        const search = againOf(subject, column, guarantee.name, options);
        return inJson({ task: { subject, world, guarantee }, model, verdict, search, past: [] });
      });
    }),
  );
