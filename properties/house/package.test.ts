import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, describe, expect, it } from 'vitest';

const house = fileURLToPath(new URL('../../', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'onceproof-package-'));
const installed = join(project, 'node_modules', 'onceproof');
afterAll(() => rmSync(project, { recursive: true }));

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what was built. The scripts around packing would build again, under the feet of other tests. */
const pack = (): readonly string[] => {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
  const told = execFileSync('npm', args, { cwd: house, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [packed] = JSON.parse(told) as readonly [Packed];
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', packed.filename, '-C', installed, '--strip-components=1'], { cwd: project });
  return packed.files.map(({ path }) => path);
};

/** What `npm install` would put beside it, without a network. */
const link = (name: string): void =>
  symlinkSync(join(house, 'node_modules', name), join(project, 'node_modules', name), 'junction');

const files = pack();
for (const name of ['ts-pattern', 'fast-check']) link(name);
writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));

/** Runs Node in the project. */
const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  return { code: status, stdout, stderr };
};

const write = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(project, name), `${lines.join('\n')}\n`);
  return name;
};

describe('the package', () => {
  it('holds what was built, the specification and the licence, and neither sources nor tests', () => {
    for (const path of ['package.json', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js']) {
      expect(files).toContain(path);
    }
    const strangers = files.filter(
      (path) => !/^(dist|spec)\/|^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(path),
    );
    expect(strangers).toEqual([]);
    // Templates are written out for users as they stand.
    const code = files.filter((path) => !path.startsWith('spec/templates/'));
    expect(code.filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  it('has nothing that publint would complain about', async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it('asks for no package at run time but the two that it imports', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
    expect(Object.keys(manifest.dependencies)).toEqual(['fast-check', 'ts-pattern']);
  });
});

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

describe('the package, installed', () => {
  it('is imported by its name, and verifies', () => {
    const script = write(
      'verify.js',
      "import * as onceproof from 'onceproof';",
      'const { atMostOnce, compose, drawMermaid, drawText, protocols, tell, verifyExhaustively, worlds } = onceproof;',
      'const model = compose(protocols.fireAndForget, worlds.duplicating);',
      'const verdict = verifyExhaustively(model, atMostOnce);',
      'const told = [tell, drawText, drawMermaid].map((say) => say(model, verdict.trace, verdict.violation));',
      'console.log(verdict.verdict, told.every((text) => text.includes("m0")));',
    );
    expect(run(script)).toEqual({ code: 0, stdout: 'violated true\n', stderr: '' });
  });

  it('brings its arbitraries under onceproof/fast-check', () => {
    const script = write(
      'walk.js',
      "import fc from 'fast-check';",
      "import { atMostOnce, compose, protocols, worlds } from 'onceproof';",
      "import { keeps, walks } from 'onceproof/fast-check';",
      'const of = (world) => fc.property(walks(compose(protocols.fireAndForget, world)), keeps(atMostOnce));',
      'const failed = (world) => fc.check(of(world), { seed: 1, numRuns: 50 }).failed;',
      'console.log(failed(worlds.lossy), failed(worlds.duplicating));',
    );
    expect(run(script)).toEqual({ code: 0, stdout: 'false true\n', stderr: '' });
  });

  it('brings its store under onceproof/store, and its schema with the specification', () => {
    const script = write(
      'store.js',
      "import { readTraceDocument, textOfDocument, traceDocument } from 'onceproof';",
      "import { atMostOnce, compose, protocols, verifyExhaustively, worlds } from 'onceproof';",
      "import { storeIn } from 'onceproof/store';",
      'const model = compose(protocols.fireAndForget, worlds.duplicating);',
      'const { trace, violation } = verifyExhaustively(model, atMostOnce);',
      'const document = traceDocument(model, atMostOnce.name, trace, { violation });',
      'readTraceDocument(textOfDocument(document));',
      "const store = storeIn('past', { keeping: true });",
      'console.log(store.keep(document).outcome, store.keep(document).outcome, store.documents()[0].clause);',
    );
    expect(run(script)).toEqual({ code: 0, stdout: 'kept known m0 is delivered twice\n', stderr: '' });
    expect(files).toContain('spec/trace.schema.json');
  });

  it('brings its matchers under onceproof/vitest, and says so where vitest is missing', () => {
    // A package that offers nothing, so that no other is found in a folder further up.
    const nothing = join(project, 'node_modules', 'vitest');
    mkdirSync(nothing);
    writeFileSync(join(nothing, 'package.json'), '{ "name": "vitest", "exports": {} }');
    const script = write(
      'matchers.js',
      "await import('onceproof/vitest').catch(({ message }) => console.log(message));",
    );
    expect(run(script).stdout).toMatch(/^onceproof\/vitest needs vitest, 4\.1 or later/);
    rmSync(nothing, { recursive: true });
    link('vitest');
    write(
      'delivery.test.js',
      "import { atMostOnce, compose, protocols, worlds } from 'onceproof';",
      "import { expect, it } from 'vitest';",
      "import 'onceproof/vitest';",
      "it('keeps', () => expect(compose(protocols.fireAndForget, worlds.lossy)).toKeep(atMostOnce));",
      "it('breaks', () => expect(compose(protocols.fireAndForget, worlds.duplicating)).toKeep(atMostOnce));",
    );
    const vitest = join('node_modules', 'vitest', 'vitest.mjs');
    const { code, stdout } = run(vitest, 'run', '--root', '.', '--reporter', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 1, numFailedTests: 1 });
    expect(stdout).toContain('Reproduce: onceproof replay op1.fire-and-forget.');
  });

  it('shows its manifest and hides its rooms', () => {
    const script = write(
      'rooms.js',
      "import manifest from 'onceproof/package.json' with { type: 'json' };",
      "const refused = await import('onceproof/dist/cli/main.js').catch(({ code }) => code);",
      'console.log(manifest.name, refused);',
    );
    expect(run('--no-warnings', script)).toEqual({
      code: 0,
      stdout: 'onceproof ERR_PACKAGE_PATH_NOT_EXPORTED\n',
      stderr: '',
    });
  });

  it('brings the command', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest & {
      readonly bin: { readonly onceproof: string };
    };
    const command = join(installed, manifest.bin.onceproof);
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(run(command, '--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    expect(run(command, 'verify', 'short-window').code).toBe(1);
    const threads = ['--world', 'calm', '--world', 'lossy', '--workers', '2'];
    expect(run(command, 'matrix', 'sent-twice', ...threads)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the declarations of the package', () => {
  const page = [
    "import { atLeastOnce, atMostOnce, compose, exactlyOnce, protocol, verifyExhaustively, worlds } from 'onceproof';",
    "import { accept, catalogue, deliver, drawMermaid, drawText, guarantees, send, tell, write } from 'onceproof';",
    "import type { Guarantee, Message, Protocol, Role, Verdict } from 'onceproof';",
    "import { examplesFrom, keeps, reporting, walks } from 'onceproof/fast-check';",
    "import { storeIn } from 'onceproof/store';",
    "import * as fc from 'fast-check';",
    "type Data = { readonly type: 'data'; readonly message: Message };",
    'type Sender = { disk: { outbox: readonly Message[] }; memory: {}; sends: Data; receives: never; timer: never };',
    'export const sender: Role<Sender> = {',
    '  disk: { outbox: [] },',
    '  memory: {},',
    '  upon: {',
    '    submit: ({ disk }, message) => [',
    '      write({ outbox: [...disk.outbox, message] }),',
    '      accept(message),',
    "      send({ type: 'data', message }),",
    '    ],',
    '  },',
    '};',
    "export const own: Protocol = protocol({ name: 'own', roles: { sender, receiver: { upon: {} } }, links: ['sender -> receiver'] });",
    'const model = compose(own, { ...worlds.lossy, losses: 1 });',
    'export const verdict: Verdict = verifyExhaustively(model, exactlyOnce);',
    "if (verdict.verdict === 'violated') tell(model, verdict.trace) + drawText(model, verdict.trace) + drawMermaid(model, verdict.trace);",
    'export const known: readonly Guarantee[] = [...guarantees, atMostOnce, atLeastOnce];',
    'export const names: readonly string[] = catalogue.map((entry) => entry.protocol.name);',
    'export const told = (message: Message) => deliver(message);',
    'fc.assert(fc.property(walks(model), keeps(atMostOnce)));',
    "const store = storeIn('.onceproof');",
    'const examples = examplesFrom(store.documents(), model);',
    'fc.assert(fc.property(walks(model), keeps(atMostOnce)), { examples, reporter: reporting(store.keep) });',
  ];

  /** Checks a page as a strict project does that checks its libraries as well. */
  const complaintsAbout = (...lines: readonly string[]): string => {
    const options = { noEmit: true, strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true };
    const entries = [write('page.ts', ...lines)];
    const compilerOptions = { ...options, target: 'ES2023', module: 'NodeNext', types: [] };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: entries }));
    const compiler = join(house, 'node_modules', 'typescript', 'bin', 'tsc');
    return run(compiler, '-p', 'tsconfig.json').stdout;
  };

  it('let a strict project write and verify a protocol of its own', () => {
    expect(complaintsAbout(...page)).toBe('');
  });

  it.each([
    ['a link to a role that does not exist', "['sender -> receiver']", "['sender -> broker']"],
    ['a field that the disk does not have', 'write({ outbox:', 'write({ inbox:'],
    ['a packet of another type', "send({ type: 'data', message })", "send({ type: 'ack' })"],
    ['a verdict that has no trace', "if (verdict.verdict === 'violated')", ''],
  ])('refuse %s', (_, right, wrong) => {
    const changed = page.map((line) => line.replace(right, wrong));
    expect(changed).not.toEqual(page);
    expect(complaintsAbout(...changed)).toMatch(/^page\.ts\(\d+,\d+\): error TS/);
  });
});
