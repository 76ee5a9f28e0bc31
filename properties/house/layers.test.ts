import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue, flaws } from '../../src/catalogue.ts';
import * as protocolsByName from '../../src/protocols/index.ts';
import { forbiddenIn, importsIn, withoutComments } from './imports.ts';

const house = fileURLToPath(new URL('../../', import.meta.url));
const sources = new Map(
  (await readdir(join(house, 'src'), { recursive: true }))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.split(sep).join('/'), readFileSync(join(house, 'src', path), 'utf8')]),
);
const imports = new Map([...sources].map(([file, text]) => [file, importsIn(text)]));

describe('the folders of src', () => {
  it('import each other in one direction, without circles, and little from outside', () => {
    expect([...imports.values()].flat().length).toBeGreaterThan(sources.size);
    expect(forbiddenIn(imports)).toEqual([]);
  });

  it('know nothing of the command', () => {
    const knowing = [...imports].filter(
      ([file, specifiers]) =>
        !file.startsWith('cli/') && specifiers.some((specifier) => specifier.includes('cli')),
    );
    expect(knowing).toEqual([]);
  });

  it('that say what happens ask neither a clock nor a die', () => {
    const pure = /^(model|guarantees|protocols|explore|counterexample)\//;
    const impure = [...sources].filter(([file, text]) => pure.test(file) && asksClockOrDie(text));
    expect([...sources.keys()].filter((file) => pure.test(file)).length).toBeGreaterThan(50);
    expect(impure.map(([file]) => file)).toEqual([]);
  });

  it('hold files that fit on a few screens', () => {
    const long = [...sources].filter(([file, text]) => text.split('\n').length - 1 > limitOf(file));
    expect(long.map(([file]) => file)).toEqual([]);
  });
});

/** The catalogue is a table, and is read like one. */
const limitOf = (file: string): number => (file.startsWith('catalogue/') ? 400 : 220);

const asksClockOrDie = (text: string): boolean =>
  /\bDate\.now\b|\bnew Date\b|\bDate\(|\bMath\.random\b|\bperformance\.now\b|\brandomUUID\b/.test(
    withoutComments(text),
  );

describe('the check of the layers', () => {
  const good = {
    'model/effect.ts': [],
    'guarantees/register.ts': ['../model/effect.ts', 'ts-pattern'],
    'protocols/stop-and-wait.ts': ['../model/effect.ts'],
    'explore/verdict.ts': ['../guarantees/register.ts'],
    'explore/graph.ts': ['./verdict.ts'],
    'counterexample/tell.ts': ['../explore/verdict.ts'],
    'conformance/lines.ts': ['../counterexample/tell.ts', 'node:fs'],
    'fast-check/walks.ts': ['../explore/graph.ts', 'fast-check'],
    'store/store.ts': ['../counterexample/tell.ts', 'node:fs'],
    'vitest/index.ts': ['../store/store.ts', 'vitest'],
    'catalogue/basics.ts': ['../protocols/stop-and-wait.ts'],
    'catalogue.ts': ['./catalogue/basics.ts'],
    'index.ts': ['./catalogue.ts', './conformance/lines.ts'],
    'cli/main.ts': ['../index.ts', '../catalogue.ts', '../model/effect.ts', 'node:util'],
  };
  const withImport = (file: string, specifier: string): readonly string[] => {
    const graph = new Map<string, readonly string[]>(Object.entries(good));
    return forbiddenIn(graph.set(file, [...(graph.get(file) ?? []), specifier]));
  };

  it('lets a house in order pass', () => {
    expect(forbiddenIn(new Map(Object.entries(good)))).toEqual([]);
  });

  it.each([
    ['model/effect.ts', '../guarantees/register.ts', 'model must not know guarantees'],
    ['guarantees/register.ts', '../protocols/stop-and-wait.ts', 'guarantees must not know protocols'],
    ['guarantees/register.ts', '../explore/graph.ts', 'guarantees must not know explore'],
    ['protocols/stop-and-wait.ts', '../guarantees/register.ts', 'protocols must not know guarantees'],
    ['protocols/flawed/gives-up.ts', '../../explore/graph.ts', 'protocols must not know explore'],
    ['explore/graph.ts', '../protocols/stop-and-wait.ts', 'explore must not know protocols'],
    ['explore/graph.ts', '../counterexample/tell.ts', 'explore must not know counterexample'],
    ['counterexample/tell.ts', '../explore/graph.ts', 'counterexample must not know explore'],
    ['counterexample/tell.ts', '../conformance/lines.ts', 'counterexample must not know conformance'],
    ['conformance/lines.ts', '../protocols/stop-and-wait.ts', 'conformance must not know protocols'],
    ['explore/graph.ts', '../conformance/lines.ts', 'explore must not know conformance'],
    ['fast-check/walks.ts', '../catalogue.ts', 'fast-check must not know catalogue.ts'],
    ['conformance/lines.ts', '../fast-check/walks.ts', 'conformance must not know fast-check'],
    ['fast-check/walks.ts', '../store/store.ts', 'fast-check must not know store'],
    ['counterexample/tell.ts', '../store/store.ts', 'counterexample must not know store'],
    ['store/store.ts', '../explore/graph.ts', 'store must not know explore'],
    ['index.ts', './store/store.ts', 'index.ts must not know store'],
    ['catalogue.ts', './explore/graph.ts', 'catalogue.ts must not know explore'],
    ['index.ts', './cli/main.ts', 'index.ts must not know cli'],
    ['conformance/lines.ts', '../cli/main.ts', 'conformance must not know cli'],
    ['model/effect.ts', './missing.ts', 'there is no such file in src'],
    ['model/effect.ts', '../../properties/house/imports.ts', 'there is no such file in src'],
    ['helpers/odds-and-ends.ts', '../model/effect.ts', 'nothing is said about helpers'],
    ['model/effect.ts', 'ts-pattern', 'not in model'],
    ['explore/graph.ts', 'ts-pattern', 'not in explore'],
    ['explore/graph.ts', 'fast-check', 'not in explore'],
    ['cli/main.ts', 'fast-check', 'not in cli'],
    ['fast-check/walks.ts', 'vitest', 'not in fast-check'],
    ['vitest/index.ts', '../catalogue.ts', 'vitest must not know catalogue.ts'],
    ['index.ts', './vitest/index.ts', 'index.ts must not know vitest'],
    ['counterexample/tell.ts', 'node:fs', 'not in counterexample'],
    ['cli/main.ts', 'chalk', 'no such package is wanted here'],
    ['cli/main.ts', 'fs', 'no such package is wanted here'],
  ])('refuses that %s imports %s', (file, specifier, why) => {
    expect(withImport(file, specifier)).toContain(`${file} imports ${specifier}: ${why}`);
  });

  it('refuses a circle, also within one folder', () => {
    expect(withImport('explore/verdict.ts', './graph.ts')).toEqual([
      'a circle: explore/verdict.ts -> explore/graph.ts -> explore/verdict.ts',
    ]);
    expect(withImport('model/effect.ts', './effect.ts')).toEqual([
      'a circle: model/effect.ts -> model/effect.ts',
    ]);
  });

  it('sees every way to import, and no import in a comment', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type { B } from './b.ts';",
      "import * as c from './c.ts'; // import './no.ts'",
      "import './d.ts';",
      "import {\n  e,\n  f,\n} from './e.ts';",
      "export * from './g.ts';",
      "export { h } from './h.ts';",
      "export const text = 'words';",
      "const late = await import('./i.ts');",
      "type Late = import('./j.ts').Late;",
      "/**\n * @example\n * import { no } from './no.ts';\n */",
      "/*\nimport './no.ts';\n*/",
      "// import './no.ts';",
    ];
    expect(importsIn(source.join('\n')).map((path) => posix.basename(path, '.ts'))).toEqual([...'abcdeghij']);
  });

  it('sees clocks and dice, except in comments', () => {
    for (const code of ['Date.now()', 'new Date()', 'Math.random()', 'performance.now()']) {
      expect(asksClockOrDie(`const now = ${code};`)).toBe(true);
      expect(asksClockOrDie(`// ${code}\n/** ${code} */`)).toBe(false);
    }
    expect(asksClockOrDie('readonly Update: number')).toBe(false);
  });
});

