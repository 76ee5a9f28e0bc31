/** What may be seen of a message, as small numbers. What the submitting side sees comes first. */
export const sighting = {
  submitted: 0,
  accepted: 1,
  confirmed: 2,
  rejected: 3,
  abandoned: 4,
  delivered: 5,
  settled: 6,
  /** In one group. */
  discarded: 7,
  /** In all groups. */
  discardedForAll: 8,
  /** Judged as a delivery of its own: what a group processes is judged apart from what it is handed. */
  processed: 9,
} as const;

export const sightingNames = [
  'submitted',
  'accepted',
  'confirmed',
  'rejected',
  'abandoned',
  'delivered',
  'settled',
  'discarded',
  'discarded',
  'processed',
] as const;

/** How many kinds of sightings change what is known of a message. */
export const sightingKinds = 9;

export const isSubmitting = (type: number): boolean => type <= sighting.abandoned;

/** Whether it is seen by every group, also by those that never had the message. */
export const isForAll = (type: number): boolean => isSubmitting(type) || type === sighting.discardedForAll;

/** What is known of a message in one group: a set of these. */
export const fact = {
  submitted: 1,
  accepted: 2,
  confirmed: 4,
  rejected: 8,
  abandoned: 16,
  delivered: 32,
  /** Delivered more than once. */
  again: 64,
  settled: 128,
  /** Delivered after it was settled. */
  afterSettle: 256,
  discarded: 512,
  /** Delivered, and not settled since. */
  open: 1024,
  /** Delivered after its submission was recorded. */
  arrived: 2048,
  /** Abandoned after its submission was recorded: nobody promised when it would arrive. */
  adrift: 4096,
} as const;

/** The facts after one more sighting. */
export const factsAfter = (facts: number, type: number): number => {
  switch (type) {
    case sighting.delivered:
      return (
        facts |
        fact.delivered |
        fact.open |
        (facts & fact.delivered ? fact.again : 0) |
        (facts & fact.settled ? fact.afterSettle : 0) |
        (facts & fact.submitted ? fact.arrived : 0)
      );
    case sighting.settled:
      return (facts | fact.settled) & ~fact.open;
    case sighting.discarded:
    case sighting.discardedForAll:
      return facts | fact.discarded;
    case sighting.abandoned:
      return facts | fact.abandoned | (facts & fact.submitted ? fact.adrift : 0);
    default:
      return facts | (1 << type);
  }
};

/**
 * The anomalies that the facts about one message show at once, by name.
 *
 * - `duplicated`             delivered more than once
 * - `deliveredAfterReject`   rejected and delivered, in whichever order
 * - `redeliveredAfterSettle` delivered after it was settled
 */
export const shownBy: Readonly<Record<string, (facts: number) => boolean>> = {
  duplicated: (facts) => (facts & fact.again) !== 0,
  deliveredAfterReject: (facts) => (facts & fact.rejected) !== 0 && (facts & fact.delivered) !== 0,
  redeliveredAfterSettle: (facts) => (facts & fact.afterSettle) !== 0,
};
