import type { RoleName } from '../../model/message.ts';
import { element, fragment } from './element.ts';
import type { Markup } from './element.ts';
import { line } from './icon.ts';
import { fonts } from './plan.ts';
import type { Plan, PlacedRow } from './plan.ts';
import { barWidth } from './routes.ts';

const nameHeight = 30;

/** The boxes with the names of the roles, on top of their lifelines. */
export const headers = ({ lifelines, top }: Plan): readonly Markup[] =>
  Object.values(lifelines).map(({ x, name, nameWidth }) =>
    fragment(
      element('rect', {
        class: 'role',
        x: x - nameWidth / 2,
        y: top - nameHeight,
        width: nameWidth,
        height: nameHeight,
        rx: 6,
      }),
      element(
        'text',
        { class: 'strong middle', x, y: top - nameHeight / 2 + 5, 'font-size': fonts.name.size },
        name,
      ),
    ),
  );

/** The lines of all roles, broken while one is down, double while one pauses in the middle of an answer. */
export const lifelines = (plan: Plan): readonly Markup[] =>
  Object.entries(plan.lifelines).map(([role, { x }]) => {
    const pieces: Markup[] = [];
    let state = 'running';
    let from = plan.top;
    const until = (y: number): void => {
      const sides = state === 'paused' ? [-2, 2] : [0];
      pieces.push(
        ...sides.map((side) => line({ x: x + side, y: from }, { x: x + side, y }, `life ${state}`)),
      );
      from = y;
    };
    for (const { row, y } of plan.rows) {
      if (row.type !== 'note' || row.role !== role || row.becomes === undefined) continue;
      until(y);
      state = row.becomes;
    }
    until(plan.bottom);
    return fragment(pieces);
  });

/**
 * The bars that show a role at work: an answer from its event to its last effect. Where a crash cuts it off,
 * its outline goes on to the end of what it would have done.
 */
export const bars = (plan: Plan): readonly Markup[] => {
  const pieces: Markup[] = [];
  for (const { number } of plan.bands) {
    const own = plan.rows.filter(({ row }) => row.scene.number === number && row.scene.type === 'answer');
    const [first] = own;
    if (first === undefined || first.row.scene.type !== 'answer') continue;
    const { role, cutShort } = first.row.scene;
    const end = own.find(({ row }) => isEnd(row));
    const bottom = end?.y ?? own.at(-1)!.bottom - 2;
    pieces.push(bar(plan, role, first.top + 3, bottom, 'bar', number));
    if (end !== undefined && cutShort !== undefined && cutShort.deeds.length > 0) {
      const kind = cutShort.by === 'crash' ? 'bar cut' : 'bar waiting';
      pieces.push(bar(plan, role, end.y, own.at(-1)!.bottom - 2, kind, number));
    }
  }
  return pieces;
};

const isEnd = (row: PlacedRow['row']): boolean =>
  row.type === 'note' && (row.becomes === 'down' || row.becomes === 'paused');

const bar = (
  { lifelines: all }: Plan,
  role: RoleName,
  top: number,
  bottom: number,
  className: string,
  step: number,
): Markup =>
  element('rect', {
    class: className,
    'data-step': step,
    x: all[role]!.x - barWidth / 2,
    y: top,
    width: barWidth,
    height: Math.max(4, bottom - top),
    rx: 2,
  });
