/**
 * Transaction-based delivery: a message is taken from the queue, performed and deleted in one transaction, over
 * two stores that commit in two phases.
 *
 * The queue and the consumer's database share no disk; a coordinator makes them act as one. It lives beside the
 * queue, in the broker, so that the queue's own vote needs no packet. Phase one: the coordinator begins a
 * transaction under a number never used before, and asks the database to prepare: to write down what it would
 * do. Having voted yes, the database has given its right to decide away; it is in doubt until it hears the
 * outcome, and asks for it by voting again. Phase two: the coordinator writes to its disk that the transaction
 * is committed, which is the moment of decision and deletes the message, and tells the database until that
 * acknowledges; only then it forgets. It writes down nothing about a transaction that is still being voted
 * on: what it has no record of, it says, was aborted (presumed abort: Mohan, Lindsay and Obermarck 1986).
 * So its crash before the decision aborts, and afterwards the message is handed out under a new number; its
 * crash after the decision changes nothing.
 *
 * The price is that a database in doubt can do nothing by itself, however long the coordinator is away: in the
 * severed world it waits for ever. If it does not wait it guesses, and the flawed twins do.
 *
 * Packets that are late belong to a transaction that is over: no number is used twice, and the database
 * remembers the last that it finished. So it holds on links that reorder, too. And as the decision deletes the
 * message, a lost disk loses messages but never repeats one.
 *
 * Left out: a third participant, and the queue as a participant of its own; several transactions at a time;
 * voting no; a packet of its own for asking; the acknowledgement of aborts, which presumed abort saves.
 */
import { accept, arm, atomically, deliver, protocol, remember, send, write } from '../../model/index.ts';
import type { Effects, Message, Role } from '../../model/index.ts';

export type Prepare = { type: 'prepare'; number: number; message: Message };
export type Outcome = { type: 'commit' | 'abort'; number: number };
export type Answer = { type: 'yes' | 'ack'; number: number };
export type Broker = {
  disk: { queue: readonly Message[]; numbers: number; committed: number | null };
  memory: { voting: number | null };
  sends: Prepare | Outcome;
  receives: Answer;
  timer: 'work';
};
export type Database = {
  disk: { prepared: Prepare | null; finished: number };
  sends: Answer;
  receives: Prepare | Outcome;
  timer: 'in doubt';
};

const prepare = (number: number, message: Message) => send<Prepare>({ type: 'prepare', number, message });
export const tell = (type: Outcome['type'], number: number) => send<Outcome>({ type, number });
export const answer = (type: Answer['type'], number: number) => send<Answer>({ type, number });

export const broker: Role<Broker> = {
  disk: { queue: [], numbers: 0, committed: null },
  memory: { voting: null },
  upon: {
    submit: ({ disk: { queue } }, message) => [
      write({ queue: [...queue, message] }),
      accept(message),
      arm('work'),
    ],
    timeout: ({ disk: { queue, numbers, committed }, memory: { voting } }): Effects<Broker> => {
      const [first] = queue;
      if (committed !== null) return [tell('commit', committed), arm('work')];
      if (first === undefined) return [];
      if (voting !== null) return [prepare(voting, first), arm('work')];
      const number = numbers + 1;
      return [write({ numbers: number }), remember({ voting: number }), prepare(number, first), arm('work')];
    },
    receive: ({ disk: { queue, committed }, memory: { voting } }, { type, number }): Effects<Broker> => {
      switch (type) {
        case 'yes':
          if (number === voting) {
            return [
              write({ queue: queue.slice(1), committed: number }), // the decision
              remember({ voting: null }),
              tell('commit', number),
            ];
          }
          return [tell(number === committed ? 'commit' : 'abort', number)]; // no record: presumed abort
        case 'ack':
          return number === committed ? [write({ committed: null })] : [];
      }
    },
    restart: () => [arm('work')],
  },
};

export const database: Role<Database> = {
  disk: { prepared: null, finished: 0 },
  upon: {
    receive: ({ disk: { prepared, finished } }, packet): Effects<Database> => {
      switch (packet.type) {
        case 'prepare':
          if (packet.number <= finished || (prepared !== null && prepared.number !== packet.number))
            return [];
          return [
            write({ prepared: packet }), // from now on in doubt
            answer('yes', packet.number),
            arm('in doubt'),
          ];
        case 'commit':
          return [
            ...(prepared?.number === packet.number
              ? [atomically(deliver(prepared.message), write({ prepared: null, finished: packet.number }))]
              : []),
            answer('ack', packet.number),
          ];
        case 'abort':
          return prepared?.number === packet.number
            ? [write({ prepared: null, finished: packet.number })]
            : [];
      }
    },
    timeout: ({ disk: { prepared } }) =>
      prepared === null ? [] : [answer('yes', prepared.number), arm('in doubt')],
    restart: ({ disk: { prepared } }) => (prepared === null ? [] : [arm('in doubt')]),
  },
};

export const twoPhaseCommit = protocol({
  name: 'two-phase-commit',
  roles: { broker, database },
  links: ['broker -> database', 'database -> broker'],
});
