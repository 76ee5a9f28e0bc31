/** What no protocol can do, and why the cells that it is about are as they are. */
export interface Theorem {
  readonly source: string;
  /** What it says, in one or two sentences. */
  readonly says: string;
  /** The guarantees and the assumptions, by name, under which no protocol keeps them. */
  readonly guarantees: readonly string[];
  readonly assumptions: readonly string[];
}

/**
 * The impossibility results that decide cells. In the models of all three, whatever is handed over is owed:
 * a protocol that accepts only what was already delivered owes less, and may escape.
 */
export const theorems: readonly Theorem[] = [
  {
    source:
      'A. Fekete, N. Lynch, Y. Mansour, J. Spinelli: The impossibility of implementing reliable communication in the face of crashes. Journal of the ACM 40(5), 1993',
    says: 'No reliable communication protocol can tolerate crashes of the processors on which it runs, when such a crash erases all state.',
    guarantees: ['exactly once'],
    assumptions: ['forgetful', 'hostile-and-forgetful'],
  },
  {
    source:
      'B. Lampson: Reliable messages and connection establishment. In: Distributed Systems, chapter 10, 1993',
    says: 'Exactly once with an acknowledgement takes a change of stable state for every message that is received. Without it, choose duplicates or loss when the receiver crashes.',
    guarantees: ['exactly once'],
    assumptions: ['receiver-forgetful'],
  },
  {
    source:
      'M. K. Aguilera, W. Chen, S. Toueg: Heartbeat: a timeout-free failure detector for quiescent reliable communication. 1997',
    says: 'Where processes crash and links lose packets, no communication is both reliable and quiescent without a failure detector. A link that is cut off for ever looks like a receiver that crashed for good: whoever gives up loses messages where links lose only some, whoever does not sends for ever.',
    guarantees: ['at least once', 'exactly once'],
    assumptions: ['severed'],
  },
];

/** The theorems that stand behind a broken cell, by their numbers from 1. */
export const theoremsBehind = (guarantee: string, assumption: string): readonly number[] =>
  theorems.flatMap(({ guarantees, assumptions }, index) =>
    guarantees.includes(guarantee) && assumptions.includes(assumption) ? [index + 1] : [],
  );
