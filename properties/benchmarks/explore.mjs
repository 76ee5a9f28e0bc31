/**
 * Explores the canonical model once, in a process of its own, and prints what it took as one JSON line:
 *
 *   node properties/benchmarks/explore.mjs '{"engine":"interned","world":{"messages":3,"capacity":4}}'
 *
 * `engine` is naive or interned; `workers` and `reductions` as in the library. Build first: npm run build.
 */
import { atMostOnce, compose, exactlyOnce, protocols, verifyInParallel, worlds } from '../../dist/index.js';
import { verifyNaively } from '../../dist/explore/naive.js';

const {
  engine = 'interned',
  world = {},
  workers = 1,
  reductions = [],
  owes = false,
} = JSON.parse(process.argv[2] ?? '{}');

const model = compose(protocols.exactlyOnce, { ...worlds.hostile, ...world });
const guarantee = owes ? exactlyOnce : atMostOnce;
const maxStates = 2 ** 26;
let bytes = 0;
const watch = (progress) => {
  ({ bytes } = progress);
};

const start = process.hrtime.bigint();
const before = process.cpuUsage();
const verdict =
  engine === 'naive'
    ? verifyNaively(model, guarantee, maxStates)
    : await verifyInParallel(model, guarantee, { maxStates, maxBytes: 2 ** 34, workers, reductions, watch });
const { user, system } = process.cpuUsage(before);

const { states, transitions, depth } = verdict.coverage;
console.log(
  JSON.stringify({
    verdict: verdict.verdict,
    states,
    transitions,
    depth,
    wallSeconds: Number(process.hrtime.bigint() - start) / 1e9,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
    bytesPerState: bytes / states,
  }),
);
