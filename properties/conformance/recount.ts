import type { HistoryEvent } from '../../src/conformance/event.ts';

/**
 * The definitions of `spec/history.md` once more, each by looking through everything: a recount that is slow,
 * short and plain, and shares nothing with the judge. A line that cannot be read is `undefined`.
 */
export type Lines = readonly (HistoryEvent | undefined)[];

/** Something seen of a message: once transactions have become what they promise. */
interface Seen {
  readonly type: string;
  readonly message: string;
  readonly line: number;
  readonly process: string;
  readonly group: string | undefined;
  readonly consumer: string;
  readonly at: number | undefined;
  readonly key: string | undefined;
  readonly digest: string | undefined;
  readonly destination: string | undefined;
  readonly position: string | undefined;
}

type Sights = readonly Seen[];

const submittingTypes = new Set(['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned']);
const forAll = ({ type, group }: Seen): boolean =>
  submittingTypes.has(type) || (type === 'discarded' && group === undefined);

const seenIn = (lines: Lines): Sights => {
  const seen = (event: any, line: number): Seen => ({
    type: event.type,
    message: event.message,
    line,
    process: event.process,
    group: event.group,
    consumer: event.consumer ?? event.process,
    at: event.at,
    key: event.key,
    digest: event.digest,
    destination: event.destination,
    position: event.position === undefined ? undefined : String(event.position),
  });
  const endOf = (index: number, transaction: string): number =>
    lines.findIndex(
      (event, at) =>
        at > index &&
        (event?.type === 'committed' || event?.type === 'aborted') &&
        event.transaction === transaction,
    );
  const isDeferred = ({ type }: HistoryEvent): boolean => type === 'processed' || type === 'settled';
  return lines.flatMap((event, index) => {
    const line = index + 1;
    if (event === undefined) return [];
    if ('message' in event) {
      return event.transaction !== undefined && isDeferred(event) ? [] : [seen(event, line)];
    }
    if (event.type !== 'committed' && event.type !== 'aborted') return [];
    const inIt = lines.flatMap((other, at) =>
      other !== undefined &&
      'message' in other &&
      other.transaction === event.transaction &&
      endOf(at, event.transaction) === index
        ? [other]
        : [],
    );
    const submitted = [
      ...new Set(inIt.filter(({ type }) => type === 'submitted').map(({ message }) => message)),
    ];
    const type = event.type === 'committed' ? 'confirmed' : 'rejected';
    const told = submitted.map((message) => seen({ type, message, process: '' }, line));
    if (event.type === 'aborted') return told;
    return [...told, ...inIt.filter(isDeferred).map((other) => seen(other, line))];
  });
};

const has = (sights: Sights, message: string, type: string): boolean =>
  sights.some((seen) => seen.message === message && seen.type === type);
const countOf = (sights: Sights, message: string, type: string): number =>
  sights.filter((seen) => seen.message === message && seen.type === type).length;
const placeOf = (sights: Sights, message: string, type: string): number => {
  const place = sights.findIndex((seen) => seen.message === message && seen.type === type);
  return place === -1 ? Infinity : place;
};
const submissionOf = (sights: Sights, message: string): Seen | undefined =>
  sights.find((seen) => seen.message === message && seen.type === 'submitted');
const messagesIn = (sights: Sights): readonly string[] => [...new Set(sights.map(({ message }) => message))];

const rejectedAndDelivered = (sights: Sights, m: string): boolean =>
  has(sights, m, 'rejected') && has(sights, m, 'delivered');

/** Whether a prefix of what was seen owes the message. */
const owesDelivery = (sights: Sights, m: string): boolean =>
  (has(sights, m, 'accepted') || has(sights, m, 'confirmed')) &&
  !has(sights, m, 'delivered') &&
  (has(sights, m, 'confirmed') || !(has(sights, m, 'rejected') || has(sights, m, 'abandoned')));
const owesConfirmed = (sights: Sights, m: string): boolean =>
  has(sights, m, 'confirmed') && !has(sights, m, 'delivered');

/** The line since which something is true without a break, or nothing if it is not true at the end. */
const trueSince = (sights: Sights, isTrue: (prefix: Sights) => boolean): number | undefined => {
  let since: number | undefined;
  for (let length = 1; length <= sights.length; length += 1) {
    if (!isTrue(sights.slice(0, length))) since = undefined;
    else since ??= sights[length - 1]!.line;
  }
  return since;
};

