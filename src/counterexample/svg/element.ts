/** A piece of markup, finished and safe. */
export interface Markup {
  readonly markup: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An element of XML or HTML. Strings are text and are escaped, whatever they hold; only what another call has
 * made is taken as markup.
 *
 * @example
 * element('text', { x: 1 }, 'a < b').markup; // '<text x="1">a &lt; b</text>'
 */
export const element = (
  name: string,
  attributes: Attributes = {},
  ...children: readonly (Markup | string | readonly Markup[])[]
): Markup => {
  const inside = children.map(markupOf).join('');
  const start = `${name}${attributesOf(attributes)}`;
  return { markup: inside === '' && isEmptied(name) ? `<${start}/>` : `<${start}>${inside}</${name}>` };
};

/** Several pieces of markup, one after the other. */
export const fragment = (...pieces: readonly (Markup | readonly Markup[])[]): Markup => ({
  markup: pieces.map(markupOf).join(''),
});

/** What belongs to one step of a story, so that one can be led through them. */
export const ofScene = (
  { number, breach }: { readonly number: number; readonly breach: boolean },
  ...children: readonly (Markup | readonly Markup[])[]
): Markup =>
  element('g', { class: breach ? 'breach' : undefined, 'data-step': number }, fragment(...children));

const markupOf = (child: Markup | string | readonly Markup[]): string => {
  if (typeof child === 'string') return escaped(child);
  return 'markup' in child ? child.markup : child.map(({ markup }) => markup).join('\n');
};

const attributesOf = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? rounded(value) : escaped(value!)}"`)
    .join('');

/** HTML knows elements without an end of their own, and takes others that are closed at once for open ones. */
const isEmptied = (name: string): boolean =>
  ['path', 'line', 'rect', 'circle', 'meta', 'input'].includes(name);

/** Two digits are finer than any screen, and the same everywhere. */
export const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** Text in which neither XML nor HTML finds markup; what XML cannot hold at all is replaced. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
