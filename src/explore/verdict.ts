import type { Claim } from '../guarantees/ledger.ts';
import type { Action } from '../model/action.ts';
import type { Reduction } from './reductions.ts';

/** How a lost message was lost. */
export type LossKind =
  /** It had even been confirmed. */
  | 'silent'
  /** A process crashed while it was under way: the only loss of which senders without a disk may be innocent. */
  | 'in progress at a crash'
  /** Neither. */
  | 'plain';

/**
 * One way on from the end of a trace that leaves a debt: the certificate that the debt is not paid. First the
 * path, once; then the cycle, again and again. An empty cycle says that after the path nothing can happen.
 *
 * Both consist of progress only, neither pays, and the cycle returns to the very state it started from, ledger
 * included. It is fair: whatever progress is possible anywhere in it, were it not for the bound, is taken in
 * it. So it keeps up with the fairness that is asked of a world, and yet never pays.
 */
export interface Continuation<A extends { readonly type: string } = Action> {
  readonly path: readonly A[];
  readonly cycle: readonly A[];
}

/** What went wrong, and how. */
export interface Violation<A extends { readonly type: string } = Action> extends Claim {
  readonly guarantee: string;
  /** `breach`: it happened and stays so. `debt`: it was to happen, and without faults it never will. */
  readonly type: 'breach' | 'debt';
  /** For a message that is never delivered. */
  readonly loss?: LossKind;
  /** For a debt: whether it comes to where nothing at all can happen, or things go on for ever without paying it. */
  readonly ending?: 'standstill' | 'for ever';
  /** For a debt: one way on. */
  readonly continuation?: Continuation<A>;
  /** For a debt without a continuation: why none is shown. */
  readonly noContinuation?: string;
}

/** How much was seen: what makes a verdict more than silence. */
export interface Coverage {
  /** Distinct states, each together with the guarantee's ledger. */
  readonly states?: number;
  readonly transitions?: number;
  /** The most steps that any state is away from the initial one. */
  readonly depth?: number;
  /** Random walks. */
  readonly runs?: number;
  readonly seed?: number;
  /** Runs of a simulation that were enumerated and not drawn. */
  readonly enumerated?: readonly Enumerated[];
  /** How often each observation and each fault occurred, over all transitions or all steps of all walks. */
  readonly occurred: Readonly<Record<string, number>>;
  /** How many different messages were submitted. */
  readonly messages: number;
  /** What was left out because it does not change the verdict; nothing where this is missing. */
  readonly reductions?: readonly Reduction[];
  /** Whether the bound on what is in flight ever kept a step from happening. */
  readonly withheld: boolean;
}

/** The runs that differ from a fair run without faults in so many places. */
export interface Enumerated {
  readonly disturbances: number;
  readonly runs: number;
  /** Whether these were all there are. */
  readonly all: boolean;
}

interface Judged {
  readonly model: string;
  readonly guarantee: string;
  readonly engine: 'exhaustive' | 'random' | 'simulation';
  /** The bounds within which the verdict was reached, in words. */
  readonly bound: string;
  readonly coverage: Coverage;
}

/** Every state within the bound was visited, and the promise was kept in all of them. */
export interface Holds extends Judged {
  readonly verdict: 'holds';
}

/** Here is how it is broken. */
export interface Violated<A extends { readonly type: string } = Action> extends Judged {
  readonly verdict: 'violated';
  readonly violation: Violation<A>;
  readonly trace: readonly A[];
  /** Whether it is proved that no shorter trace breaks the promise, in the whole world within its bound. */
  readonly shortest: boolean;
  /** Where only that could be proved: the scope in which no shorter one does, in words. */
  readonly shortestIn?: string;
  /**
   * By this, two runs recognise the same bug. It is there when the trace is the normal form: the same one
   * whatever the engine and the seed.
   */
  readonly fingerprint?: string;
}

/** Not known, and why: which budget ran out, or what was never observed. */
export interface Unknown extends Judged {
  readonly verdict: 'unknown';
  readonly reason: string;
}

export type Verdict<A extends { readonly type: string } = Action> = Holds | Violated<A> | Unknown;

/** The worst of several verdicts: one violation outweighs everything, one unknown all that holds. */
export const worst = (verdicts: readonly Verdict['verdict'][]): Verdict['verdict'] =>
  verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'holds';
