/**
 * The canonical model once more, written from the page beside this file alone: without roles, effects, tables
 * or anything else of the project. Whoever counts with it counts what the page says.
 */
type Sequence = readonly number[];

interface State {
  readonly submitted: number;
  readonly sender: boolean;
  readonly outbox: Sequence;
  readonly timer: boolean;
  readonly receiver: boolean;
  readonly seen: Sequence;
  /** Multisets, sorted. */
  readonly data: Sequence;
  readonly acks: Sequence;
  readonly ks: number;
  readonly kr: number;
  readonly delivered: Sequence;
}

export interface Bounds {
  readonly messages: number;
  readonly capacity: number;
  readonly ks: number;
  readonly kr: number;
}

const without = (list: Sequence, item: number): Sequence => list.toSpliced(list.indexOf(item), 1);
const put = (list: Sequence, item: number): Sequence => [...list, item].sort((a, b) => a - b);
const distinct = (list: Sequence): Sequence => [...new Set(list)];

const stepsOf = ({ messages, capacity }: Bounds, state: State): readonly State[] => {
  if (state.delivered.some((count) => count > 1)) return [];
  const fits = ({ data, acks }: State): boolean => data.length <= capacity && acks.length <= capacity;
  /** The whole answer and its cuts; what puts packets on links has to fit, unless it answers a packet. */
  const answer = (
    role: 'sender' | 'receiver',
    whole: State,
    cuts: readonly State[],
    provoked: boolean,
  ): readonly State[] => {
    const isPossible = (after: State): boolean =>
      provoked || (after.data === state.data && after.acks === state.acks) || fits(after);
    const down = (after: State): State =>
      role === 'sender'
        ? { ...after, sender: false, timer: false, ks: state.ks - 1 }
        : { ...after, receiver: false, kr: state.kr - 1 };
    const mayCrash = (role === 'sender' ? state.ks : state.kr) > 0;
    return [...(isPossible(whole) ? [whole] : []), ...(mayCrash ? cuts.filter(isPossible).map(down) : [])];
  };

  const submit = (): readonly State[] => {
    const m = state.submitted;
    const begun = { ...state, submitted: m + 1 };
    const stored = { ...begun, outbox: [...state.outbox, m] };
    const sent = { ...stored, data: put(state.data, m) };
    return answer('sender', { ...sent, timer: true }, [begun, stored, stored, sent], false);
  };
  const receiveAck = (m: number): readonly State[] => {
    const taken = { ...state, acks: without(state.acks, m) };
    const removed = { ...taken, outbox: state.outbox.filter((other) => other !== m) };
    const confirmed = state.outbox.includes(m) ? [removed] : [];
    return answer('sender', removed, [taken, removed, ...confirmed], true);
  };
  const timeout = (): readonly State[] => {
    const fired = { ...state, timer: false };
    const sent = state.outbox.map((_, index) => ({
      ...fired,
      data: state.outbox.slice(0, index + 1).reduce(put, state.data),
    }));
    const last = sent.at(-1);
    return answer('sender', last === undefined ? fired : { ...last, timer: true }, [fired, ...sent], false);
  };
  const receiveData = (m: number): readonly State[] => {
    const taken = { ...state, data: without(state.data, m) };
    const delivered = state.seen.includes(m)
      ? taken
      : { ...taken, seen: [...state.seen, m], delivered: state.delivered.with(m, state.delivered[m]! + 1) };
    const acknowledged = { ...delivered, acks: put(state.acks, m) };
    const cuts = delivered === taken ? [taken, acknowledged] : [taken, delivered, acknowledged];
    return answer('receiver', acknowledged, cuts, true);
  };
  const strikes = (link: 'data' | 'acks', m: number): readonly State[] => {
    const doubled = { ...state, [link]: put(state[link], m) };
    return [{ ...state, [link]: without(state[link], m) }, ...(fits(doubled) ? [doubled] : [])];
  };

  return [
    ...(state.sender
      ? [
          ...(state.submitted < messages ? submit() : []),
          ...distinct(state.acks).flatMap(receiveAck),
          ...(state.timer ? timeout() : []),
        ]
      : answer('sender', { ...state, sender: true, timer: state.outbox.length > 0 }, [state], false)),
    ...(state.receiver
      ? distinct(state.data).flatMap(receiveData)
      : answer('receiver', { ...state, receiver: true }, [state], false)),
    ...distinct(state.data).flatMap((m) => strikes('data', m)),
    ...distinct(state.acks).flatMap((m) => strikes('acks', m)),
  ];
};

/** Distinct states, transitions and depth, breadth first. */
export const countByHand = (bounds: Bounds) => {
  const initial: State = {
    submitted: 0,
    sender: true,
    outbox: [],
    timer: false,
    receiver: true,
    seen: [],
    data: [],
    acks: [],
    ks: bounds.ks,
    kr: bounds.kr,
    delivered: Array.from({ length: bounds.messages }, () => 0),
  };
  const known = new Set([JSON.stringify(initial)]);
  let transitions = 0;
  let depth = 0;
  for (let frontier: readonly State[] = [initial]; ;) {
    const next: State[] = [];
    for (const after of frontier.flatMap((state) => stepsOf(bounds, state))) {
      transitions += 1;
      const key = JSON.stringify(after);
      if (known.has(key)) continue;
      known.add(key);
      next.push(after);
    }
    if (next.length === 0) return { states: known.size, transitions, depth };
    depth += 1;
    frontier = next;
  }
};