/** The deliveries that count for an order, each with the submissions that it is compared by. */
const disordered = (sights: Sights, strictly: boolean, byKey: boolean): readonly string[] => {
  const counting = sights.flatMap((seen, place) => {
    if (seen.type !== 'delivered') return [];
    const before = sights.slice(0, place);
    const submission = submissionOf(before, seen.message);
    if (submission === undefined) return [];
    if (byKey && submission.key === undefined) return [];
    const afterSubmission = before.slice(before.indexOf(submission));
    if (has(afterSubmission, seen.message, 'abandoned')) return [];
    const isFirst = !has(afterSubmission, seen.message, 'delivered');
    return [{ message: seen.message, submission, isFirst }];
  });
  return counting.flatMap(({ message, submission, isFirst }, index) => {
    if (!isFirst && !strictly) return [];
    const isOvertaken = counting
      .slice(0, index)
      .some(
        (other) =>
          other.submission.process === submission.process &&
          (!byKey || other.submission.key === submission.key) &&
          sights.indexOf(other.submission) > sights.indexOf(submission),
      );
    return isOvertaken ? [message] : [];
  });
};

export type Verdict = 'holds' | 'violated' | 'unknown';

export interface Recount {
  readonly group: string | undefined;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly verdictOf: (guarantee: string) => Verdict;
}

/** Every group of a history, counted and judged. `orders` are the orders that are asked for beside a guarantee. */
export const recount = (lines: Lines, orders: readonly ('sender' | 'key')[] = []): readonly Recount[] => {
  const names = lines.flatMap((event, index): readonly (string | undefined)[] => {
    if (event?.type === 'started') return index === 0 ? (event.groups ?? []) : [];
    if (event?.type === 'drained') return event.group === undefined ? [] : [event.group];
    if (event?.type === 'subscribed' || event?.type === 'unsubscribed') return [event.group];
    return [];
  });
  const seen = seenIn(lines).filter((sight) => !forAll(sight));
  const groups = [...new Set([...names, ...seen.map(({ group }) => group)])];
  return (groups.length === 0 ? [undefined] : groups).map((group) => recountGroup(lines, group, orders));
};

