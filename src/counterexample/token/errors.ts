/** A token that cannot be read: damaged, cut off, or of another version. The message says which. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

/** A trace that was recorded with another protocol than the one there is now, in a way that matters to it. */
export class ChangedError extends Error {
  override readonly name = 'ChangedError';
  /** The first step that is not possible any more, from 1; none where all are, but are answered differently. */
  readonly step: number | undefined;

  private constructor(what: string, step?: number) {
    super(`the protocol has changed since: ${what}`);
    this.step = step;
  }

  static atStep(step: number): ChangedError {
    return new ChangedError(`step ${step} of the trace is not possible any more`, step);
  }

  static inAnswers(now: string, then: string): ChangedError {
    return new ChangedError(
      `every step is possible, but not every answer is what it was (digest ${now}, then ${then})`,
    );
  }
}
