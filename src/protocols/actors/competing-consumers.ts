/**
 * Competing consumers: several consumers take from one queue, and each message goes to one of them (Hohpe and
 * Woolf 2003).
 *
 * The queue gives a message to a consumer that is free, and keeps it until that acknowledges it. When the
 * consumer's connection breaks, because it has crashed or for no good reason, the message goes back to the front
 * of the queue and to whoever is free next: so another consumer may perform what the first had performed and not
 * yet acknowledged. It is at least once. In the flawed twins consumers share nothing, or have nothing to give
 * back.
 *
 * What competition costs is order, and it takes no fault for that: while one consumer is still busy with a
 * message the other has finished the next.
 *
 * Left out: more than two consumers; pulling, where a consumer asks for work (as in Akka's work pulling); a
 * publisher, for messages are handed to the queue directly. Nothing is sent again inside a connection, for the
 * transport is TCP; links that lose strand what they lose.
 */
import { accept, deliver, protocol, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

type Name = 'left' | 'right';
const names: readonly Name[] = ['left', 'right'];

export type Task = { type: 'task'; message: Message };
export type Ack = { type: 'ack'; id: MessageId };
export type Ready = { type: 'ready' };
type Given = { to: Name; message: Message };
export type Queue = {
  disk: { waiting: readonly Message[]; given: readonly Given[] };
  memory: { away: readonly Name[] };
  sends: Task;
  receives: Ack | Ready;
};
export type Consumer = { sends: Ack | Ready; receives: Task };

/** Gives what waits to whoever is there and has nothing to do. */
const give = ({ waiting, given }: Queue['disk'], away: readonly Name[]): Effects<Queue> => {
  const free = names.filter((name) => !away.includes(name) && !given.some(({ to }) => to === name));
  const now = free.slice(0, waiting.length).map((to, n): Given => ({ to, message: waiting[n]! }));
  return [
    write({ waiting: waiting.slice(now.length), given: [...given, ...now] }),
    ...now.map(({ to, message }) => send<Task>({ type: 'task', message }, to)),
  ];
};

/** Puts back, in front, what was given to those who are gone. */
const takenBack = ({ waiting, given }: Queue['disk'], gone: readonly Name[]): Queue['disk'] => ({
  waiting: [...given.filter(({ to }) => gone.includes(to)).map(({ message }) => message), ...waiting],
  given: given.filter(({ to }) => !gone.includes(to)),
});

export const queue: Role<Queue> = {
  disk: { waiting: [], given: [] },
  memory: { away: [] },
  upon: {
    submit: ({ disk: { waiting, given }, memory: { away } }, message) => {
      const [stored, ...tasks] = give({ waiting: [...waiting, message], given }, away);
      return [stored!, accept(message), ...tasks];
    },
    receive: ({ disk, memory: { away } }, packet, from) => {
      if (packet.type === 'ready') {
        const others = away.filter((name) => name !== from);
        return [remember({ away: others }), ...give(disk, others)];
      }
      const given = disk.given.filter(({ to, message }) => to !== from || message.id !== packet.id);
      return give({ waiting: disk.waiting, given }, away);
    },
    disconnect: ({ disk, memory }, from) => {
      const away = names.filter((name) => name === from || memory.away.includes(name));
      return [remember({ away }), ...give(takenBack(disk, away), away)];
    },
    restart: ({ disk }) => [remember({ away: names }), write(takenBack(disk, names))],
  },
};

export const consumer: Role<Consumer> = {
  upon: {
    receive: (_, { message }) => [
      deliver(message),
      send({ type: 'ack', id: message.id }), // only now, when it is processed
    ],
    disconnect: () => [send({ type: 'ready' })],
    restart: () => [send({ type: 'ready' })],
  },
};

export const competingConsumers = protocol({
  name: 'competing-consumers',
  roles: { queue, left: consumer, right: consumer },
  links: ['queue -> left', 'left -> queue', 'queue -> right', 'right -> queue'],
  connections: ['queue <-> left', 'queue <-> right'],
});
