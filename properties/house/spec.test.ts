import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue.ts';
import { guaranteesPage, protocolPage, protocolsPage, worldsPage } from './pages.ts';

const pages = [
  'README.md',
  ...readdirSync('spec', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('spec', name)),
].sort();

describe('the book', () => {
  it.each(catalogue)('has a page of $protocol.name, as it is generated now', async (entry) => {
    await expect(protocolPage(entry)).toMatchFileSnapshot(
      resolve(`spec/protocols/${entry.protocol.name}.md`),
    );
  });

  it('has a page that leads to them, family by family', async () => {
    await expect(protocolsPage()).toMatchFileSnapshot(resolve('spec/protocols/README.md'));
  });

  it('has the guarantees as they are now', async () => {
    await expect(guaranteesPage()).toMatchFileSnapshot(resolve('spec/guarantees.md'));
  });

  it('has the named worlds as they are now', async () => {
    await expect(worldsPage()).toMatchFileSnapshot(resolve('spec/worlds.md'));
  });

  it('has no page of a protocol that does not exist', () => {
    const expected = ['README.md', ...catalogue.map(({ protocol }) => `${protocol.name}.md`)].sort();
    expect(readdirSync('spec/protocols').sort()).toEqual(expected);
  });

  it.each(pages)('leads to files that exist: %s', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
    for (const [, target = ''] of links) {
      expect([page, target, existsSync(join(dirname(page), target))]).toEqual([page, target, true]);
    }
  });
});
