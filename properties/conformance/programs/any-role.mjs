/**
 * Plays any role of any protocol of the catalogue over standard input and output: what the model does, said in
 * lines. So the verdicts on it must be those of the model.
 *
 *     node any-role.mjs PROTOCOL [reset] [snapshot]
 */
import { createInterface } from 'node:readline';
import { catalogue, flaws } from '../../../dist/catalogue.js';

const [name, ...features] = process.argv.slice(2);
const { protocol } = [...catalogue, ...flaws].find((entry) => entry.protocol.name === name);

let role;
let disk;
let memory;

/** What the effects change here: the disk is only a copy, for the tool keeps the real one. */
const remember = (effects) => {
  for (const effect of effects) {
    if (effect.type === 'write') disk = { ...disk, ...effect.disk };
    if (effect.type === 'remember') memory = { ...memory, ...effect.memory };
    if (effect.type === 'atomically') remember(effect.effects);
  }
};

/** Memory is the program's own affair, so no effect tells of it. */
const told = (effects) =>
  effects
    .filter(({ type }) => type !== 'remember')
    .map((effect) => (effect.type === 'atomically' ? { ...effect, effects: told(effect.effects) } : effect));

const upon = ({ type, message, packet, from, timer }) => {
  const { submit, receive, timeout, disconnect, restart } = role.upon;
  const state = { disk, memory };
  switch (type) {
    case 'submit':
      return submit?.(state, message);
    case 'receive':
      return receive?.(state, packet, from);
    case 'timeout':
      return timeout?.(state, timer);
    case 'disconnect':
      return disconnect?.(state, from);
    case 'restart':
      return restart?.(state);
  }
};

const answer = (question) => {
  switch (question.type) {
    case 'init':
      role = protocol.roles[question.role];
      disk = { ...role.disk, ...question.disk };
      memory = role.memory ?? {};
      return { features };
    case 'restore':
      disk = { ...role.disk, ...question.disk };
      memory = question.snapshot;
      return {};
    default: {
      const effects = upon(question) ?? [];
      remember(effects);
      return { effects: told(effects) };
    }
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const answered = { number: question.number, ...answer(question) };
  if (features.includes('snapshot')) answered.snapshot = memory;
  process.stdout.write(`${JSON.stringify(answered)}\n`);
}
