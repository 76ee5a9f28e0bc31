import type { Batch } from './batch.ts';
import { canonicaliserOf } from './canonical.ts';
import { cursorOf, isSevered } from './cursor.ts';
import type { Missing, View } from './cursor.ts';
import { fieldsOf, flag, kind, missing, standing, tablesOf, trait } from './shape.ts';
import type { Shape } from './shape.ts';
import { strikesOf } from './strikes.ts';

/** Which steps to take: all of them, or only those that are taken in the end when they stay possible. */
export type Steps = 'all' | 'progress';

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
  const { roles, links, target, submitters, messages, healing, restartsFirst } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const cursor = cursorOf(shape);
  const { now, process, content, room, lacks } = cursor;
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

  /** The answers that are possible: role, where the answer stands, the link emptied or -1, what is left on it. */
  let possible = new Int32Array(256);
  let answers = 0;
  const add = (role: number, plan: number, emptied: number, rest: number): void => {
    if (answers + 4 > possible.length) {
      const more = new Int32Array(2 * possible.length);
      more.set(possible);
      possible = more;
    }
    possible[answers] = role;
    possible[answers + 1] = plan;
    possible[answers + 2] = emptied;
    possible[answers + 3] = rest;
    answers += 4;
  };

  /** Finds the answers that are possible: submissions, arrivals, then what roles do by themselves. */
  const gather = (): boolean => {
    const { ints } = cursor.view;
    const message = now[fields.submitted]!;
    const maySubmit = message < messages && !onlyProgress;
    answers = 0;
    for (let role = 0; role < (maySubmit ? roles : 0); role += 1) {
      if (submitters[role] === 0 || ints[process[role]!] !== standing.idle) continue;
      const table = tables.submit + 2 * role;
      const plan = ints[ints[table]! + (now[role]! << ints[table + 1]!) + message]!;
      if (plan === 0) return lacks(missing.submit, role, now[role]!, message);
      add(role, plan, -1, 0);
    }
    const severed = ints[cursor.faults]!;
    for (let link = 0; link < links; link += 1) {
      const role = target[link]!;
      if (isSevered(severed, link) || ints[process[role]!] !== standing.idle) continue;
      const record = content[link]!;
      const table = tables.receive + 2 * link;
      const plans = ints[table]! + (now[role]! << ints[table + 1]!);
      for (let left = ints[record + 1]!, at = record + 2; left > 0; left -= 1, at += 3) {
        const plan = ints[plans + ints[at]!]!;
        if (plan === 0) return lacks(missing.receive, link, now[role]!, ints[at]!);
        add(role, plan, roles + link, ints[at + 1]!);
      }
    }
    for (let role = 0; role < roles; role += 1) {
      const record = process[role]!;
      for (let left = ints[record + 1]!, at = record + 2; left > 0; left -= 1, at += 1) {
        add(role, ints[at]!, -1, 0);
      }
    }
    return true;
  };

  /** Whether the bound leaves room for what an outcome sends. */
  const fits = (ints: Int32Array, sends: number, end: number, severed: number): boolean => {
    if (cursor.isOverfull) return false;
    for (let at = sends; at < end; at += 3) {
      if (ints[at + 2]! > room[ints[at]!]! && !isSevered(severed, ints[at]!)) return false;
    }
    return true;
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
    for (let answer = 0; answer < answers; answer += 4) {
      const role = possible[answer]!;
      const plan = possible[answer + 1]!;
      const emptied = possible[answer + 2]!;
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
          to[out + word[emptied]!]! ^= (now[emptied]! ^ possible[answer + 3]!) << shift[emptied]!;
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
        for (let put = sends; put < end; put += 3) {
          const link = ints[put]!;
          if (isSevered(swallowing, link)) continue;
          const before = now[roles + link]!;
          const next = ints[puts + (before << putShift) + ints[put + 1]!]!;
          if (next === 0) return lacks(missing.put, before, ints[put + 1]!);
          to[out + word[roles + link]!]! ^= (before ^ next) << shift[roles + link]!;
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
    if (!gather() || !take()) return false;
    if (onlyProgress) return true;
    strikes.partition();
    return strikes.loseAndDuplicate();
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
