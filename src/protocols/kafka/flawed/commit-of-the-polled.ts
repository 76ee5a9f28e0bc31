/**
 * The offset is committed after processing, but by the thread that polls, while another thread processes.
 *
 * Auto-commit (enable.auto.commit) commits, when the consumer polls again, what the last poll has handed over.
 * That is safe only if everything handed over is processed before the next poll. Here records are put on a
 * queue for a worker: the offset is committed while the record is still waiting there, and a crash loses it.
 */
import { arm, deliver, disarm, protocol, remember } from '../../../model/index.ts';
import type { Message, Role } from '../../../model/index.ts';
import type { Consumer as Right } from '../offset-after-processing.ts';
import { brokerAhead, commitOffset, fetch, fetchOffset } from '../partition.ts';

type Consumer = Omit<Right, 'memory' | 'timer'> & {
  memory: { position: number | null; waiting: readonly Message[] };
  timer: Right['timer'] | 'process';
};

const consumer: Role<Consumer> = {
  memory: { position: 0, waiting: [] },
  upon: {
    receive: ({ memory: { position, waiting } }, packet) => {
      switch (packet.type) {
        case 'FetchResponse':
          if (position === null) return [];
          if (packet.offset > position) return [fetch(position)];
          if (packet.offset < position) return [commitOffset(position)];
          return [
            remember({ position: position + 1, waiting: [...waiting, packet.message] }),
            arm('process'),
            commitOffset(position + 1), // polled, and not processed
          ];
        case 'OffsetFetchResponse':
          return position === null ? [remember({ position: packet.offset }), disarm('fetch offset')] : [];
        case 'OffsetCommitResponse':
          return [];
      }
    },
    timeout: ({ memory: { position, waiting } }, timer) => {
      if (timer === 'process') return [...waiting.map(deliver), remember({ waiting: [] })];
      return position === null ? [fetchOffset(), arm('fetch offset')] : [];
    },
    restart: () => [remember({ position: null }), arm('fetch offset')],
  },
};

export const commitOfThePolled = protocol({
  name: 'commit-of-the-polled',
  roles: { broker: brokerAhead(2), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
