import { match } from 'ts-pattern';
import { columnsOf, abbreviated } from './columns.ts';
import type { Span } from './span.ts';

/** A piece of a line between two lifelines: strokes are mirrored when it runs to the left, words are not. */
export type Stroke = { readonly strokes: string } | { readonly words: string };

/**
 * The pieces of a span that runs to the right, from the sender's side on. `room` is what words may take: the
 * gap between two neighbouring lifelines. `length` is what a line must bridge that goes all the way.
 */
export const strokesOf = (span: Span, room: number, length: number): readonly Stroke[] => {
  const { shape, label, remark } = span;
  const short = briefly(remark);
  const tight = short.replace(/^(lost|cut off) /, '✗');
  return match(shape)
    .with('arrow', () => filled('──', label, '─', '►', room, length))
    .with('start', () =>
      fitting(room - 1, label, [
        (words) => ['── ', words, ' ─▷ ··· ', remark],
        (words) => ['── ', words, ' ─▷ ··· ', short],
        (words) => ['─ ', words, ' ▷·· ', tight],
      ]),
    )
    .with('copy', () =>
      fitting(room - 1, label, [
        (words) => ['  ╶─ ', `copy of ${words}`, ' ─▷ ··· ', remark],
        (words) => [' ╶ ', `copy of ${words}`, ' ─▷ ··· ', remark],
        (words) => [' ╶ ', `copy of ${words}`, ' ─▷ ··· ', short],
        (words) => ['╶ ', `copy ${words}`, ' ▷·· ', tight],
        (words) => ['╶ ', words, ' ▷·· ', tight],
      ]),
    )
    .with('finish', () => {
      const strokes = fitting(room - 1, label, [
        (words) => ['', remark, ' ··· ', words, ' ──►'],
        (words) => ['', short, ' ··· ', words, ' ──►'],
        (words) => ['', short, ' ·· ', words, ' ►'],
      ]);
      return [{ strokes: ' '.repeat(Math.max(0, length - widthOf(strokes))) }, ...strokes];
    })
    .with('end', () => {
      const line = '─'.repeat(Math.max(1, Math.floor(room * 0.7) - columnsOf(label) - 4));
      return fitting(room - 1, label, [
        (words) => ['── ', words, ` ${line}✗ `, remark],
        (words) => ['── ', words, ' ─✗ ', remark],
        (words) => ['─ ', words, ' ─✗'],
      ]);
    })
    .with('late end', () =>
      fitting(room - 1, label, [
        (words) => [' ', remark, ' ··· ', words, ' ──✗ ', 'lost'],
        (words) => [' ', short, ' ··· ', words, ' ─✗ ', 'lost'],
        (words) => [' ', short, ' ·· ', words, ' ✗'],
      ]),
    )
    .with('link', () => filled('╌╌', label, '╌', '►', room, length))
    .exhaustive();
};

/** How many columns the pieces take. */
export const widthOf = (strokes: readonly Stroke[]): number =>
  strokes.reduce((sum, stroke) => sum + columnsOf(textOf(stroke)), 0);

const textOf = (stroke: Stroke): string => ('words' in stroke ? stroke.words : stroke.strokes);

/** The same line running to the left. */
export const mirrored = (strokes: readonly Stroke[]): readonly Stroke[] =>
  strokes.toReversed().map((stroke) =>
    'words' in stroke
      ? stroke
      : {
          strokes: [...stroke.strokes]
            .toReversed()
            .map((glyph) => mirrorImages[glyph] ?? glyph)
            .join(''),
        },
  );

const mirrorImages: Readonly<Record<string, string>> = { '►': '◄', '▷': '◁', '╶': '╴' };

/** A line all the way, with a label near its beginning. */
const filled = (
  start: string,
  label: string,
  line: string,
  head: string,
  room: number,
  length: number,
): readonly Stroke[] => {
  const words = abbreviated(label, Math.max(0, room - 6));
  const used = columnsOf(start) + columnsOf(words) + 2 + columnsOf(head);
  if (words === '' || used > length) return [{ strokes: `${line.repeat(Math.max(0, length - 1))}${head}` }];
  return [{ strokes: `${start} ` }, { words }, { strokes: ` ${line.repeat(length - used)}${head}` }];
};

/** A line around a label: strokes and words in turn. */
type Line = (label: string) => readonly string[];

/** The first of the lines that fits; if none does, the last, with its label abbreviated. */
const fitting = (room: number, label: string, lines: readonly Line[]): readonly Stroke[] => {
  const drawn = (line: Line, words: string): readonly Stroke[] =>
    line(words).map((text, index) => (index % 2 === 0 ? { strokes: text } : { words: text }));
  const best = lines.map((line) => drawn(line, label)).find((strokes) => widthOf(strokes) <= room);
  if (best !== undefined) return best;
  const tightest = lines.at(-1)!;
  const excess = widthOf(drawn(tightest, label)) - room;
  return drawn(tightest, abbreviated(label, Math.max(1, columnsOf(label) - excess)));
};

/** Where there is no room for more: `to step 5` as `5`, `lost in step 5` as `lost 5`. */
const briefly = (remark: string): string =>
  remark === 'in flight' ? '' : remark.replace(/ ?(to|from|in) step /, ' ').trim();
