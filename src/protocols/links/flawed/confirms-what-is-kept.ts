/**
 * Selective repeat, but the sender confirms a message as soon as it is acknowledged.
 *
 * The acknowledgement says that the receiver keeps the message, not that it delivered it: one before it may
 * be missing. The application is told that the other side has a message that it has not got, and if the
 * receiver now crashes it never will.
 */
import { confirm, protocol } from '../../../model/index.ts';
import type { Role } from '../../../model/index.ts';
import { ahead } from '../numbered.ts';
import { selectiveRepeatOfTwo, senderWith } from '../selective-repeat.ts';
import type { Sender } from '../selective-repeat.ts';

const numbering = { window: 2, modulus: 4 };
const right = senderWith(numbering);

const sender: Role<Sender> = {
  ...right,
  upon: {
    ...right.upon,
    receive: (state, packet) => {
      const { waiting, base } = state.memory;
      const acknowledged = waiting[ahead(packet.number, base, numbering.modulus)];
      const answer = right.upon.receive?.(state, packet, 'receiver') ?? [];
      return [
        ...(answer.length > 0 && acknowledged?.acknowledged === false ? [confirm(acknowledged.message)] : []), // too early
        ...answer.filter(({ type }) => type !== 'confirm'),
      ];
    },
  },
};

export const confirmsWhatIsKept = protocol({
  name: 'confirms-what-is-kept',
  roles: { sender, receiver: selectiveRepeatOfTwo.roles['receiver']! },
  links: ['sender -> receiver', 'receiver -> sender'],
});
