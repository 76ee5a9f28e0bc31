import { storyOf } from '../story/story.ts';
import type { AnswerScene, Scene } from '../story/story.ts';
import { inWords, listed } from '../story/words.ts';
import type { Case } from './case.ts';
import type { Sighted } from './decisive.ts';
import { fateOf } from './fate.ts';
import { isMishap, mishapIn } from './mishap.ts';

/** `m0 is delivered twice: in step 3, where receiver crashes before it can write seen, and in step 5`. */
export const breachInWords = (facts: Case): string => {
  const { violation, decisive } = facts;
  const told = new Set(decisive.map(({ step }) => step));
  const others = facts.mishaps.filter(({ number }) => !told.has(number));
  const parts = [sightings(facts), ...strikes(facts, others)];
  return `${violation.clause}: ${parts.join('; ')}`;
};

/** Where the observations that decide were made; each is named unless all are of one kind. */
const sightings = (facts: Case): string => {
  const { decisive } = facts;
  const names = decisive.map(({ seen }) => `${seen.message} is ${seen.type} `);
  const isAlike = new Set(names).size === 1;
  const places = decisive.map(({ step }) => whereIn(facts, step));
  const all = isAlike ? [...new Set(places)] : places.map((place, index) => `${names[index]}${place}`);
  if (all.length === 1 && places.length > 1) return `${places.length === 2 ? 'both' : 'all'} ${all[0]}`;
  if (all.length < 2) return all.join('');
  // A comma before the last `and` closes what a clause has opened.
  const isOpen = all.slice(0, -1).some((place) => place.includes(','));
  return `${all.slice(0, -1).join(', ')}${isOpen ? ',' : ''} and ${all.at(-1)}`;
};

/** `in step 3 (data m0 from step 1), where receiver crashes before it can write seen`. */
const whereIn = (facts: Case, step: number): string => {
  const scene = sceneOf(facts, step);
  return `in step ${step}${originOf(scene)}${isMishap(scene) ? `, where ${struck(facts, scene)}` : ''}`;
};

/** Where what arrives comes from: ` (data m0 from step 1)`. */
const originOf = (scene: Scene): string => {
  if (scene.type !== 'answer' || scene.arrival === undefined) return '';
  const { label, sent, isCopy } = scene.arrival;
  return ` (${isCopy ? 'the copy of ' : ''}${label} from step ${sent})`;
};

/**
 * `m0 was confirmed and is never delivered: owed since step 1; in step 2 receiver crashes before it can
 * deliver m0; after step 3, where sender confirms m0, nothing can make up for it: no packet carries m0 any more`.
 */
export const debtInWords = (facts: Case): string => {
  const { violation, since, decisive, mishaps } = facts;
  const later = decisive.filter(({ step }) => step !== since).map((one) => asClause(facts, one));
  const debt = [...(since === undefined ? [] : [`owed since step ${since}`]), ...later];
  const parts = [...(debt.length === 0 ? [] : [listed(debt)]), ...strikes(facts, mishaps), ending(facts)];
  return `${violation.clause}: ${parts.join('; ')}`;
};

const asClause = (facts: Case, { seen, step }: Sighted): string =>
  `${seen.type} in step ${step}${originOf(sceneOf(facts, step))}`;

/** From where on nothing pays the debt, and what becomes of the message instead. */
const ending = (facts: Case): string => {
  const { story, since, violation } = facts;
  const last = story.scenes.at(-1);
  const from =
    last === undefined || (last.number === since && !isMishap(last))
      ? ''
      : isMishap(last)
        ? 'after that '
        : `after step ${last.number}${doneIn(last)} `;
  const fate = violation.message === undefined ? '' : fateInWords(facts, violation.message);
  return `${from}nothing can make up for it${fate}`;
};

const doneIn = (scene: Scene): string =>
  scene.type === 'answer' ? `, where ${scene.role} ${deedsIn(scene)},` : '';

const fateInWords = (facts: Case, message: string): string => {
  const { model, trace, states } = facts;
  const fate = fateOf(model, trace, states.at(-1)!, message);
  switch (fate.type) {
    case 'unknown':
      return '';
    case 'gone':
      return `: ${[...restartsIn(facts), `no packet carries ${message} any more`].join(', and ')}`;
    case 'ignored': {
      const { role, arrival, done } = fate.scene;
      return `: when ${arrival?.label} arrives, ${role} ${done.length === 0 ? '' : 'only '}${deedsIn(fate.scene)}`;
    }
  }
};

/** What the roles do that are down at the end, once they restart. */
const restartsIn = ({ model, trace, states }: Case): readonly string[] =>
  Object.keys(model.protocol.roles).flatMap((role, index) => {
    if (states.at(-1)!.processes[index]!.up) return [];
    const restart = storyOf(model, [...trace, { type: 'restart', role }]).scenes.at(-1) as AnswerScene;
    const only = restart.done.length === 0 ? '' : 'only ';
    return [`${role} ${only}${deedsIn(restart)} when it restarts`];
  });

const deedsIn = ({ done }: AnswerScene): string =>
  done.length === 0 ? 'does nothing' : listed(done.map(inWords));

/** `in step 2 broker crashes before it can write stored`; what strikes in the same way again is told once. */
const strikes = (facts: Case, scenes: readonly Scene[]): readonly string[] => {
  const steps = new Map<string, number[]>();
  for (const scene of scenes) {
    const words = struck(facts, scene);
    steps.set(words, [...(steps.get(words) ?? []), scene.number]);
  }
  return [...steps].map(
    ([words, numbers]) =>
      `in ${numbers.length === 1 ? 'step' : 'steps'} ${listed(numbers.map(String))} ${words}`,
  );
};

const struck = ({ model, states }: Case, scene: Scene): string =>
  mishapIn(model, scene, states[scene.number - 1]!);

const sceneOf = ({ story }: Case, step: number): Scene => story.scenes[step - 1]!;
