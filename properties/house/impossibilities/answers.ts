import { data, receiver } from '../../../src/protocols/at-least-once.ts';
import type { Ack, Data } from '../../../src/protocols/at-least-once.ts';
import { abandon, accept, arm, confirm, protocol, reject, remember } from '../../../src/model/index.ts';
import type { Message, Protocol, Role } from '../../../src/model/index.ts';

type Sender = {
  memory: { waiting: readonly Message[] };
  sends: Data;
  receives: Ack;
  timer: 'answer';
};

/** What a sender can tell the application when it has to answer and no acknowledgement has come. */
export const answers = { confirm, reject, abandon } as const;
export type Answer = keyof typeof answers;

/** Sends once, and answers: by `confirm` when it is acknowledged, and by something else when time is up. */
export const senderThatAnswers = (answer: Answer): Protocol => {
  const sender: Role<Sender> = {
    memory: { waiting: [] },
    upon: {
      submit: ({ memory: { waiting } }, message) => [
        remember({ waiting: [...waiting, message] }),
        accept(message),
        data(message),
        arm('answer'),
      ],
      receive: ({ memory: { waiting } }, { id }) => [
        remember({ waiting: waiting.filter((message) => message.id !== id) }),
        ...waiting.filter((message) => message.id === id).map(confirm),
      ],
      timeout: ({ memory: { waiting } }) => [
        remember({ waiting: [] }),
        ...waiting.map((message) => answers[answer](message)),
      ],
    },
  };
  return protocol({
    name: `${answer} when time is up`,
    roles: { sender, receiver },
    links: ['sender -> receiver', 'receiver -> sender'],
  });
};
