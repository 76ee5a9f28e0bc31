/**
 * A receiver that delivers each message exactly once. To put it to the test (Node from 22.18 on runs it as it is):
 *
 *     onceproof test --exec "node worker.ts" --role receiver
 */
import { createInterface } from 'node:readline';

type Message = { id: string; payload: string };
type Packet = { type: 'data'; message: Message };
let disk: { seen: readonly string[] } = { seen: [] };

const receive = ({ message }: Packet): readonly object[] => {
  const acknowledge = { type: 'send', packet: { type: 'ack', id: message.id } };
  if (disk.seen.includes(message.id)) return [acknowledge]; // the first one may have been lost
  disk = { seen: [...disk.seen, message.id] };
  const deliver = { type: 'deliver', message };
  return [{ type: 'atomically', effects: [deliver, { type: 'write', disk }] }, acknowledge];
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const { number } = question;
  const answer = {
    number,
    effects: [] as readonly object[],
    features: ['reset', 'snapshot'],
    snapshot: null,
  };
  switch (question.type) {
    case 'init':
    case 'restore': // whatever it knew before is forgotten, and it remembers nothing that is not on its disk
      disk = { seen: [], ...question.disk };
      break;
    case 'receive':
      answer.effects = receive(question.packet);
      break;
    case 'submit':
    case 'timeout':
    case 'restart':
      break;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
