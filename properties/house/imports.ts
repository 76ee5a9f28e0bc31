import { posix } from 'node:path';

/** What each source file imports, by its path within `src`. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** What is imported from where, as it stands in the text of a file. */
export const importsIn = (source: string): readonly string[] => {
  const code = withoutComments(source);
  const found = [
    ...code.matchAll(/^(?:import|export)\s(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
    ...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g),
  ];
  return found.map(([, specifier]) => specifier!);
};

/** The code of a file: a comment may speak of what the code must not do. */
export const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/(^|\s)\/\/.*$/gm, '');

/** The folders of `src`, and the files at its top, each with what it may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  guarantees: ['model/'],
  protocols: ['model/'],
  explore: ['model/', 'guarantees/'],
  counterexample: ['model/', 'guarantees/', 'explore/verdict.ts'],
  conformance: ['model/', 'guarantees/', 'counterexample/'],
  'fast-check': ['model/', 'guarantees/', 'explore/', 'counterexample/'],
  store: ['model/', 'counterexample/'],
  vitest: ['model/', 'guarantees/', 'explore/', 'counterexample/', 'conformance/', 'fast-check/', 'store/'],
  'catalogue.ts': ['model/', 'guarantees/', 'protocols/'],
  matrix: ['model/', 'guarantees/', 'explore/', 'catalogue.ts'],
  'index.ts': [
    'model/',
    'guarantees/',
    'protocols/',
    'explore/',
    'counterexample/',
    'conformance/',
    'fast-check/',
    'matrix/',
    'catalogue.ts',
  ],
  cli: [''],
};

/** Where a package from outside may be imported. */
const outside: Readonly<Record<string, (layer: string) => boolean>> = {
  // A match costs a hundred times a switch: too much for the engine's inner loop.
  'ts-pattern': (layer) => layer !== 'model' && layer !== 'explore',
  'fast-check': (layer) => layer === 'fast-check',
  // Matchers alone need it, and whoever imports them has it.
  vitest: (layer) => layer === 'vitest',
  // Several workers explore one world; they are loaded only where they are asked for.
  'node:worker_threads': (layer) => layer === 'explore' || layer === 'cli',
  'node:os': (layer) => layer === 'explore' || layer === 'cli',
  // The second engine for recorded histories: an optional peer, loaded only where it is asked for.
  '@duckdb/node-api': (layer) => layer === 'conformance',
  'node:': (layer) => layer === 'cli' || layer === 'conformance' || layer === 'store',
};

/** Every import that the house does not allow, in words, and every circle of imports. */
export const forbiddenIn = (imports: Imports): readonly string[] => {
  const wrong = [...imports].flatMap(([file, specifiers]) =>
    specifiers.flatMap((specifier) => {
      const why = specifier.startsWith('.')
        ? faultInside(file, targetOf(file, specifier), imports)
        : faultOutside(file, specifier);
      return why === undefined ? [] : [`${file} imports ${specifier}: ${why}`];
    }),
  );
  const circle = circleIn(imports);
  return circle === undefined ? wrong : [...wrong, `a circle: ${circle.join(' -> ')}`];
};

const layerOf = (file: string): string => file.split('/')[0]!;

const targetOf = (file: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(file), specifier));

const faultInside = (file: string, target: string, imports: Imports): string | undefined => {
  const layer = layerOf(file);
  const may = allowed[layer];
  if (may === undefined) return `nothing is said about ${layer}`;
  if (!imports.has(target)) return 'there is no such file in src';
  if (layerOf(target) === layer || may.some((start) => target.startsWith(start))) return undefined;
  return `${layer} must not know ${layerOf(target)}`;
};

const faultOutside = (file: string, specifier: string): string | undefined => {
  const known = Object.keys(outside).find((name) =>
    name.endsWith(':') ? specifier.startsWith(name) : specifier === name,
  );
  if (known === undefined) return 'no such package is wanted here';
  return outside[known]!(layerOf(file)) ? undefined : `not in ${layerOf(file)}`;
};

/** The files of one circle of imports, the first of them once more at its end. */
const circleIn = (imports: Imports): readonly string[] | undefined => {
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const specifier of imports.get(file) ?? []) {
      if (!specifier.startsWith('.')) continue;
      const circle = visit(targetOf(file, specifier), [...above, file]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
};
