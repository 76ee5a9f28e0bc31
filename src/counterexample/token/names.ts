/**
 * A name in a field of a token. Letters, digits and `-` stand for themselves, `_` for a space, and any other
 * UTF-16 code unit for itself in four hexadecimal digits after a `~`: so every name comes back.
 *
 * @example
 * escaped('exactly once'); // 'exactly_once'
 * escaped('à jour'); // '~00e0_jour'
 */
export const escaped = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9-]/g, (unit) => (unit === ' ' ? '_' : codeOf(unit)));

/** The same for a name that stands between `-` and `_`. */
export const escapedWhole = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, codeOf);

/** The name that was escaped, by either way; or nothing, for a text that no name is escaped to. */
export const unescaped = (text: string): string | undefined => {
  const name = text
    .replaceAll('_', ' ')
    .replaceAll(/~([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return escaped(name) === text || escapedWhole(name) === text ? name : undefined;
};

/** Without the flag `u` a pattern matches code units, also each half of a pair. */
const codeOf = (unit: string): string => `~${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
