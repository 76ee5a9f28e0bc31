import { lossOf } from '../../explore/examine.ts';
import type { Violation } from '../../explore/verdict.ts';
import type { Guarantee } from '../../guarantees/guarantee.ts';
import type { Claim, Ledgers } from '../../guarantees/ledger.ts';
import type { Action } from '../../model/action.ts';
import { actionsTo, observationsTo, pointsTo } from './point.ts';
import type { Drained, Point } from './point.ts';

/** A promise that a run breaks. */
export interface Broken {
  readonly guarantee: Guarantee;
  readonly trace: readonly Action[];
  readonly violation: Violation;
}

/** Goes on from a point in another fair schedule than the first. */
type TryOtherwise = (at: Point) => Promise<Drained>;

/** What a run that was disturbed up to a point, and then went on fairly, breaks of one of its guarantees. */
export const brokenIn = async (
  ledgers: Ledgers,
  number: number,
  disturbed: Point,
  drained: Drained,
  tryOtherwise: TryOtherwise,
): Promise<Broken | undefined> => {
  const { guarantee, broken, owed } = ledgers;
  const { end, ending } = drained;
  const breach = broken(end.ledgers[number]!);
  if (breach !== undefined) {
    const at = pointsTo(end).find((point) => broken(point.ledgers[number]!) !== undefined)!;
    const violation: Violation = { guarantee: guarantee.name, type: 'breach', ...breach };
    return { guarantee, trace: actionsTo(at), violation };
  }
  const [left] = owed(end.ledgers[number]!);
  if (left === undefined || ending === 'quiet' || ending === 'left') return undefined;
  const at = await hopelessFrom(ledgers, number, { disturbed, end, message: left.message }, tryOtherwise);
  return at === undefined ? undefined : debtOf(ledgers, number, at, drained, left.message);
};

/** From where on a debt that is left in the end is not paid in any schedule that is tried. */
const hopelessFrom = async (
  { broken, owed }: Ledgers,
  number: number,
  {
    disturbed,
    end,
    message,
  }: { readonly disturbed: Point; readonly end: Point; readonly message: Claim['message'] },
  tryOtherwise: TryOtherwise,
): Promise<Point | undefined> => {
  const isOwed = ({ ledgers }: Point): boolean =>
    broken(ledgers[number]!) === undefined &&
    owed(ledgers[number]!).some((claim) => claim.message === message);
  const points = pointsTo(end);
  const lastPaid = points.findLastIndex((point) => !isOwed(point));
  for (const point of points.slice(Math.max(lastPaid + 1, disturbed.steps))) {
    const other = await tryOtherwise(point);
    if (other.ending !== 'left' && isOwed(other.end)) return point;
  }
  return undefined;
};

const debtOf = (
  { guarantee, owed }: Ledgers,
  number: number,
  at: Point,
  { end, ending, rounds }: Drained,
  message: Claim['message'],
): Broken => {
  const debt = owed(at.ledgers[number]!).find((claim) => claim.message === message)!;
  const trace = actionsTo(at);
  const violation: Violation = {
    guarantee: guarantee.name,
    type: 'debt',
    ...debt,
    ...(message === undefined ? {} : { loss: lossOf(observationsTo(at), message) }),
    ...(ending === 'standstill'
      ? { ending, continuation: { path: actionsTo(end).slice(trace.length), cycle: [] } }
      : {
          ending: 'for ever',
          noContinuation: `in ${rounds} rounds, in each of which every packet arrives and every timer fires, it is not paid; code that does not show its memory can be waited for, and no more`,
        }),
  };
  return { guarantee, trace, violation };
};
