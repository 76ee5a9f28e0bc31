import { match, P } from 'ts-pattern';
import type { WorldModel } from '../../model/compose.ts';
import { started } from '../../model/place.ts';
import { placeOf } from '../../model/place.ts';
import type { Process } from '../../model/place.ts';
import { textOf } from '../../model/plain.ts';
import { answer, perform } from '../../model/process.ts';
import type { WorldState } from '../../model/setting.ts';
import type { AnswerScene, Scene } from '../story/story.ts';
import { inBareWords, listed } from '../story/words.ts';

/** Whether something strikes in a scene: a loss, a duplication, a partition, a crash or a pause. */
export const isMishap = (scene: Scene): boolean =>
  match(scene)
    .with({ type: 'answer' }, ({ cutShort }) => cutShort !== undefined)
    .with({ type: 'heal' }, () => false)
    .otherwise(() => true);

/** What strikes, as a clause: `receiver crashes before it can write seen`. */
export const mishapIn = (model: WorldModel, scene: Scene, before: WorldState): string =>
  match(scene)
    .with({ type: 'answer' }, (answered) => cutIn(model, answered, before))
    .with({ type: P.union('lose', 'duplicate') }, ({ type, flight: { from, to, label } }) => {
      return `the link ${from} -> ${to} ${type}s ${label}`;
    })
    .with({ type: 'partition' }, ({ from, to, forEver }) => {
      return `the link ${from} -> ${to} is cut off${forEver ? ' for ever' : ''}`;
    })
    .with({ type: 'heal' }, ({ from, to }) => `the link ${from} -> ${to} heals`)
    .with({ type: 'reset' }, ({ from, to }) => `the connection ${from} <-> ${to} breaks`)
    .exhaustive();

const cutIn = (model: WorldModel, scene: AnswerScene, before: WorldState): string => {
  const { role, cutShort } = scene;
  const crashes = cutShort?.by === 'crash';
  const off = (cutShort?.deeds ?? []).map(inBareWords);
  const when = off.length === 0 ? 'after its last effect' : `before it can ${listed(off)}`;
  const gone = crashes ? goneIn(model, scene, before) : [];
  const forgets = gone.length === 0 ? '' : `${off.length > 1 ? ',' : ''} and forgets ${listed(gone)}`;
  return `${role} ${crashes ? 'crashes' : 'pauses'} ${when}${forgets}`;
};

/** What a role loses in a crash: the fields of its memory that were not as at the start, its timers, its disk. */
const goneIn = (
  model: WorldModel,
  { role, event, done }: AnswerScene,
  before: WorldState,
): readonly string[] => {
  const place = placeOf(model.protocol, role, model.world.clock);
  const process = before.processes[Object.keys(model.protocol.roles).indexOf(role)]!;
  const effects = answer(place, process, event).slice(0, done.length);
  const left = perform(place, process, event, effects).process;
  const fresh = started(place);
  return [
    // What running code remembers has no fields here: something else stands for it.
    ...(place.role.played === undefined ? changedIn(left, fresh, 'memory') : []),
    ...(model.world.disks === 'lost' ? changedIn(left, fresh, 'disk') : []),
    ...left.timers.map((timer) => `its timer ${timer}`),
  ];
};

const changedIn = (left: Process, fresh: Process, part: 'memory' | 'disk'): readonly string[] => {
  const initial = fresh[part] as Readonly<Record<string, unknown>>;
  return Object.entries(left[part]).flatMap(([field, value]) =>
    textOf(value) === textOf(initial[field] ?? null) ? [] : [field],
  );
};
