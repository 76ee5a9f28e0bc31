/**
 * A sender that sends again after ten milliseconds, and a receiver that delivers whatever arrives: right where a
 * packet and the answer to it together take less than that.
 */
import { createInterface } from 'node:readline';

const send = (message) => [
  { type: 'send', packet: { type: 'data', message } },
  { type: 'arm', timer: JSON.stringify(message), delay: 10 },
];

const upon = {
  sender: {
    submit: ({ message }) => [{ type: 'accept', message }, ...send(message)],
    receive: ({ packet }) => [{ type: 'disarm', timer: JSON.stringify(packet.message) }],
    timeout: ({ timer }) => send(JSON.parse(timer)),
  },
  receiver: {
    receive: ({ packet: { message } }) => [
      { type: 'deliver', message },
      { type: 'send', packet: { type: 'ack', message } },
    ],
  },
};

let role;
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  if (question.type === 'init') ({ role } = question);
  const effects = upon[role][question.type]?.(question) ?? [];
  process.stdout.write(
    `${JSON.stringify({ number: question.number, effects, features: ['reset', 'snapshot'], snapshot: null })}\n`,
  );
}
