/**
 * End to end, but the caller gives an id to each try instead of to each message.
 *
 * Every hop is exactly once: it sends again until it is acknowledged, stores on disk, and filters by the id.
 * A caller that grows impatient hands the message over a second time, and for every filter on the way that is a
 * different message. "Even if the network suppresses duplicates, the application itself may accidentally
 * originate duplicate requests, in its own failure/retry procedures" (Saltzer, Reed and Clark 1984).
 */
import { accept, arm, atomically, confirm, deliver, protocol, send, write } from '../../../model/index.ts';
import type { Message, MessageId, Role } from '../../../model/index.ts';

type Transfer = { number: string; message: Message };
type Data = { type: 'data'; transfer: Transfer };
type Ack = { type: 'ack'; number: string };
type Done = { type: 'done'; id: MessageId };
type Caller = {
  disk: { unfinished: readonly Message[]; transfers: readonly Transfer[]; impatient: boolean };
  sends: Data;
  receives: Ack | Done;
  timer: 'retransmit' | 'patience';
};
type Gateway = {
  disk: { stored: readonly Transfer[]; seen: readonly string[] };
  sends: Data | Ack | Done;
  receives: Data | Ack | Done;
  timer: 'retransmit';
};
type Server = { disk: { seen: readonly string[] }; sends: Ack | Done; receives: Data };

const pass = (transfer: Transfer) => send<Data>({ type: 'data', transfer });
const passOn = (transfer: Transfer) => send<Data>({ type: 'data', transfer }, 'server');
const others = (transfers: readonly Transfer[], number: string) =>
  transfers.filter((transfer) => transfer.number !== number);

const caller: Role<Caller> = {
  disk: { unfinished: [], transfers: [], impatient: false },
  upon: {
    submit: ({ disk: { unfinished, transfers } }, message) => {
      const first = { number: `first of ${message.id}`, message };
      return [
        write({ unfinished: [...unfinished, message], transfers: [...transfers, first] }),
        accept(message),
        pass(first),
        arm('retransmit'),
        arm('patience'),
      ];
    },
    receive: ({ disk: { unfinished, transfers } }, packet) =>
      packet.type === 'ack'
        ? [write({ transfers: others(transfers, packet.number) })]
        : [
            write({ unfinished: unfinished.filter(({ id }) => id !== packet.id) }),
            ...unfinished.filter(({ id }) => id === packet.id).map(confirm),
          ],
    timeout: ({ disk: { unfinished, transfers, impatient } }, timer) => {
      if (timer === 'retransmit')
        return transfers.length > 0 ? [...transfers.map(pass), arm('retransmit')] : [];
      if (impatient) return [];
      const again = unfinished.map((message) => ({ number: `second of ${message.id}`, message }));
      return [
        write({ transfers: [...transfers, ...again], impatient: true }), // new ids, for the same messages
        ...again.map(pass),
        arm('retransmit'),
      ];
    },
    restart: () => [arm('retransmit'), arm('patience')],
  },
};

const gateway: Role<Gateway> = {
  disk: { stored: [], seen: [] },
  upon: {
    receive: ({ disk: { stored, seen } }, packet) => {
      switch (packet.type) {
        case 'done':
          return [send(packet, 'caller')];
        case 'ack':
          return [write({ stored: others(stored, packet.number) })];
        case 'data': {
          const { transfer } = packet;
          const ack = send<Ack>({ type: 'ack', number: transfer.number }, 'caller');
          if (seen.includes(transfer.number)) return [ack];
          return [
            write({ stored: [...stored, transfer], seen: [...seen, transfer.number] }),
            ack,
            passOn(transfer),
            arm('retransmit'),
          ];
        }
      }
    },
    timeout: ({ disk: { stored } }) => (stored.length > 0 ? [...stored.map(passOn), arm('retransmit')] : []),
    restart: ({ disk: { stored } }) => (stored.length > 0 ? [arm('retransmit')] : []),
  },
};

const server: Role<Server> = {
  disk: { seen: [] },
  upon: {
    receive: ({ disk: { seen } }, { transfer: { number, message } }) => [
      ...(seen.includes(number) ? [] : [atomically(deliver(message), write({ seen: [...seen, number] }))]),
      send<Ack>({ type: 'ack', number }),
      send<Done>({ type: 'done', id: message.id }),
    ],
  },
};

export const newIdForEachTry = protocol({
  name: 'new-id-for-each-try',
  roles: { caller, gateway, server },
  links: ['caller -> gateway', 'gateway -> caller', 'gateway -> server', 'server -> gateway'],
});
