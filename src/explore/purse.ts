/** How much a search may cost. */
export interface SearchBudget {
  /** How many distinct states it may visit, those included that only show whether a debt is paid. */
  readonly states: number;
  /** Asked at every state: whether to give up. For callers that have a clock; engines have none. */
  readonly isOver?: () => boolean;
}

/** What is left of a budget. */
export interface Purse {
  /** Whether one more state may be visited. Once it says no it says no for ever. */
  readonly spend: () => boolean;
}

export const purseOf = ({ states, isOver = () => false }: SearchBudget): Purse => {
  let left = states;
  return {
    spend: () => {
      if (left > 0 && isOver()) left = 0;
      if (left <= 0) return false;
      left -= 1;
      return true;
    },
  };
};
