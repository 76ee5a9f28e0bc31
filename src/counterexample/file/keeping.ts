/** What became of a failure that was to be kept. */
export type Keeping =
  /** `known`: the same failure was there already, and its file stays as it is. */
  | { readonly outcome: 'kept' | 'known'; readonly file: string }
  | { readonly outcome: 'not kept'; readonly file: string; readonly reason: string };

/** What became of it, in a line. */
export const keepingInWords = (keeping: Keeping): string => {
  const { outcome, file } = keeping;
  switch (outcome) {
    case 'kept':
      return `Kept as ${file}, to be performed first the next time.`;
    case 'known':
      return `Kept before as ${file}.`;
    case 'not kept':
      return `Not kept as ${file}: ${keeping.reason}.`;
  }
};

/** Whether a function that was to keep a failure says what became of it. */
export const isKeeping = (answer: unknown): answer is Keeping =>
  typeof answer === 'object' &&
  answer !== null &&
  'outcome' in answer &&
  'file' in answer &&
  (answer.outcome === 'kept' || answer.outcome === 'known' || 'reason' in answer);
