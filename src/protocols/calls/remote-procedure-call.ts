/**
 * Remote procedure calls as Birrell and Nelson (1984) made them: a call that returns was executed exactly
 * once, a call that ends in an exception was executed once or not at all, and the caller is not told which.
 *
 * To submit is to call, to deliver is to execute the procedure, to confirm is to return, and to abandon is
 * the exception. A client binds itself to one *incarnation* of the server, and each call names it. A call has
 * an identifier: the conversation, which is new each time the client starts, and a sequence number in it. The
 * client sends a call again until its result comes; one client has one call outstanding.
 *
 * The server remembers the last call of its client, in memory. A call that is newer it executes; that call
 * once more it answers with the result once more; an older one it drops. What the memory of a server that
 * crashed held is not needed again, for the restarted server is another incarnation: it refuses calls to the
 * one before, and the client raises the exception and binds anew. Of stable storage the two need one number
 * each, written once after they start, when it is first asked for, and not for each call.
 *
 * It is at most once whatever the network and the processes do. It is no more than that: the calls that wait
 * in a client that crashes are gone. It breaks when the numbers repeat: see the flawed twins.
 *
 * Left out: the look-up of the exporter in a database (here the server itself answers `bind`), packets that
 * acknowledge a call whose execution takes long and probes of such a call, arguments and results of several
 * packets, and calls back. The original takes the conversation from a clock that does not run backwards.
 */
import {
  abandon,
  accept,
  arm,
  confirm,
  deliver,
  protocol,
  remember,
  send,
  write,
} from '../../model/index.ts';
import type { Message, Role } from '../../model/index.ts';

export type CallId = { conversation: number; sequence: number };
export type ToServer = { type: 'bind' } | ({ type: 'call'; incarnation: number; message: Message } & CallId);
export type ToClient =
  { type: 'bound'; incarnation: number } | ({ type: 'result' } & CallId) | ({ type: 'refused' } & CallId);
export type Client = {
  disk: { conversation: number };
  /** A conversation begins with the first call after the start; `incarnation` is that of the server. */
  memory: { waiting: readonly Message[]; sequence: number; incarnation: number | null };
  sends: ToServer;
  receives: ToClient;
  timer: 'retransmit';
};
export type Server = {
  disk: { incarnation: number };
  /** Which incarnation it is, once it had to say so since it started. */
  memory: { incarnation: number | null; last: CallId | null };
  sends: ToClient;
  receives: ToServer;
};

/** Calls for the first of the waiting messages, or binds where that is not yet done; and will do it again. */
export const callFirst = (
  [first]: readonly Message[],
  conversation: number,
  sequence: number,
  incarnation: number | null,
) => {
  if (first === undefined) return [];
  const packet: ToServer =
    incarnation === null
      ? { type: 'bind' }
      : { type: 'call', incarnation, conversation, sequence, message: first };
  return [send(packet), arm('retransmit')];
};

export const client: Role<Client> = {
  disk: { conversation: 0 },
  memory: { waiting: [], sequence: 0, incarnation: null },
  upon: {
    submit: ({ disk, memory: { waiting, sequence, incarnation } }, message) => {
      const isFirst = sequence === 0; // the first call since it started: a new conversation
      const conversation = isFirst ? disk.conversation + 1 : disk.conversation;
      const all = [...waiting, message];
      return [
        ...(isFirst ? [write({ conversation })] : []),
        remember({ waiting: all, sequence: isFirst ? 1 : sequence }),
        accept(message),
        ...(waiting.length === 0 ? callFirst(all, conversation, isFirst ? 1 : sequence, incarnation) : []),
      ];
    },
    receive: ({ disk: { conversation }, memory: { waiting, sequence, incarnation } }, packet) => {
      const [first, ...others] = waiting;
      if (packet.type === 'bound') {
        if (incarnation !== null) return [];
        const { incarnation: bound } = packet;
        return [remember({ incarnation: bound }), ...callFirst(waiting, conversation, sequence, bound)];
      }
      if (first === undefined || packet.conversation !== conversation || packet.sequence !== sequence) {
        return []; // about an older call
      }
      const still = packet.type === 'result' ? incarnation : null;
      return [
        remember({ waiting: others, sequence: sequence + 1, incarnation: still }),
        packet.type === 'result' ? confirm(first) : abandon(first), // executed, or perhaps
        ...callFirst(others, conversation, sequence + 1, still),
      ];
    },
    timeout: ({ disk: { conversation }, memory: { waiting, sequence, incarnation } }) =>
      callFirst(waiting, conversation, sequence, incarnation),
  },
};

/** Whether a call is newer than another of the same client. */
export const isNewer = (call: CallId, than: CallId | null): boolean =>
  than === null ||
  call.conversation > than.conversation ||
  (call.conversation === than.conversation && call.sequence > than.sequence);

/** What the server answers to a call to its own incarnation. */
export const execute = (
  { conversation, sequence, message }: CallId & { message: Message },
  last: CallId | null,
) => {
  const call = { conversation, sequence };
  const result = send<ToClient>({ type: 'result', ...call });
  if (isNewer(call, last)) return [remember({ last: call }), deliver(message), result];
  return last?.conversation === conversation && last.sequence === sequence ? [result] : [];
};

export const server: Role<Server> = {
  disk: { incarnation: 0 },
  memory: { incarnation: null, last: null },
  upon: {
    receive: ({ disk, memory: { incarnation, last } }, packet) => {
      if (packet.type === 'bind') {
        if (incarnation !== null) return [send({ type: 'bound', incarnation })];
        const next = disk.incarnation + 1;
        return [
          write({ incarnation: next }), // first, so that it is never taken again
          remember({ incarnation: next }),
          send({ type: 'bound', incarnation: next }),
        ];
      }
      const { conversation, sequence } = packet;
      return packet.incarnation === incarnation
        ? execute(packet, last)
        : [send({ type: 'refused', conversation, sequence })];
    },
  },
};

export const remoteProcedureCall = protocol({
  name: 'remote-procedure-call',
  roles: { client, server },
  links: ['client -> server', 'server -> client'],
});
