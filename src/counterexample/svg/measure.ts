import { glyphsOf, onOneLine } from '../drawing/columns.ts';

/**
 * How wide text may come out, whatever font the reader has: for each character the widest advance among the
 * common sans serif fonts (Verdana and DejaVu Sans lead nearly everywhere), in parts of the font size.
 */
const widths: readonly (readonly [characters: RegExp, width: number])[] = [
  [/^[ijl.,:;'|!]$/, 0.41],
  [/^[ ft()[\]I/\\r-]$/, 0.49],
  [/^[mMW@%—]$/, 1.08],
  [/^[A-Zw]$/, 0.86],
  [/^[+<>=~#^&*]$/, 0.85],
  [/^[ -~·]$/, 0.66],
  // Ligatures of whole phrases.
  [/^[\uFDF0-\uFDFF]/, 12],
  [/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u, 1.1],
  [/^[\p{Emoji_Presentation}\p{Regional_Indicator}]|\uFE0F/u, 1.5],
];
/** East Asian characters are as wide as high; what is unknown may be a little wider. */
const unknown = 1.25;
const boldness = 1.12;

export interface Font {
  readonly size: number;
  readonly bold?: boolean;
}

/** The width that a text takes at most, in pixels, rounded up. */
export const widthOf = (text: string, font: Font): number =>
  Math.ceil(glyphsOf(text).reduce((sum, glyph) => sum + widthOfGlyph(glyph), 0) * emOf(font));

const emOf = ({ size, bold = false }: Font): number => size * (bold ? boldness : 1);

const widthOfGlyph = (glyph: string): number => {
  const known = measured.get(glyph);
  if (known !== undefined) return known;
  const width = widths.find(([characters]) => characters.test(glyph))?.[1] ?? unknown;
  measured.set(glyph, width);
  return width;
};

/** What was measured before: the same few characters come again and again. */
const measured = new Map<string, number>();

/** The text cut down to so many pixels; a cut is shown by `…`. */
export const cutTo = (width: number, text: string, font: Font): string => {
  if (widthOf(text, font) <= width) return onOneLine(text);
  let kept = '';
  let used = widthOfGlyph('…');
  for (const glyph of glyphsOf(text)) {
    used += widthOfGlyph(glyph);
    if (used * emOf(font) > width) break;
    kept += glyph;
  }
  return `${kept.trimEnd()}…`;
};

/** The text on as many lines as it needs, broken between words; a word that is too long is cut. */
export const brokenTo = (width: number, text: string, font: Font): readonly string[] => {
  const lines: string[] = [];
  let used = 0;
  for (const word of onOneLine(text)
    .split(' ')
    .filter((part) => part !== '')) {
    const more = widthOf(` ${word}`, font);
    if (lines.length > 0 && used + more <= width) {
      lines[lines.length - 1] += ` ${word}`;
      used += more;
    } else {
      lines.push(cutTo(width, word, font));
      used = widthOf(lines.at(-1)!, font);
    }
  }
  return lines.length === 0 ? [''] : lines;
};
