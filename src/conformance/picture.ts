import { drawMarks } from '../counterexample/draw.ts';
import type { DrawOptions } from '../counterexample/draw.ts';
import type { Mark, Note } from '../counterexample/drawing/marks.ts';
import type { HistoryEvent, MessageEvent } from './event.ts';
import type { Offence } from './offence.ts';
import { printable } from './printable.ts';

/** An event and the line that it stands on. */
export interface Located {
  readonly line: number;
  readonly event: HistoryEvent;
}

/** The most events of one picture; of more the first and the last are drawn. */
const mostEvents = 24;

const submitting = new Set(['submitted', 'accepted', 'confirmed', 'rejected', 'abandoned']);

/**
 * Whether an event belongs in the picture of an offence: it is about its message, or about the one that it is
 * compared with, in its group; or it is what stands between them and decides, a crash or a mark of a group.
 */
export const belongsTo = ({ message, other, group }: Offence, event: HistoryEvent): boolean => {
  if ('message' in event) {
    if (event.message !== message && event.message !== other) return false;
    return submitting.has(event.type) || !('group' in event) || event.group === group;
  }
  switch (event.type) {
    case 'crashed':
    case 'restarted':
      return true;
    case 'drained':
    case 'subscribed':
    case 'unsubscribed':
      return event.group === undefined || event.group === group;
    default:
      return false;
  }
};

/**
 * Draws an offence as a sequence diagram, as counterexamples of models are drawn: a lifeline for each process, an
 * arrow for each delivery, and the number of its line beside each event.
 *
 * @param located events that belong to the offence, in the order of their lines
 */
export const drawOffence = (
  offence: Offence,
  located: readonly Located[],
  options: DrawOptions = {},
): string => {
  const events = shortened(around(located, offence));
  const participants = participantsOf(events);
  const marks = events.flatMap((entry) =>
    'left' in entry
      ? [note(participants[0]!, `… ${entry.left} more`, 'faint')]
      : marksOf(entry, offence, events, participants),
  );
  return drawMarks(participants.map(short), marks.map(shortMark), printable(offence.clause, 300), options);
};

/** A picture has no room for long names. */
const short = (name: string): string => printable(name, 60);

const shortMark = (mark: Mark): Mark => {
  switch (mark.type) {
    case 'note':
      return { ...mark, role: short(mark.role), text: short(mark.text) };
    case 'span':
      return { ...mark, from: short(mark.from), to: short(mark.to), label: short(mark.label) };
    default:
      return mark;
  }
};

/** Crashes and marks before the message was first seen say nothing about it. */
const around = (located: readonly Located[], { message, other }: Offence): readonly Located[] => {
  const first = located.findIndex(
    ({ event }) => 'message' in event && (event.message === message || event.message === other),
  );
  return located.filter(({ event }, index) => index >= first || event.type === 'subscribed');
};

type Entry = Located | { readonly left: number };

const shortened = (events: readonly Located[]): readonly Entry[] => {
  if (events.length <= mostEvents) return events;
  const half = mostEvents / 2;
  return [...events.slice(0, half), { left: events.length - mostEvents }, ...events.slice(-half)];
};

const isSubmitting = ({ type }: HistoryEvent): boolean => submitting.has(type);

/** Who a column is for: a consumer by its name, everybody else by the process. */
const whoIn = (event: HistoryEvent): string | undefined => {
  if ('consumer' in event && event.consumer !== undefined) return event.consumer;
  return 'process' in event && event.process !== '' ? event.process : undefined;
};

/** Whoever submitted stands on the left, then all others in the order in which they are met. */
const participantsOf = (entries: readonly Entry[]): readonly string[] => {
  const events = entries.flatMap((entry) => ('event' in entry ? [entry.event] : []));
  const named = [...events.filter(isSubmitting), ...events].flatMap((event) => whoIn(event) ?? []);
  const participants = [...new Set(named)];
  if (participants.length === 0) participants.push('producer');
  if (participants.length === 1) participants.push(participants[0] === 'consumer' ? 'producer' : 'consumer');
  return participants;
};

const marksOf = (
  { line, event }: Located,
  offence: Offence,
  entries: readonly Entry[],
  participants: readonly string[],
): readonly Mark[] => {
  const role = whoIn(event) ?? (isReceiving(event) ? participants.at(-1)! : participants[0]!);
  const isWrong = line === offence.line && 'message' in event && event.message === offence.message;
  const style = isWrong ? 'wrong' : styleOf(event);
  const text = isWrong ? `${wordsOf(event)} ✗` : wordsOf(event);
  const told: Note = { ...note(role, text, style), ...handOf(event) };
  if (event.type !== 'delivered') return [{ ...told, number: line }];
  const sent = submissionOf(event, line, entries);
  const from = sent === undefined ? undefined : whoIn(sent.event);
  if (sent === undefined || from === undefined || from === role) return [{ ...told, number: line }];
  return [
    {
      type: 'span',
      number: line,
      from,
      to: role,
      shape: 'finish',
      label: event.message,
      remark: `from line ${sent.line}`,
      style: 'plain',
    },
    told,
  ];
};

const isReceiving = (event: HistoryEvent): boolean => 'message' in event && !isSubmitting(event);

const note = (role: string, text: string, style: Note['style']): Note => ({
  type: 'note',
  role,
  text,
  list: [],
  style,
});

const submissionOf = (
  { message }: MessageEvent,
  before: number,
  entries: readonly Entry[],
): Located | undefined =>
  entries.find(
    (entry): entry is Located =>
      'event' in entry &&
      entry.line < before &&
      entry.event.type === 'submitted' &&
      entry.event.message === message,
  );

const styleOf = ({ type }: HistoryEvent): Note['style'] => {
  switch (type) {
    case 'crashed':
      return 'fault';
    case 'delivered':
      return 'delivery';
    case 'drained':
      return 'timer';
    case 'restarted':
    case 'subscribed':
    case 'unsubscribed':
      return 'plain';
    default:
      return 'application';
  }
};

const handOf = ({ type }: HistoryEvent): Pick<Note, 'hand'> => {
  if (type === 'submitted') return { hand: 'in' };
  const out = ['accepted', 'confirmed', 'rejected', 'abandoned', 'delivered', 'processed', 'settled'];
  return out.includes(type) ? { hand: 'out' } : {};
};

/** The event in the words in which models are told. */
const wordsOf = (event: HistoryEvent): string => {
  switch (event.type) {
    case 'submitted':
      return `submits ${event.message}`;
    case 'discarded':
      return `discarded ${event.message}: ${event.reason}`;
    case 'crashed':
      return 'crash';
    case 'restarted':
      return '↻ restarts';
    case 'drained':
      return event.how === undefined ? 'drained' : `drained: ${event.how}`;
    case 'subscribed':
    case 'unsubscribed':
      return [event.type, event.destination].filter((word) => word !== undefined).join(' ');
    default:
      return 'message' in event ? `${event.type} ${event.message}` : event.type;
  }
};
