import type { Flight } from '../story/flight.ts';
import type { Point } from './icon.ts';
import type { Plan, PlacedRow } from './plan.ts';

/** The way of one packet across the picture: a straight line, for time runs evenly down and space across. */
export interface Route {
  readonly flight: Flight;
  readonly start: Point;
  readonly end: Point;
}

/** How far across a packet gets that never arrives. */
const lostAt = 0.62;
const aloftAt = 0.42;
const severedAt = 0.3;
/** Lines end at the bars of the roles, not at the lifelines inside them. */
export const barWidth = 10;

/**
 * The routes of all packets, in the order of sending. A packet is sent, arrives and is lost at the heights of
 * the rows that say so, so a packet that overtakes another crosses its line.
 */
export const routesOf = (flights: readonly Flight[], plan: Plan): ReadonlyMap<Flight, Route> => {
  const routes = new Map<Flight, Route>();
  for (const flight of flights) {
    const start = startOf(flight, plan, routes);
    routes.set(flight, { flight, start, end: endOf(flight, start, plan) });
  }
  return routes;
};

/** The point of a route at a height. */
export const pointAt = ({ start, end }: Route, y: number): Point => {
  const part = end.y === start.y ? 0 : (y - start.y) / (end.y - start.y);
  return { x: start.x + part * (end.x - start.x), y };
};

const rowWhere = (plan: Plan, isIt: (row: PlacedRow['row']) => boolean): PlacedRow | undefined =>
  plan.rows.find(({ row }) => isIt(row));

/** A role sends a packet from its bar; a copy leaves the line of the packet that it is a copy of. */
const startOf = (flight: Flight, plan: Plan, routes: ReadonlyMap<Flight, Route>): Point => {
  const copied = rowWhere(plan, (row) => row.type === 'duplicate' && row.copy === flight);
  if (copied?.row.type === 'duplicate') return pointAt(routes.get(copied.row.flight)!, copied.y);
  const sent = rowWhere(plan, (row) => row.type === 'send' && row.flight === flight)!;
  return { x: edgeOf(plan, flight.from, flight.to), y: sent.y };
};

const endOf = (flight: Flight, start: Point, plan: Plan): Point => {
  const { end, from, to } = flight;
  const [left, right] = [edgeOf(plan, from, to), edgeOf(plan, to, from)];
  const across = (part: number): number => left + part * (right - left);
  if (end.type === 'arrived') {
    const arrival = rowWhere(plan, (row) => row.type === 'arrival' && row.flight === flight)!;
    return { x: right, y: arrival.y };
  }
  if (end.type === 'lost') {
    const loss = rowWhere(plan, (row) => row.type === 'lose' && row.flight === flight)!;
    return { x: beyond(start.x, across(lostAt), right), y: loss.y };
  }
  if ((end.type === 'severed' || end.type === 'dropped') && end.step !== flight.sent) {
    const cut = rowWhere(plan, (row) => row.scene.number === end.step)!;
    return { x: beyond(start.x, across(severedAt), right), y: cut.y };
  }
  const last = Math.max(start.y, ...forksOf(flight, plan));
  return { x: beyond(start.x, across(aloftAt), right), y: last + 12 };
};

/** The heights at which a packet is copied on its way. */
const forksOf = (flight: Flight, plan: Plan): readonly number[] =>
  plan.rows.filter(({ row }) => row.type === 'duplicate' && row.flight === flight).map(({ y }) => y);

/** A copy that is made far across gets a little farther than that. */
const beyond = (from: number, wished: number, limit: number): number => {
  const ahead = Math.sign(limit - wished);
  return (wished - from) * ahead >= 24 ? wished : from + (limit - from) / 2;
};

const edgeOf = ({ lifelines }: Plan, role: string, towards: string): number => {
  const [here, there] = [lifelines[role]!.x, lifelines[towards]!.x];
  return here + (Math.sign(there - here) * barWidth) / 2;
};
