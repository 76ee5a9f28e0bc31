import { accept, arm, deliver, remember, send, write } from '../../../src/model/effect.ts';
import type { Message, MessageId } from '../../../src/model/message.ts';
import { protocol } from '../../../src/model/protocol.ts';
import type { Role } from '../../../src/model/role.ts';
import { sender as retransmitting } from '../../../src/protocols/at-least-once.ts';
import type { Ack, Data } from '../../../src/protocols/at-least-once.ts';

/** Records, then delivers, and does not acknowledge what it has recorded: so the sender never learns. */
const silent: Role<{ disk: { seen: readonly MessageId[] }; sends: Ack; receives: Data }> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk: { seen } }, { message }) =>
      seen.includes(message.id)
        ? []
        : [write({ seen: [...seen, message.id] }), deliver(message), send({ type: 'ack', id: message.id })],
  },
};

export const silentDuplicates = protocol({
  name: 'silent-duplicates',
  roles: { sender: retransmitting, receiver: silent },
  links: ['sender -> receiver', 'receiver -> sender'],
});

type Chatter = { type: 'chatter' };

/** Sends the message again and again, and with it something that nobody needs. */
const chattering: Role<{
  memory: { message: Message | null };
  sends: Data | Chatter;
  receives: Ack;
  timer: 'again';
}> = {
  memory: { message: null },
  upon: {
    submit: (_, message) => [remember({ message }), accept(message), arm('again')],
    timeout: ({ memory: { message } }) => [
      send({ type: 'chatter' }),
      ...(message === null ? [] : [send<Data>({ type: 'data', message }), arm('again')]),
    ],
    receive: () => [remember({ message: null })],
  },
};

/** Delivers the message whenever it comes, and acknowledges it. */
const hearing: Role<{ sends: Ack; receives: Data | Chatter }> = {
  upon: {
    receive: (_, packet) =>
      packet.type === 'chatter'
        ? []
        : [deliver(packet.message), send({ type: 'ack', id: packet.message.id })],
  },
};

export const chatter = protocol({
  name: 'chatter',
  roles: { sender: chattering, receiver: hearing },
  links: ['sender -> receiver', 'receiver -> sender'],
});

type Request = { type: 'request' };
type Ticket = { type: 'ticket'; number: 0 | 1 };
type Ticketed = { type: 'data'; number: 0 | 1; message: Message };
type Stale = { type: 'stale' };

/** Asks for a ticket, sends the message with it, and asks anew when the ticket has become stale. */
type Asking = {
  memory: { message: Message | null; asking: boolean };
  sends: Request | Ticketed;
  receives: Ticket | Stale;
  timer: 'impatience';
};
const asking: Role<Asking> = {
  memory: { message: null, asking: false },
  upon: {
    submit: (_, message) => [
      remember({ message, asking: true }),
      accept(message),
      send<Request>({ type: 'request' }),
    ],
    receive: ({ memory: { message, asking: open } }, packet) => {
      if (message === null) return [];
      if (packet.type === 'stale') return open ? [] : [remember({ asking: true }), send({ type: 'request' })];
      return open
        ? [remember({ asking: false }), send<Ticketed>({ type: 'data', number: packet.number, message })]
        : [];
    },
  },
};

/** Gives out a ticket upon each request, and takes a message only with the last one that it gave out. */
const ticketing: Role<{
  memory: { last: 0 | 1; delivered: boolean };
  sends: Ticket | Stale;
  receives: Request | Ticketed;
}> = {
  memory: { last: 1, delivered: false },
  upon: {
    receive: ({ memory: { last, delivered } }, packet) => {
      if (delivered) return [];
      if (packet.type === 'request') {
        const next = last === 0 ? 1 : 0;
        return [remember({ last: next }), send<Ticket>({ type: 'ticket', number: next })];
      }
      return packet.number === last
        ? [remember({ delivered: true }), deliver(packet.message)]
        : [send({ type: 'stale' })];
    },
  },
};

/**
 * A handshake in the manner of D. Belsnes (1976), as small as can be: a request that comes twice makes the
 * first ticket stale. A link that duplicates each request keeps it going for ever.
 */
export const tickets = protocol({
  name: 'tickets',
  roles: { sender: asking, receiver: ticketing },
  links: ['sender -> receiver', 'receiver -> sender'],
});

/** The same, and it asks again before there is an answer. */
const impatient: Role<Asking> = {
  ...asking,
  upon: {
    ...asking.upon,
    submit: (state, message) => [...asking.upon.submit!(state, message), arm('impatience')],
    timeout: () => [send({ type: 'request' }), arm('impatience')],
  },
};

/** It needs no duplicates to keep going for ever: a timer that fires at the wrong moment each time will do. */
export const impatientTickets = protocol({
  name: 'impatient-tickets',
  roles: { sender: impatient, receiver: ticketing },
  links: ['sender -> receiver', 'receiver -> sender'],
});
