// Reads one file in a process of its own, as the judge does or as JSON.parse of each line does, and prints how long
// it took. After `npm run build`: node properties/benchmarks/judge.mjs judge|parse FILE
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { piecesOf } from '../../dist/cli/judge-file.js';
import { hearPieces } from '../../dist/conformance/bytes/hearing.js';
import { judgeOf } from '../../dist/conformance/judge.js';

const [how, file] = process.argv.slice(2);

const judged = async () => {
  const judge = judgeOf([{ name: 'exactly once' }]);
  const { heard } = await hearPieces(piecesOf(file), {
    judge,
    note: ({ message }) => console.error(message),
  });
  return { events: heard, bytes: judge.bytes(), judgement: judge.judgement() };
};

const parsed = async () => {
  let events = 0;
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    if (JSON.parse(line).type !== '') events += 1;
  }
  return { events };
};

const started = performance.now();
const answer = await (how === 'judge' ? judged() : parsed());
console.log(JSON.stringify({ ...answer, seconds: (performance.now() - started) / 1000 }));
