import { match } from 'ts-pattern';
import type { RoleName } from '../../model/message.ts';
import type { Style } from './canvas.ts';
import type { Flight } from '../story/flight.ts';
import type { LinkScene, PacketScene } from '../story/story.ts';

/** Something between two lifelines: a packet, or what happens to a link. */
export interface Span {
  readonly type: 'span';
  /** The number of the step that begins here. */
  readonly number?: number;
  readonly from: RoleName;
  readonly to: RoleName;
  readonly shape: Shape;
  readonly label: string;
  /** Where the packet goes, where it comes from, or how it ends. */
  readonly remark: string;
  readonly style: Style;
  readonly flight?: Flight;
}

/**
 * - `arrow`     sent, and there in the next step
 * - `start`     sent, and there later or never
 * - `copy`      made by the link, behind the packet that it is a copy of: there later or never
 * - `finish`    there, and sent some steps before
 * - `end`       sent, and lost in the next step
 * - `late end`  lost, and sent some steps before
 * - `link`      a link that is cut off or heals, or a connection that breaks
 */
export type Shape = 'arrow' | 'start' | 'copy' | 'finish' | 'end' | 'late end' | 'link';

/** A packet where it is sent. If the next step stands apart, no arrow leads there. */
export const sendingOf = (flight: Flight | undefined, isNextApart: boolean): readonly Span[] => {
  if (flight === undefined) return [];
  const { sent, end } = flight;
  if ((end.type === 'severed' || end.type === 'dropped') && end.step === sent) {
    const remark = end.type === 'severed' ? 'cut off' : 'closed';
    return [span(flight, 'end', { remark, style: 'fault' })];
  }
  const isNext = end.type === 'arrived' && end.step === sent + 1 && !isNextApart;
  return [isNext ? span(flight, 'arrow') : span(flight, 'start', { remark: fateOf(flight) })];
};

/** A packet where it arrives, unless its arrow has been drawn already. */
export const arrivalOf = (flight: Flight | undefined, step: number, isApart: boolean): readonly Span[] =>
  flight === undefined || (flight.sent === step - 1 && !isApart)
    ? []
    : [span(flight, 'finish', { remark: `from step ${flight.sent}` })];

/** A packet where its link loses or duplicates it. */
export const packetSpan = ({ type, flight, copy }: PacketScene): readonly Span[] =>
  type === 'duplicate' && copy !== undefined
    ? [span(copy, 'copy', { remark: fateOf(copy), style: 'fault' })]
    : [span(flight, 'late end', { remark: `from step ${flight.sent}`, style: 'fault' })];

/** A link where it is cut off or heals. */
export const linkSpan = ({ type, from, to, forEver }: LinkScene): Span => {
  const label = match(type)
    .with('heal', () => 'heals')
    .with('reset', () => 'connection breaks')
    .with('partition', () => (forEver ? 'cut off for ever' : 'cut off'))
    .exhaustive();
  const style = type === 'heal' ? 'plain' : 'fault';
  return { type: 'span', from, to, shape: 'link', label, remark: '', style };
};

const span = (flight: Flight, shape: Shape, look: Partial<Span> = {}): Span => {
  const { from, to, label } = flight;
  return { type: 'span', from, to, shape, label, remark: '', style: 'packet', flight, ...look };
};

const fateOf = ({ end }: Flight): string =>
  match(end)
    .with({ type: 'in flight' }, () => 'in flight')
    .with({ type: 'arrived' }, ({ step }) => `to step ${step}`)
    .with({ type: 'lost' }, { type: 'dropped' }, ({ step }) => `lost in step ${step}`)
    .with({ type: 'severed' }, ({ step }) => `cut off in step ${step}`)
    .exhaustive();

/** A packet that the very next step ends: that step begins at the line already drawn. */
export const completed = (sending: Span, step: number): Span =>
  sending.shape === 'start'
    ? { ...sending, number: step, shape: 'end', remark: 'lost', style: 'fault' }
    : { ...sending, number: step };
