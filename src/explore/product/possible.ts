import type { Cursor } from './cursor.ts';
import { isSevered } from './cursor.ts';
import { fieldsOf, head, missing, standing, tablesOf, trait } from './shape.ts';
import type { Shape, Steps } from './shape.ts';

/** The answers that are possible in the state that is being expanded. */
export interface Possible {
  /** For each: the role, where the answer stands, the field of the link emptied or -1, and what is left on it. */
  list: Int32Array;
  /** How many integers of the list count. */
  length: number;
  /** Finds them: submissions, arrivals, then what roles do by themselves. Answers false when an entry is missing. */
  readonly gather: () => boolean;
}

export const possibleOf = (shape: Shape, cursor: Cursor, steps: Steps): Possible => {
  const { roles, links, target, skew, submitters, messages } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const { now, process, content, lacks } = cursor;
  const submits = steps === 'all';

  const add = (role: number, plan: number, emptied: number, rest: number): void => {
    const { length } = possible;
    if (length + 4 > possible.list.length) {
      const more = new Int32Array(2 * possible.list.length);
      more.set(possible.list);
      possible.list = more;
    }
    const { list } = possible;
    list[length] = role;
    list[length + 1] = plan;
    list[length + 2] = emptied;
    list[length + 3] = rest;
    possible.length = length + 4;
  };

  const submissions = (ints: Int32Array, message: number): boolean => {
    for (let role = 0; role < roles; role += 1) {
      if (submitters[role] === 0 || ints[process[role]!] !== standing.idle) continue;
      const table = tables.submit + 2 * role;
      const plan = ints[ints[table]! + (now[role]! << ints[table + 1]!) + message]!;
      if (plan === 0) return lacks(missing.submit, role, now[role]!, message);
      add(role, plan, -1, 0);
    }
    return true;
  };

  const arrivals = (ints: Int32Array): boolean => {
    const severed = ints[cursor.faults]!;
    for (let link = 0; link < links; link += 1) {
      const role = target[link]!;
      if (isSevered(severed, link) || ints[process[role]!] !== standing.idle) continue;
      const record = content[link]!;
      const table = tables.receive + 2 * link;
      const plans = ints[table]! + (now[role]! << ints[table + 1]!);
      for (let left = ints[record + 1]!, at = record + head; left > 0; left -= 1, at += 3) {
        const plan = ints[plans + ints[at]!]!;
        if (plan === 0) return lacks(missing.receive, link, now[role]!, ints[at]!);
        add(role, plan, roles + link, ints[at + 1]!);
      }
    }
    return true;
  };

  const awakenings = (ints: Int32Array): void => {
    const slowest = skew === 0 ? 0 : slowestClock(ints);
    for (let role = 0; role < roles; role += 1) {
      const record = process[role]!;
      for (let left = ints[record + 1]!, at = record + head; left > 0; left -= 1, at += 1) {
        // No clock runs further ahead of another than the world lets it.
        if ((ints[ints[at]! + 1]! & trait.tick) !== 0 && ints[record + 2]! - slowest >= skew) continue;
        add(role, ints[at]!, -1, 0);
      }
    }
  };
  const slowestClock = (ints: Int32Array): number => {
    let slowest = Infinity;
    for (let role = 0; role < roles; role += 1) {
      const clock = ints[process[role]! + 2]!;
      if (clock >= 0 && clock < slowest) slowest = clock;
    }
    return slowest;
  };

  const possible: Possible = {
    list: new Int32Array(256),
    length: 0,
    gather: () => {
      const { ints } = cursor.view;
      const message = now[fields.submitted]!;
      possible.length = 0;
      if (submits && message < messages && !submissions(ints, message)) return false;
      if (!arrivals(ints)) return false;
      awakenings(ints);
      return true;
    },
  };
  return possible;
};
