import { parseArgs } from 'node:util';
import { catalogue, families, flaws } from '../catalogue.ts';
import { guarantees } from '../guarantees/index.ts';
import { boundOf, worlds } from '../model/world.ts';
import type { Command } from './command.ts';

export const listHelp = `Usage: onceproof list [--json]

Shows what there is: protocols and what they claim, flawed twins, worlds and guarantees.

  --json  print one JSON document
  --help  print this
`;

/** The command `onceproof list`. */
export const list: Command = async (args, out) => {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) out.stdout(listHelp);
  else out.stdout(values.json ? asJson() : asText());
  return 0;
};

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('');
};

const asText = (): string =>
  [
    ...families.map(
      ({ title, entries }) =>
        `${title}\n${columns(entries.map(({ protocol, summary }) => [protocol.name, summary]))}`,
    ),
    `Flawed twins, kept on purpose\n${columns(flaws.map(({ protocol, summary }) => [protocol.name, summary]))}`,
    `Worlds\n${columns(Object.values(worlds).map((world) => [world.name, boundOf(world)]))}`,
    `Guarantees\n${columns(guarantees.map(({ name, sentence }) => [name.replaceAll(' ', '-'), sentence]))}`,
  ].join('\n');

const asJson = (): string => {
  const document = {
    schemaVersion: 1,
    protocols: catalogue.map(({ protocol, summary, claims }) => ({
      name: protocol.name,
      summary,
      claims: claims.map((claim) => ({ guarantee: claim.guarantee.name, worlds: claim.worlds })),
    })),
    flawed: flaws.map(({ protocol, summary, twinOf, guarantee, world }) => ({
      name: protocol.name,
      summary,
      twinOf: twinOf.name,
      guarantee: guarantee.name,
      world,
    })),
    worlds: Object.values(worlds),
    guarantees: guarantees.map(({ name, sentence, formula }) => ({ name, sentence, formula })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
