import type { Batch } from './batch.ts';
import { canonicaliserOf } from './canonical.ts';
import { cursorOf, isSevered } from './cursor.ts';
import type { Missing, View } from './cursor.ts';
import { fieldsOf, flag, kind, missing, tablesOf, trait } from './shape.ts';
import type { Shape, Steps } from './shape.ts';
import { possibleOf } from './possible.ts';
import { strikesOf } from './strikes.ts';

export interface Expander {
  /** Tells it where everything is now. */
  readonly look: (view: View) => void;
  /**
   * Adds every step of a state to the batch. Answers false, and adds none, when a table entry was missing.
   * A state whose promise is broken for good has no steps.
   */
  readonly expand: (number: number) => boolean;
  readonly missing: () => Missing;
  /** By outcome: 1 where the bound has withheld it. */
  readonly withheld: () => Uint8Array;
  /** Whether the bound withheld a step of the nature `progress` from the state that was expanded last. */
  readonly isHeldBack: () => boolean;
}

/**
 * The inner loop: all steps of a state by table look-up, with no object allocated. It says the same as
 * `compose` does with objects; a law holds the two against each other.
 *
 * Each function keeps the arrays that it reads in constants of its own: so they stay in registers.
 */
export const expanderOf = (shape: Shape, batch: Batch, steps: Steps): Expander => {
  const { roles, opposite, healing, restartsFirst } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const cursor = cursorOf(shape);
  const { now, room, unheard, lacks } = cursor;
  const onlyProgress = steps === 'progress';
  let isHeldBack = false;
  let withheld = new Uint8Array(1024);

  const withhold = (outcome: number): void => {
    if (outcome >= withheld.length) {
      const more = new Uint8Array(2 * outcome);
      more.set(withheld);
      withheld = more;
    }
    withheld[outcome] = 1;
  };
  const strikes = strikesOf(shape, cursor, batch, withhold);
  const canonicalise = shape.symmetric ? canonicaliserOf(shape, batch, cursor) : () => true;

  const possible = possibleOf(shape, cursor, steps);

  /** Whether the bound leaves room for what an outcome sends. */
  const fits = (ints: Int32Array, sends: number, end: number, severed: number): boolean => {
    let isSending = false;
    for (let at = sends; at < end; at += 3) {
      const link = ints[at]!;
      const count = ints[at + 2]!;
      if (count === 0) continue; // no role sends it
      isSending = true;
      if (count > room[link]! && !isSevered(severed, link) && unheard[link] === 0) return false;
    }
    return !isSending || !cursor.isOverfull;
  };

  /** Takes every outcome of the answers that were gathered. */
  const take = (): boolean => {
    const { ints, rows, layout } = cursor.view;
    const { words, word, shift } = layout;
    const { row, faults } = cursor;
    const swallowing = healing ? 0 : ints[faults]!;
    const ledger = now[fields.ledger]!;
    const ledgers = ints[tables.ledger]! + (ledger << ints[tables.ledger + 1]!);
    const puts = ints[tables.put]!;
    const putShift = ints[tables.put + 1]!;
    const { number } = cursor;
    let { words: to, outcome: outcomes, source: sources, count } = batch;
    const { list, length } = possible;
    for (let answer = 0; answer < length; answer += 4) {
      const role = list[answer]!;
      const plan = list[answer + 1]!;
      const emptied = list[answer + 2]!;
      const traits = ints[plan + 1]!;
      const crash = ints[faults + 3 + role]!;
      if (count + ints[plan]! > outcomes.length) {
        batch.count = count;
        batch.reserve(ints[plan]!);
        ({ words: to, outcome: outcomes, source: sources } = batch);
      }
      for (let left = ints[plan]!, at = plan + 2; left > 0; left -= 1) {
        const outcome = ints[at]!;
        const how = ints[at + 1]!;
        const seen = ints[at + 3]!;
        const after = at + 2;
        const sends = at + 5;
        const end = sends + 3 * ints[at + 4]!;
        at = end;
        if (how !== kind.whole && (onlyProgress || (how === kind.crash && crash === 0))) continue;
        if ((traits & trait.unprovoked) !== 0 && sends < end && !fits(ints, sends, end, swallowing)) {
          withhold(outcome);
          isHeldBack ||= how === kind.whole && (traits & trait.progress) !== 0;
          continue;
        }
        outcomes[count] = outcome;
        sources[count] = number;
        const out = count * words;
        for (let each = 0; each < words; each += 1) to[out + each] = rows[row + each]!;
        to[out + word[role]!]! ^= (now[role]! ^ ints[after]!) << shift[role]!;
        if (emptied >= 0) {
          to[out + word[emptied]!]! ^= (now[emptied]! ^ list[answer + 3]!) << shift[emptied]!;
        } else if ((traits & trait.submission) !== 0) {
          const submitted = now[fields.submitted]!;
          to[out + word[fields.submitted]!]! ^= (submitted ^ (submitted + 1)) << shift[fields.submitted]!;
        }
        if (how === kind.crash) {
          to[out + word[fields.faults]!]! ^= (now[fields.faults]! ^ crash) << shift[fields.faults]!;
        }
        if (seen !== 0) {
          const next = ints[ledgers + seen]!;
          if (next === 0) return lacks(missing.ledger, ledger, seen);
          to[out + word[fields.ledger]!]! ^= (ledger ^ next) << shift[fields.ledger]!;
        }
        // What the roles and the world put on one link stands side by side.
        for (let put = sends, last = -1, before = 0; put < end; put += 3) {
          const link = ints[put]!;
          if (isSevered(swallowing, link)) continue;
          if (unheard[link] !== 0 && ints[put + 2] !== 0) {
            // Unless the role has just learnt that the connection is closed, and there is a new one.
            if (emptied !== roles + opposite[link]!) continue;
            const rest = ints[ints[tables.content]! + list[answer + 3]!]!;
            if (rest === 0) return lacks(missing.content, list[answer + 3]!);
            if (ints[rest + 2] !== 0) continue;
          }
          if (link !== last) before = emptied === roles + link ? list[answer + 3]! : now[roles + link]!;
          const next = ints[puts + (before << putShift) + ints[put + 1]!]!;
          if (next === 0) return lacks(missing.put, before, ints[put + 1]!);
          to[out + word[roles + link]!]! ^= (before ^ next) << shift[roles + link]!;
          last = link;
          before = next;
        }
        count += 1;
      }
    }
    batch.count = count;
    return true;
  };

  const allSteps = (): boolean => {
    if (restartsFirst && strikes.restartFirst()) return true;
    strikes.heal();
    if (!possible.gather() || !take()) return false;
    if (onlyProgress) return true;
    strikes.partition();
    return strikes.loseAndDuplicate() && strikes.reset();
  };

  const isBroken = (): boolean => {
    const { ints } = cursor.view;
    return (ints[ints[tables.flags]! + now[fields.ledger]!]! & flag.broken) !== 0;
  };

  return {
    look: cursor.look,
    expand: (number) => {
      const before = batch.count;
      isHeldBack = false;
      const isKnown = cursor.load(number);
      if (isKnown && (isBroken() || (allSteps() && canonicalise(before)))) return true;
      batch.count = before;
      return false;
    },
    missing: () => cursor.missing,
    withheld: () => withheld,
    isHeldBack: () => isHeldBack,
  };
};
