/**
 * Two generals who send each other everything they know, for so many rounds. Whatever a deterministic protocol
 * has them send is a function of what they know, so it can tell them no more than this: a protocol comes down
 * to what each of them decides for each of its views.
 */
export interface Run {
  /** What was lost, in the order in which it was sent: from A and from B in each round. */
  readonly lost: readonly boolean[];
  /** All that each of them knows in the end, as text: equal texts, equal views. */
  readonly views: { readonly A: string; readonly B: string };
}

export type General = 'A' | 'B';

/** Every run of so many rounds: one for each choice of what the links lose. */
export const runsOf = (rounds: number): readonly Run[] =>
  upTo(2 ** (2 * rounds)).map((number) => {
    const lost = upTo(2 * rounds).map((packet) => ((number >> packet) & 1) === 1);
    let views = { A: 'A', B: 'B' };
    for (let round = 0; round < rounds; round++) {
      const [fromA, fromB] = [lost[2 * round]!, lost[2 * round + 1]!];
      views = {
        A: `(${views.A} ${fromB ? 'nothing' : views.B})`,
        B: `(${views.B} ${fromA ? 'nothing' : views.A})`,
      };
    }
    return { lost, views };
  });

const upTo = (many: number): readonly number[] => [...Array(many).keys()];

export interface Link {
  readonly run: Run;
  /** Who cannot tell this run from the one before. */
  readonly same?: General;
}

/**
 * The shortest chain of runs from the one in which all arrives to the one in which nothing does, each of which
 * looks to one of the generals like the one before; nothing when there is none. Along it, whoever cannot tell
 * two runs apart decides the same in both, and by agreement so does the other.
 */
export const chainOf = (rounds: number): readonly Link[] | undefined => {
  const runs = runsOf(rounds);
  const [start, end] = [runs[0]!, runs.at(-1)!];
  const reached = new Map<Run, Link & { readonly before?: Run }>([[start, { run: start }]]);
  for (const run of reached.keys()) {
    for (const next of runs) {
      const same = (['A', 'B'] as const).find((general) => next.views[general] === run.views[general]);
      if (same !== undefined && !reached.has(next)) reached.set(next, { run: next, same, before: run });
    }
  }
  if (!reached.has(end)) return undefined;
  const chain: Link[] = [];
  for (let link = reached.get(end); link !== undefined; link = link.before && reached.get(link.before)) {
    chain.unshift(link);
  }
  return chain;
};

/** Why a protocol is wrong: what it does in the first run in which it goes wrong. */
export type Wrong =
  'they disagree' | 'all arrives, and they do not attack' | 'nothing arrives, and they attack';

/** Every protocol of so many rounds, and what is wrong with it: nothing would be a solution. */
export const judgements = (rounds: number): readonly (Wrong | undefined)[] => {
  const runs = runsOf(rounds);
  const viewsOf = (general: General) => [...new Set(runs.map(({ views }) => views[general]))];
  const choices = (views: readonly string[]): readonly ReadonlyMap<string, boolean>[] =>
    upTo(2 ** views.length).map(
      (number) => new Map(views.map((view, place) => [view, ((number >> place) & 1) === 1])),
    );
  const [ofA, ofB] = [choices(viewsOf('A')), choices(viewsOf('B'))];
  return ofA.flatMap((a) => ofB.map((b) => wrongWith(runs, a, b)));
};

const wrongWith = (
  runs: readonly Run[],
  a: ReadonlyMap<string, boolean>,
  b: ReadonlyMap<string, boolean>,
): Wrong | undefined => {
  const attacks = ({ views }: Run) => [a.get(views.A), b.get(views.B)];
  if (attacks(runs[0]!).includes(false)) return 'all arrives, and they do not attack';
  if (attacks(runs.at(-1)!).includes(true)) return 'nothing arrives, and they attack';
  const isSplit = runs.some((run) => attacks(run).includes(true) && attacks(run).includes(false));
  return isSplit ? 'they disagree' : undefined;
};
