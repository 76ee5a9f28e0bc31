import type { Action } from '../../model/action.ts';
import { isOfWorld } from '../../model/link.ts';
import type { CutAnswers, LocalStep } from '../../model/local.ts';
import type { Packet } from '../../model/message.ts';
import type { Observation } from '../../model/observation.ts';
import { isAboutMessage } from '../../model/observation.ts';
import { textOf } from '../../model/plain.ts';
import type { Process } from '../../model/place.ts';
import type { Event } from '../../model/role.ts';
import type { Setting } from '../../model/setting.ts';
import type { Components } from './components.ts';
import type { Heap } from './heap.ts';
import { kind, trait } from './shape.ts';

/** What one outcome stands for: the action, and what was observed. */
export interface Outcome {
  readonly action: Action;
  readonly observations: readonly Observation[];
}

/**
 * Writes answers down: asks the role once for each of its states and each event, and notes every outcome, the
 * whole answer and its cuts, as numbers. Returns where the answer stands in the heap.
 */
export const answersOf = (
  { locals, roles, events }: Setting,
  components: Components,
  heap: Heap,
  outcomes: Outcome[],
) => {
  const outcome = (role: number, how: number, action: Action, step: LocalStep): readonly number[] => {
    const { process, sent, observations } = step;
    const bundles = bundlesOf(sent).flatMap(({ link, packets, load }) => [
      link,
      components.bundle(packets),
      load,
    ]);
    return [
      outcomes.push({ action, observations }) - 1,
      how,
      components.processes[role]!.of(process),
      components.observed(observations),
      bundles.length / 3,
      ...bundles,
    ];
  };

  return (role: number, process: Process, event: Event): number => {
    const name = roles[role]!;
    const kept = events.intern(event);
    const { whole, pause, crash } = locals[role]!.answerOf(process, kept);
    const cutShort = (type: 'pause' | 'crash', { cuts, after }: CutAnswers) =>
      cuts.map((cut) => outcome(role, kind[type], { type, role: name, event: kept, cut }, after(cut)!));
    const all = [
      outcome(role, kind.whole, { ...kept, role: name }, whole),
      ...cutShort('pause', pause),
      ...cutShort('crash', crash),
    ];
    return heap.write([all.length, traitsOf(process, event, whole), ...all.flat()]);
  };
};

/** Silent is what neither the disk nor anybody else can tell from its not having happened. */
const traitsOf = (before: Process, { type }: Event, { process, sent, observations }: LocalStep): number => {
  const isSilent =
    sent.length === 0 && !observations.some(isAboutMessage) && textOf(before.disk) === textOf(process.disk);
  return (
    (type === 'receive' || type === 'disconnect' ? 0 : trait.unprovoked) |
    (type === 'submit' ? trait.submission : trait.progress) |
    (type === 'tick' ? trait.tick : 0) |
    (isSilent ? trait.silent : 0)
  );
};

interface Bundle {
  readonly link: number;
  readonly packets: readonly Packet[];
  /** How many packets of roles these are. What the world puts on a link is no load, and always gets through. */
  readonly load: number;
}

/** What one step puts on links, link by link, and there what the role sends before what the world does. */
const bundlesOf = (sent: LocalStep['sent']): readonly Bundle[] =>
  [...new Set(sent.map(({ link }) => link))].flatMap((link) => {
    const packets = sent.filter((each) => each.link === link).map(({ packet }) => packet);
    const ofRole = packets.filter((packet) => !isOfWorld(packet));
    const ofWorld = packets.filter(isOfWorld);
    return [
      ...(ofRole.length === 0 ? [] : [{ link, packets: ofRole, load: ofRole.length }]),
      ...(ofWorld.length === 0 ? [] : [{ link, packets: ofWorld, load: 0 }]),
    ];
  });
