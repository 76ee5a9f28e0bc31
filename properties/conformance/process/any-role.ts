import { resolve } from 'node:path';
import { runPrograms } from '../../../src/conformance/process/programs.ts';
import type { Programs } from '../../../src/conformance/process/programs.ts';
import type { Feature } from '../../../src/conformance/process/wire.ts';
import type { RoleName } from '../../../src/model/message.ts';
import type { Protocol } from '../../../src/model/protocol.ts';

const file = resolve('properties/conformance/programs/any-role.mjs');

/** The command line of a program that plays any role of a protocol as its model does. */
export const anyRole = (protocol: Protocol, features: readonly Feature[]): string =>
  [`"${process.execPath}" "${file}"`, protocol.name, ...features].join(' ');

/** A protocol of the catalogue with some of its roles, or all of them, played by programs. */
export const overPipes = (
  protocol: Protocol,
  features: readonly Feature[],
  roles: readonly RoleName[] = Object.keys(protocol.roles),
): Promise<Programs> => {
  const command = anyRole(protocol, features);
  return runPrograms({
    name: protocol.name,
    protocol,
    programs: Object.fromEntries(roles.map((role) => [role, { command }])),
  });
};