describe('the top of the repository', () => {
  it('holds four things, and beside them only what tools and licences ask for', () => {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: house, encoding: 'utf8' });
    const top = new Set(listed.split('\0').map((path) => path.split('/')[0]!));
    const wanted =
      /^(\..+|package\.json|package-lock\.json|tsconfig(\.\w+)*\.json|README\.md|LICENSE|CHANGELOG\.md|spec|src|properties|)$/;
    expect([...top].filter((name) => !wanted.test(name))).toEqual([]);
    for (const name of ['package.json', 'spec', 'src', 'properties', 'LICENSE']) expect(top).toContain(name);
  });
});

/** The protocols among what a file exports. */
const exportedBy = async (file: string): Promise<readonly unknown[]> => {
  const module = (await import(pathToFileURL(join(house, 'src', file)).href)) as Record<string, unknown>;
  return Object.values(module).filter(
    (value) => typeof value === 'object' && value !== null && 'roles' in value && 'links' in value,
  );
};

/** The files of protocols that import a file. */
const importersOf = (file: string): readonly string[] =>
  [...sources].flatMap(([importer, text]) =>
    importer.startsWith('protocols/') &&
    importsIn(text).some((path) => posix.join(posix.dirname(importer), path) === file)
      ? [importer]
      : [],
  );

describe('src/protocols', () => {
  const pages = [...sources.keys()].filter((file) => file.startsWith('protocols/'));

  it.each(pages.filter((file) => posix.basename(file) !== 'index.ts'))(
    '%s is in the catalogue, or shared by several that are',
    async (file) => {
      const entries: readonly { readonly protocol: unknown }[] = file.includes('/flawed/')
        ? flaws
        : catalogue;
      const found = await exportedBy(file);
      if (found.length === 0) expect(importersOf(file).length).toBeGreaterThan(1);
      for (const protocol of found) expect(entries.map((entry) => entry.protocol)).toContain(protocol);
    },
  );

  it('gives every right protocol a public name', () => {
    expect(new Set(Object.values(protocolsByName))).toEqual(
      new Set(catalogue.map(({ protocol }) => protocol)),
    );
  });

  it('names a flawed twin as its file', () => {
    const files = pages
      .filter((file) => file.includes('/flawed/'))
      .map((file) => posix.basename(file, '.ts'));
    expect(new Set(flaws.map(({ protocol }) => protocol.name))).toEqual(new Set(files));
  });
});
