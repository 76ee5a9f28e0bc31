/**
 * How text stands in a terminal: what each character is wide, and how to cut and wrap what is too long.
 */

const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
/** Text of which every character stands for itself: nearly all there is, and segmenting is slow. */
const simple = /^[ -~·–…\u2190-\u2BFF]*$/;
const invisible = /^(?:\p{C}|\p{Z})+$/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader perceives as single characters; what would move the cursor or stay invisible is a space. */
export const glyphsOf = (text: string): readonly string[] =>
  simple.test(text)
    ? [...text]
    : Array.from(graphemes.segment(text), ({ segment }) => (invisible.test(segment) ? ' ' : segment));

/** One column, or two for the wide characters of East Asia and for emoji. */
export const columnsOfGlyph = (glyph: string): number =>
  wide.test(glyph) || glyph.includes('\uFE0F') ? 2 : 1;

/** How many columns a text takes. */
export const columnsOf = (text: string): number =>
  glyphsOf(text).reduce((sum, glyph) => sum + columnsOfGlyph(glyph), 0);

/** The text as glyphs that stand on one line. */
export const onOneLine = (text: string): string => glyphsOf(text).join('');

/** The text cut down to so many columns; a cut is shown by `…`. */
export const shortened = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const glyph of glyphsOf(text)) {
    used += columnsOfGlyph(glyph);
    if (used > columns - 1) break;
    kept += glyph;
  }
  return columns < 1 ? '' : `${kept.trimEnd()}…`;
};

/** The same, but a short last word stays: it is mostly the message that a label is about. */
export const abbreviated = (text: string, columns: number): string => {
  const last = text.slice(text.lastIndexOf(' ') + 1);
  const rest = columns - columnsOf(last) - 1;
  if (columnsOf(text) <= columns || columnsOf(last) > rest || last.endsWith('…')) {
    return shortened(text, columns);
  }
  return `${shortened(text, rest)} ${last}`;
};

/** The text on as many lines as it needs, broken between words; a word that is too long is cut. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(shortened(word, columns));
    }
  }
  return lines;
};