const recountGroup = (
  lines: Lines,
  group: string | undefined,
  orders: readonly ('sender' | 'key')[],
): Recount => {
  const start = lines[0]?.type === 'started' ? lines[0] : undefined;
  const end = lines.findLast((event) => event?.type === 'ended');
  const complete = { ...start?.complete, ...(end?.type === 'ended' ? end.complete : {}) };
  const missed = lines.filter((event) => event === undefined).length;
  const firstGap = complete.delivering === false ? 0 : lines.findIndex((event) => event === undefined);
  const gaps = missed > 0 || complete.delivering === false;
  const all = seenIn(lines);
  const own = all.filter((sight) => forAll(sight) || sight.group === group);
  const handed = own.filter(({ type }) => type !== 'processed');
  const processed = own
    .filter(({ type }) => type !== 'delivered' && type !== 'settled')
    .map((sight) => (sight.type === 'processed' ? { ...sight, type: 'delivered' } : sight));
  const certain = (sights: Sights): Sights => (gaps ? sights.filter(({ line }) => line <= firstGap) : sights);
  const settles = handed.some(({ type }) => type === 'settled');
  const marks = lines.flatMap((event, index) =>
    event?.type === 'drained' && (event.group === undefined || event.group === group) ? [index + 1] : [],
  );
  const subscriptions = lines.flatMap((event, index) =>
    (event?.type === 'subscribed' || event?.type === 'unsubscribed') && event.group === group
      ? [{ ...event, line: index + 1, who: event.consumer ?? event.process }]
      : [],
  );
  const everSubscribed = subscriptions.some(({ type }) => type === 'subscribed');
  const isAlways = group === undefined ? !everSubscribed : start?.groups?.includes(group) === true;
  const isPerhaps = !isAlways && !everSubscribed;

  /** Whether a subscription to a destination (or to all) lasts from before one line until another. */
  const lasts = (to: string | undefined, from: number, until: number): boolean => {
    const holders = new Set<string>();
    let held = false;
    for (const { type, line, who, destination } of subscriptions) {
      if (line > until) break;
      if (type === 'subscribed' && destination === to) holders.add(who ?? '');
      if (type === 'unsubscribed' && (destination === undefined || destination === to)) {
        if (who === undefined) holders.clear();
        else holders.delete(who);
      }
      if (line < from) held = holders.size > 0;
      else if (holders.size === 0) held = false;
    }
    return held;
  };
  const firstLineOf = (m: string): number => all.find(({ message }) => message === m)!.line;
  const isInterested = (m: string, until: number): boolean => {
    const destination = submissionOf(all, m)?.destination;
    const to = destination === undefined ? [undefined] : [undefined, destination];
    return isAlways || to.some((each) => lasts(each, firstLineOf(m), until));
  };
  const isDiscarded = (m: string): boolean => has(handed, m, 'discarded');

  const debts = (sights: Sights, owes: (prefix: Sights, m: string) => boolean) => {
    const owed = messagesIn(all).flatMap((message) => {
      const since = isDiscarded(message) ? undefined : trueSince(sights, (prefix) => owes(prefix, message));
      return since === undefined ? [] : [{ message, since }];
    });
    const due = isPerhaps
      ? []
      : owed.filter(({ message, since }) =>
          marks.some((mark) => since < mark && isInterested(message, mark)),
        );
    const perhaps = isPerhaps ? owed : [];
    const waiting = owed.filter((debt) => !due.includes(debt) && isInterested(debt.message, Infinity));
    return { due, perhaps, waiting };
  };

  const overtaken = (sights: Sights): readonly string[] =>
    gaps
      ? []
      : messagesIn(all).filter((m) => {
          if (trueSince(sights, (prefix) => owesDelivery(prefix, m)) === undefined) return false;
          if (isDiscarded(m) || isPerhaps || !isInterested(m, Infinity)) return false;
          const submission = submissionOf(sights, m);
          if (submission === undefined || has(sights.slice(sights.indexOf(submission)), m, 'abandoned'))
            return false;
          return orders.some((order) =>
            messagesIn(all).some((other) => {
              const later = submissionOf(sights, other);
              if (later === undefined || later.process !== submission.process) return false;
              if (order === 'key' && (submission.key === undefined || later.key !== submission.key))
                return false;
              if (sights.indexOf(later) <= sights.indexOf(submission)) return false;
              return sights.some(
                (sight, place) =>
                  sight.type === 'delivered' &&
                  sight.message === other &&
                  place > sights.indexOf(later) &&
                  !has(sights.slice(sights.indexOf(later), place), other, 'abandoned'),
              );
            }),
          );
        });

  const clockWentBack = lines.some((event, index) => {
    const before = lines.slice(0, index).findLast((other) => other?.at !== undefined)?.at;
    return event?.at !== undefined && before !== undefined && event.at < before;
  });
  /** Of each repeated delivery: whether it is within the claimed window, or nobody knows. */
  const repeats = (sights: Sights) => {
    const deliveries = sights.filter(({ type }) => type === 'delivered');
    return deliveries.flatMap((delivery, index) => {
      const last = deliveries.slice(0, index).findLastIndex(({ message }) => message === delivery.message);
      if (last === -1) return [];
      const { message } = delivery;
      const window = start?.window;
      if (window === undefined) return [{ message, is: 'within' }];
      if ('messages' in window)
        return [{ message, is: index - last > window.messages ? 'beyond' : 'within' }];
      const [from, to] = [deliveries[last]!.at, delivery.at];
      const isKnown = from !== undefined && to !== undefined && !clockWentBack;
      if (!isKnown) return [{ message, is: 'doubtful', beyond: to! - from! > window.milliseconds }];
      return [{ message, is: to - from > window.milliseconds ? 'beyond' : 'within' }];
    });
  };

  const stuck = (): readonly string[] => {
    const latest = Math.max(-Infinity, ...lines.flatMap((event) => event?.at ?? []));
    return unsettled().filter((m) => {
      const last = handed.findLast(({ message, type }) => message === m && type === 'delivered')!;
      const isQuiet = start?.quiet !== undefined && latest - (last.at ?? NaN) > start.quiet;
      return marks.some((mark) => last.line < mark) || isQuiet;
    });
  };
  const unsettled = (): readonly string[] =>
    settles
      ? messagesIn(handed).filter((m) => has(handed, m, 'delivered') && !has(handed, m, 'settled'))
      : [];

  const deliveriesIn = (sights: Sights) =>
    sights.flatMap((sight, place) =>
      sight.type === 'delivered' ? [{ sight, before: sights.slice(0, place) }] : [],
    );
  const messagesOf = (found: readonly { readonly sight: Seen }[]): readonly string[] => [
    ...new Set(found.map(({ sight }) => sight.message)),
  ];
  const corrupted = (sights: Sights) =>
    messagesOf(
      deliveriesIn(sights).filter(({ sight }) => {
        const digest = submissionOf(sights, sight.message)?.digest;
        return digest !== undefined && sight.digest !== undefined && digest !== sight.digest;
      }),
    );
  const misrouted = (sights: Sights) =>
    messagesOf(
      deliveriesIn(sights).filter(({ sight }) => {
        const to = submissionOf(sights, sight.message)?.destination;
        if (to === undefined) return false;
        if (sight.destination !== undefined && sight.destination !== to) return true;
        const before = subscriptions.filter(({ type, line }) => type === 'subscribed' && line < sight.line);
        if (start?.groups?.includes(group ?? '\uffff') === true || before.length === 0) return false;
        return before.every(({ destination }) => destination !== undefined && destination !== to);
      }),
    );
  const twoPositions = (sights: Sights) =>
    messagesIn(sights).filter(
      (m) =>
        new Set(
          sights.flatMap(({ message, type, position }) =>
            message === m && type === 'delivered' && position !== undefined ? [position] : [],
          ),
        ).size > 1,
    );
  const concurrent = (sights: Sights) =>
    settles
      ? messagesOf(
          deliveriesIn(sights).filter(({ sight, before }) => {
            const last = before.findLast(
              ({ message, type }) => message === sight.message && type === 'delivered',
            );
            if (last === undefined || last.consumer === sight.consumer) return false;
            const since = before.slice(before.indexOf(last));
            if (has(since, sight.message, 'settled')) return false;
            return !lines.some((event, index) => {
              if (index + 1 <= last.line || index + 1 >= sight.line) return false;
              if (event?.type === 'crashed' || event?.type === 'restarted') {
                const its = all.findLast(
                  ({ type, consumer, line }) =>
                    type === 'delivered' && consumer === last.consumer && line <= index,
                );
                return event.process === last.consumer || event.process === its?.process;
              }
              return event?.type === 'unsubscribed' && (event.consumer ?? event.process) === last.consumer;
            });
          }),
        )
      : [];
  const phantoms = (sights: Sights) =>
    messagesIn(sights).filter((m) => has(sights, m, 'delivered') && !has(sights, m, 'submitted'));
  const afterSettle = (sights: Sights) =>
    messagesOf(deliveriesIn(sights).filter(({ sight, before }) => has(before, sight.message, 'settled')));
  const lost = gaps ? [] : debts(handed, owesDelivery).due;
  const distinct = (messages: readonly string[]): number => new Set(messages).size;
  const repeated = repeats(handed);

  const anomalies = {
    lost: lost.length,
    overtaken: overtaken(handed).length,
    duplicated: messagesIn(handed).filter((m) => countOf(handed, m, 'delivered') > 1).length,
    duplicatedAtSource: twoPositions(handed).length,
    duplicatedEffect: messagesIn(processed).filter((m) => countOf(processed, m, 'delivered') > 1).length,
    beyondWindow: distinct(
      repeated.filter(({ is, beyond }: any) => is === 'beyond' || beyond).map(({ message }) => message),
    ),
    phantom: phantoms(handed).length,
    deliveredAfterReject: messagesIn(handed).filter((m) => rejectedAndDelivered(handed, m)).length,
    reordered: distinct(disordered(handed, false, false)),
    reorderedPerKey: distinct(disordered(handed, false, true)),
    corrupted: corrupted(handed).length,
    misrouted: misrouted(handed).length,
    redeliveredAfterSettle: afterSettle(handed).length,
    handledConcurrently: concurrent(handed).length,
    unsettled: unsettled().length,
    stuck: stuck().length,
  };

  type Marks = { violated?: boolean; unknown?: boolean };
  const breach = (isBroken: (sights: Sights) => boolean, sights: Sights, outlives = false): Marks =>
    outlives || isBroken(certain(sights)) ? { violated: isBroken(sights) } : { unknown: isBroken(sights) };
  const debtMarks = (sights: Sights, owes: typeof owesDelivery): Marks => {
    const { due, perhaps, waiting } = debts(sights, owes);
    const isOvertaken = owes === owesDelivery && sights === handed && overtaken(sights).length > 0;
    return {
      violated: (!gaps && due.length > 0) || isOvertaken,
      unknown: due.length + perhaps.length + waiting.length > 0,
    };
  };
  const atMostOnce = (sights: Sights): Marks => {
    const again = repeats(sights);
    return {
      violated:
        messagesIn(sights).some((m) => rejectedAndDelivered(sights, m)) ||
        again.some(({ is }) => is === 'within'),
      unknown: again.some(({ is }) => is === 'doubtful'),
    };
  };
  const needs = (...seen: readonly boolean[]): Marks => ({ unknown: seen.some((is) => !is) });
  const any = (sights: Sights, ...types: readonly string[]): boolean =>
    sights.some(({ type }) => types.includes(type));
  const accepted = (sights: Sights): boolean => any(sights, 'accepted', 'confirmed');
  const strangers = (sights: Sights): Marks => {
    const isThere = phantoms(sights).length > 0;
    return complete.submitting === true && missed === 0 ? { violated: isThere } : { unknown: isThere };
  };
  const compared = (field: 'digest' | 'destination'): boolean =>
    handed.some(
      (sight) =>
        sight.type === 'delivered' &&
        sight[field] !== undefined &&
        submissionOf(handed, sight.message)?.[field] !== undefined,
    );

  const marksFor = (guarantee: string): readonly Marks[] => {
    const isProcessing = guarantee.endsWith(' processing');
    const sights = isProcessing ? processed : handed;
    switch (guarantee.replace(' processing', '')) {
      case 'at most once':
        return [atMostOnce(sights), needs(any(sights, 'delivered'))];
      case 'at least once':
        return [debtMarks(sights, owesDelivery), needs(any(sights, 'delivered'), accepted(sights))];
      case 'exactly once':
        return [
          atMostOnce(sights),
          debtMarks(sights, owesDelivery),
          strangers(sights),
          needs(any(sights, 'delivered'), accepted(sights)),
        ];
      case 'honest confirmation':
        return [debtMarks(sights, owesConfirmed), needs(any(sights, 'confirmed'))];
      case 'confirmed means delivered':
        return [
          breach(
            (some) =>
              messagesIn(some).some((m) => placeOf(some, m, 'confirmed') < placeOf(some, m, 'delivered')),
            sights,
          ),
          needs(any(sights, 'confirmed')),
        ];
      case 'no creation': {
        const isBroken = (some: Sights): boolean =>
          messagesIn(some).some((m) => placeOf(some, m, 'delivered') < placeOf(some, m, 'submitted'));
        const broken = breach(isBroken, sights);
        return [
          complete.submitting === false ? { unknown: isBroken(sights) } : broken,
          needs(any(sights, 'delivered')),
        ];
      }
      case 'in order':
      case 'strictly in order': {
        const strictly = guarantee === 'strictly in order';
        return [
          breach((some) => disordered(some, strictly, false).length > 0, sights),
          needs(any(sights, 'delivered')),
        ];
      }
      case 'in order per key': {
        const keyed = messagesIn(all).filter((m) => submissionOf(all, m)?.key !== undefined);
        return [
          breach((some) => disordered(some, false, true).length > 0, sights),
          needs(any(sights, 'delivered'), keyed.length > 1),
        ];
      }
      case 'no corruption':
        return [breach((some) => corrupted(some).length > 0, sights, true), needs(compared('digest'))];
      case 'no misrouting':
        return [breach((some) => misrouted(some).length > 0, sights), needs(compared('destination'))];
      case 'no redelivery after settling':
        return [breach((some) => afterSettle(some).length > 0, sights, true), needs(settles)];
      case 'no concurrent handling':
        return [breach((some) => concurrent(some).length > 0, sights), needs(settles)];
      case 'settled in the end':
        return [{ violated: !gaps && stuck().length > 0, unknown: unsettled().length > 0 }, needs(settles)];
      default:
        throw new Error(`nothing is known of ${guarantee}`);
    }
  };

  return {
    group,
    anomalies,
    verdictOf: (guarantee) => {
      const found = marksFor(guarantee);
      const silent = missed > 0 || complete.submitting === false || complete.delivering === false;
      if (found.some(({ violated }) => violated === true)) return 'violated';
      return silent || found.some(({ unknown }) => unknown === true) ? 'unknown' : 'holds';
    },
  };
};
