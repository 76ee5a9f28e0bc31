import { fieldsOf, flag, kind, missing, outcomeOf, standing, tablesOf, trait } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Batch } from './batch.ts';
import type { Layout } from './layout.ts';

/** Which steps to take: all of them, or only those that are taken in the end when they stay possible. */
export type Steps = 'all' | 'progress';

/** What the inner loop reads. It is replaced when a table grows, never while the loop runs. */
export interface View {
  readonly ints: Int32Array;
  readonly layout: Layout;
  readonly rows: Int32Array;
}

/** The entry that was missing: its kind, and up to three numbers that say which. */
export type Missing = readonly [kind: number, a: number, b: number, c: number];

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
  const { roles, links, target, submitters, messages, capacity, healing, restartsFirst } = shape;
  const fields = fieldsOf(shape);
  const tables = tablesOf(shape);
  const onlyProgress = steps === 'progress';
  const lack: [number, number, number, number] = [0, 0, 0, 0];

  let view: View = {
    ints: empty,
    rows: empty,
    layout: { words: 0, word: empty, shift: empty, width: empty },
  };
  const masks = new Int32Array(fields.count);

  // Of the state that is being expanded; reused from state to state.
  const now = new Int32Array(fields.count);
  const process = new Int32Array(roles); // where the record of each stands
  const content = new Int32Array(links);
  const room = new Int32Array(links); // how many packets more may be put on each link
  /** The answers that are possible: role, where the answer stands, the link emptied or -1, and what is left on it. */
  const possible = new Int32Array(4096);
  let answers = 0;
  let faults = 0;
  let row = 0;
  let source = 0;
  let isOverfull = false;
  let isHeldBack = false;
  let withheld = new Uint8Array(1024);

  const lacks = (what: number, a: number, b = 0, c = 0): false => {
    lack[0] = what;
    lack[1] = a;
    lack[2] = b;
    lack[3] = c;
    return false;
  };

  /** Reads the fields, and finds the record of each component. */
  const load = (number: number): boolean => {
    const { ints, rows, layout } = view;
    const { word, shift } = layout;
    source = number;
    row = number * layout.words;
    for (let field = 0; field < fields.count; field += 1) {
      now[field] = (rows[row + word[field]!]! >>> shift[field]!) & masks[field]!;
    }
    const strikes = ints[ints[tables.faults]! + now[fields.faults]!]!;
    if (strikes === 0) return lacks(missing.faults, now[fields.faults]!);
    faults = strikes;
    for (let role = 0; role < roles; role += 1) {
      const record = ints[ints[tables.process + 2 * role]! + now[role]!]!;
      if (record === 0) return lacks(missing.process, role, now[role]!);
      process[role] = record;
    }
    const contents = ints[tables.content]!;
    isOverfull = false;
    for (let link = 0; link < links; link += 1) {
      const record = ints[contents + now[roles + link]!]!;
      if (record === 0) return lacks(missing.content, now[roles + link]!);
      content[link] = record;
      room[link] = capacity - ints[record]!;
      if (room[link]! >= 0) continue;
      if (healing || !isSevered(ints[strikes]!, link)) isOverfull = true;
    }
    return true;
  };

  /** Finds the answers that are possible: submissions, arrivals, then what roles do by themselves. */
  const gather = (): boolean => {
    const { ints } = view;
    const message = now[fields.submitted]!;
    answers = 0;
    for (let role = 0; role < roles && message < messages && !onlyProgress; role += 1) {
      if (submitters[role] === 0 || ints[process[role]!] !== standing.idle) continue;
      const table = tables.submit + 2 * role;
      const plan = ints[ints[table]! + (now[role]! << ints[table + 1]!) + message]!;
      if (plan === 0) return lacks(missing.submit, role, now[role]!, message);
      add(role, plan, -1, 0);
    }
    const severed = ints[faults]!;
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
  const add = (role: number, plan: number, emptied: number, rest: number): void => {
    const at = answers * 4;
    possible[at] = role;
    possible[at + 1] = plan;
    possible[at + 2] = emptied;
    possible[at + 3] = rest;
    answers += 1;
  };

  /** Takes every outcome of the answers that were gathered. */
  const take = (): boolean => {
    const { ints, rows, layout } = view;
    const { words, word, shift } = layout;
    const severed = healing ? 0 : ints[faults]!; // links that swallow
    const ledger = now[fields.ledger]!;
    const ledgers = ints[tables.ledger]! + (ledger << ints[tables.ledger + 1]!);
    const puts = ints[tables.put]!;
    const putShift = ints[tables.put + 1]!;
    for (let answer = 0; answer < answers * 4; answer += 4) {
      const role = possible[answer]!;
      const plan = possible[answer + 1]!;
      const emptied = possible[answer + 2]!;
      const rest = possible[answer + 3]!;
      const traits = ints[plan + 1]!;
      const crash = ints[faults + 3 + role]!;
      for (let left = ints[plan]!, at = plan + 2; left > 0; left -= 1) {
        const outcome = ints[at]!;
        const how = ints[at + 1]!;
        const after = ints[at + 2]!;
        const seen = ints[at + 3]!;
        const sends = at + 5;
        const end = sends + 3 * ints[at + 4]!;
        at = end;
        if (how !== kind.whole && (onlyProgress || (how === kind.crash && crash === 0))) continue;
        if ((traits & trait.unprovoked) !== 0 && sends < end && !fits(ints, sends, end, severed)) {
          withhold(outcome);
          if (how === kind.whole && (traits & trait.progress) !== 0) isHeldBack = true;
          continue;
        }
        const out = batch.open(outcome, source);
        const to = batch.words;
        for (let each = 0; each < words; each += 1) to[out + each] = rows[row + each]!;
        to[out + word[role]!]! ^= (now[role]! ^ after) << shift[role]!;
        if (emptied >= 0) to[out + word[emptied]!]! ^= (now[emptied]! ^ rest) << shift[emptied]!;
        else if ((traits & trait.submission) !== 0) {
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
          if (isSevered(severed, link)) continue;
          const before = now[roles + link]!;
          const next = ints[puts + (before << putShift) + ints[put + 1]!]!;
          if (next === 0) return lacks(missing.put, before, ints[put + 1]!);
          to[out + word[roles + link]!]! ^= (before ^ next) << shift[roles + link]!;
        }
        batch.count += 1;
      }
    }
    return true;
  };

  /** Whether the bound leaves room for what an outcome sends. */
  const fits = (ints: Int32Array, sends: number, end: number, severed: number): boolean => {
    if (isOverfull) return false;
    for (let at = sends; at < end; at += 3) {
      if (ints[at + 2]! > room[ints[at]!]! && !isSevered(severed, ints[at]!)) return false;
    }
    return true;
  };
  const withhold = (outcome: number): void => {
    if (outcome >= withheld.length) {
      const more = new Uint8Array(2 * outcome);
      more.set(withheld);
      withheld = more;
    }
    withheld[outcome] = 1;
  };

  /** Takes a step of a link: one in which the faults change, and perhaps what is on it. */
  const strike = (outcome: number, next: number, link: number, left: number): void => {
    const { rows, layout } = view;
    const { words, word, shift } = layout;
    const out = batch.open(outcome, source);
    const to = batch.words;
    for (let each = 0; each < words; each += 1) to[out + each] = rows[row + each]!;
    to[out + word[fields.faults]!]! ^= (now[fields.faults]! ^ next) << shift[fields.faults]!;
    to[out + word[link]!]! ^= (now[link]! ^ left) << shift[link]!;
    batch.count += 1;
  };

  const heal = (): void => {
    const { ints } = view;
    for (let link = 0; link < links; link += 1) {
      const healed = ints[faults + 3 + roles + links + link]!;
      if (healed !== 0) strike(outcomeOf.heal(link), healed, roles + link, now[roles + link]!);
    }
  };

  const loseAndDuplicate = (): boolean => {
    const { ints } = view;
    const lost = ints[faults + 1]!;
    const duplicated = ints[faults + 2]!;
    if (lost === 0 && duplicated === 0) return true;
    let hasRoom = true;
    for (let link = 0; link < links; link += 1) hasRoom &&= room[link]! >= 0;
    for (let link = 0; link < links; link += 1) {
      const record = content[link]!;
      for (let left = ints[record + 1]!, at = record + 2; left > 0; left -= 1, at += 3) {
        const outcome = ints[ints[tables.packet + 2 * link]! + ints[at]!]!;
        if (outcome === 0) return lacks(missing.packet, link, ints[at]!);
        if (lost !== 0) strike(outcome, lost, roles + link, ints[at + 1]!);
        if (duplicated === 0) continue;
        if (hasRoom && room[link]! > 0) strike(outcome + 1, duplicated, roles + link, ints[at + 2]!);
        else withhold(outcome + 1);
      }
    }
    return true;
  };

  const partition = (): void => {
    const { ints } = view;
    for (let link = 0; link < links; link += 1) {
      const cutOff = ints[faults + 3 + roles + link]!;
      if (cutOff === 0) continue;
      strike(outcomeOf.partition(link), cutOff, roles + link, healing ? now[roles + link]! : emptyContent);
    }
  };

  /** Of the answers only the restart that nothing can tell from one at another time, if there is such a one. */
  const restartFirst = (): boolean => {
    const { ints } = view;
    for (let role = 0; role < roles; role += 1) {
      const record = process[role]!;
      const plan = ints[record + 2]!;
      if (ints[record] !== standing.down || (ints[plan + 1]! & trait.silent) === 0) continue;
      strike(ints[plan + 2]!, now[fields.faults]!, role, ints[plan + 4]!);
      return true;
    }
    return false;
  };

  const allSteps = (): boolean => {
    if (restartsFirst && restartFirst()) return true;
    heal();
    if (!gather() || !take()) return false;
    if (onlyProgress) return true;
    partition();
    return loseAndDuplicate();
  };

  return {
    look: (now) => {
      view = now;
      masks.set(view.layout.width.map((bits) => (1 << bits) - 1));
    },
    expand: (number) => {
      const before = batch.count;
      isHeldBack = false;
      const isKnown = load(number);
      if (isKnown && (view.ints[view.ints[tables.flags]! + now[fields.ledger]!]! & flag.broken) !== 0)
        return true;
      if (isKnown && allSteps()) return true;
      batch.count = before;
      return false;
    },
    missing: () => lack,
    withheld: () => withheld,
    isHeldBack: () => isHeldBack,
  };
};

const empty: Int32Array = new Int32Array(0);

const isSevered = (severed: number, link: number): boolean => ((severed >>> link) & 1) === 1;

/** The content of a link with nothing on it is the first that is numbered. */
const emptyContent = 1;
