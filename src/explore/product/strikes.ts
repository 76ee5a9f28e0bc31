import type { Batch } from './batch.ts';
import { isSevered } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { fieldsOf, firstNumbered, head, missing, outcomeOf, standing, tablesOf, trait } from './shape.ts';
import type { Shape } from './shape.ts';

/** The steps in which no role answers anything, and the one restart that may go before all others. */
export interface Strikes {
  readonly heal: () => void;
  readonly partition: () => void;
  /** Answers false when a table entry is missing. */
  readonly loseAndDuplicate: () => boolean;
  /** Answers false when a table entry is missing. */
  readonly reset: () => boolean;
  /**
   * Takes, of all steps, only the restart that nothing can tell from one at another time; answers false where
   * there is none. It sends and tells nothing and leaves the disk alone, so it commutes with whatever the
   * others do, and what a process does not do while it is down it need not do while it is up.
   */
  readonly restartFirst: () => boolean;
}

export const strikesOf = (
  shape: Shape,
  cursor: Cursor,
  batch: Batch,
  withhold: (outcome: number) => void,
): Strikes => {
  const { roles, links, healing, connections } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const { now, process, content, room } = cursor;

  /** A step in which the faults change and one other field. */
  const strike = (outcome: number, faults: number, field: number, value: number): void => {
    const { rows, layout } = cursor.view;
    const { words, word, shift } = layout;
    const out = batch.open(outcome, cursor.number);
    const to = batch.words;
    for (let each = 0; each < words; each += 1) to[out + each] = rows[cursor.row + each]!;
    to[out + word[fields.faults]!]! ^= (now[fields.faults]! ^ faults) << shift[fields.faults]!;
    to[out + word[field]!]! ^= (now[field]! ^ value) << shift[field]!;
    batch.count += 1;
  };

  return {
    heal: () => {
      const { ints } = cursor.view;
      for (let link = 0; link < links; link += 1) {
        const healed = ints[cursor.faults + 3 + roles + links + link]!;
        if (healed !== 0) strike(outcomeOf.heal(link), healed, roles + link, now[roles + link]!);
      }
    },
    partition: () => {
      const { ints } = cursor.view;
      for (let link = 0; link < links; link += 1) {
        const cutOff = ints[cursor.faults + 3 + roles + link]!;
        if (cutOff === 0) continue;
        strike(outcomeOf.partition(link), cutOff, roles + link, healing ? now[roles + link]! : firstNumbered);
      }
    },
    loseAndDuplicate: () => {
      const { ints } = cursor.view;
      const lost = ints[cursor.faults + 1]!;
      const duplicated = ints[cursor.faults + 2]!;
      if (lost === 0 && duplicated === 0) return true;
      let hasRoom = true;
      for (let link = 0; link < links; link += 1) hasRoom &&= room[link]! >= 0;
      for (let link = 0; link < links; link += 1) {
        const record = content[link]!;
        for (let left = ints[record + 1]!, at = record + head; left > 0; left -= 1, at += 3) {
          const outcome = ints[ints[tables.packet + 2 * link]! + ints[at]!]!;
          if (outcome === 0) return cursor.lacks(missing.packet, link, ints[at]!);
          if (outcome < 0) continue;
          if (lost !== 0) strike(outcome, lost, roles + link, ints[at + 1]!);
          if (duplicated === 0) continue;
          if (hasRoom && room[link]! > 0) strike(outcome + 1, duplicated, roles + link, ints[at + 2]!);
          else withhold(outcome + 1);
        }
      }
      return true;
    },
    reset: () => {
      const { ints } = cursor.view;
      const reset = ints[cursor.faults + 3 + roles + 2 * links]!;
      const swallowing = healing ? 0 : ints[cursor.faults]!;
      const puts = ints[tables.put]!;
      const shift = ints[tables.put + 1]!;
      /** What is on a link after its connection has broken; 0 where that is not known yet. */
      const after = (link: number): number => {
        const before = now[roles + link]!;
        return isSevered(swallowing, link) ? before : ints[puts + (before << shift) + firstNumbered]!;
      };
      const breaking = reset === 0 ? 0 : connections.length;
      for (let pair = 0; pair < breaking; pair += 2) {
        const [one, other] = [connections[pair]!, connections[pair + 1]!];
        if (ints[content[one]! + 2] !== 0 || ints[content[other]! + 2] !== 0) continue;
        if (after(one) === 0) return cursor.lacks(missing.put, now[roles + one]!, firstNumbered);
        if (after(other) === 0) return cursor.lacks(missing.put, now[roles + other]!, firstNumbered);
        strike(outcomeOf.reset(links, pair / 2), reset, roles + one, after(one));
        // The step that was just added changes one field more.
        const { word, shift: shifts, words } = cursor.view.layout;
        const field = roles + other;
        batch.words[(batch.count - 1) * words + word[field]!]! ^=
          (now[field]! ^ after(other)) << shifts[field]!;
      }
      return true;
    },
    restartFirst: () => {
      const { ints } = cursor.view;
      for (let role = 0; role < roles; role += 1) {
        const record = process[role]!;
        const plan = ints[record + head]!;
        if (ints[record] !== standing.down || (ints[plan + 1]! & trait.silent) === 0) continue;
        strike(ints[plan + 2]!, now[fields.faults]!, role, ints[plan + 4]!);
        return true;
      }
      return false;
    },
  };
};
