/**
 * What the protocols of AMQP 1.0 share: frames, and a sender that keeps what is unsettled.
 *
 * A delivery is named by a tag that the sender chooses, here the id of its message. Each end keeps a map of the
 * deliveries that it has not settled: to settle is to forget. When the connection breaks, the link is attached
 * anew, both ends say what they have not settled, and the sender resumes from the comparison.
 */
import { accept, confirm, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, MessageId, Role } from '../../model/index.ts';

export type Transfer = { type: 'transfer'; settled: boolean; message: Message };
export type Disposition = { type: 'disposition'; tag: MessageId; settled: boolean };
export type Attach = { type: 'attach'; unsettled: readonly MessageId[] };
export type Sender = {
  disk: { unsettled: readonly Message[] };
  memory: { detached: boolean };
  sends: Transfer | Disposition | Attach;
  receives: Disposition | Attach;
};

export const transfer = (message: Message, settled = false) =>
  send<Transfer>({ type: 'transfer', settled, message });
export const disposition = (tag: MessageId, settled: boolean) =>
  send<Disposition>({ type: 'disposition', tag, settled });
export const attach = (unsettled: readonly MessageId[]) => send<Attach>({ type: 'attach', unsettled });

/** A sender that settles when it learns the outcome; `tells` the receiver so, if that waits for it. */
export const senderThat = ({ tells }: { tells: boolean }): Role<Sender> => {
  const settle = (unsettled: readonly Message[], tags: readonly MessageId[]): Effects<Sender> => [
    ...unsettled.filter(({ id }) => tags.includes(id)).map(confirm),
    write({ unsettled: unsettled.filter(({ id }) => !tags.includes(id)) }),
    ...(tells ? tags.map((tag) => disposition(tag, true)) : []),
  ];
  const reattach = ({ disk: { unsettled } }: { disk: Sender['disk'] }): Effects<Sender> => [
    remember({ detached: true }),
    attach(unsettled.map(({ id }) => id)),
  ];
  return {
    disk: { unsettled: [] },
    memory: { detached: false },
    upon: {
      submit: ({ disk: { unsettled }, memory: { detached } }, message) => [
        write({ unsettled: [...unsettled, message] }),
        accept(message),
        ...(detached ? [] : [transfer(message)]),
      ],
      receive: ({ disk: { unsettled }, memory: { detached } }, frame) => {
        if (frame.type === 'disposition') return settle(unsettled, [frame.tag]);
        if (!detached) return [];
        const unknown = unsettled.filter(({ id }) => !frame.unsettled.includes(id));
        return [
          remember({ detached: false }),
          ...settle(unsettled, frame.unsettled), // the receiver has it, and said so, or meant to
          ...unknown.map((message) => transfer(message)), // the receiver has never had it, or has settled it
        ];
      },
      disconnect: reattach,
      restart: reattach,
    },
  };
};
