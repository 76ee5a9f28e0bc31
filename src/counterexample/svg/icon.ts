import { element, fragment, rounded } from './element.ts';
import type { Markup } from './element.ts';

/** The signs are drawn, for a font may not have them, or may have them in colours of its own. */
export type Icon = 'timer' | 'restart' | 'resume' | 'pause' | 'crash' | 'disk' | 'memory';

const strokes: Readonly<Record<Exclude<Icon, 'disk' | 'memory'>, string>> = {
  timer: 'M0-4V0L3 2',
  restart: 'M3.6-1.6A4 4 0 1 0 3.8 1.4M4-5V-1.4H.6',
  resume: 'M-2-3.6L4 0L-2 3.6Z',
  pause: 'M-2-3.5V3.5M2-3.5V3.5',
  crash: 'M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5',
};

/** A sign on a lifeline. */
export const iconAt = (icon: Icon, x: number, y: number): Markup => {
  const place = `translate(${rounded(x)} ${rounded(y)})`;
  if (icon === 'disk' || icon === 'memory') {
    const shape = { x: -3.5, y: -3.5, width: 7, height: 7, class: icon };
    return element('g', { transform: place }, element('rect', shape));
  }
  return element(
    'g',
    { transform: place, class: `icon ${icon}` },
    element('circle', { r: 8.5 }),
    element('path', { d: strokes[icon] }),
  );
};

/** Where something is lost, and where something is wrong. */
export const crossAt = (x: number, y: number, size = 6): Markup =>
  element('path', {
    class: 'cross',
    d: [
      `M${rounded(x - size)} ${rounded(y - size)}L${rounded(x + size)} ${rounded(y + size)}`,
      `M${rounded(x + size)} ${rounded(y - size)}L${rounded(x - size)} ${rounded(y + size)}`,
    ].join(''),
  });

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line, with a head at its end if it arrives there. */
export const arrow = (from: Point, to: Point, className: string, head = 9): Markup => {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const corner = (side: number) =>
    `${rounded(to.x - head * dx - side * 0.45 * head * dy)} ${rounded(to.y - head * dy + side * 0.45 * head * dx)}`;
  const end = { x: to.x - dx * head * 0.7, y: to.y - dy * head * 0.7 };
  return fragment(
    line(from, end, className),
    element('path', {
      class: `head ${className}`,
      d: `M${rounded(to.x)} ${rounded(to.y)}L${corner(1)}L${corner(-1)}Z`,
    }),
  );
};

export const line = (from: Point, to: Point, className: string): Markup =>
  element('line', { class: className, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
