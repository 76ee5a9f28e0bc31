import type { Packet } from './message.ts';
import type { Observation } from './observation.ts';
import { Interner, remembered } from './plain.ts';
import { answer, crashAfter, cutsOf, pauseAfter, pausesOf, perform } from './process.ts';
import { started } from './place.ts';
import type { Place, Process } from './place.ts';
import type { Outcome } from './process.ts';
import type { Event } from './role.ts';

/** What a step of one process does to the world around it. Every part is kept once: equal is identical. */
export interface LocalStep {
  readonly process: Process;
  /** The packets sent, in order, each with the number of its link. */
  readonly sent: readonly { readonly link: number; readonly packet: Packet }[];
  readonly observations: readonly Observation[];
}

/** All that may come of one process answering one event: the whole answer, or only its first effects. */
export interface Answer {
  readonly whole: LocalStep;
  /** By cut: how many of the effects happened before the process crashed, or paused. */
  readonly crash: ReadonlyMap<number, LocalStep>;
  readonly pause: ReadonlyMap<number, LocalStep>;
}

/** The steps of one role. Handlers are pure, so each is asked once for each state and event. */
export interface LocalSteps {
  readonly initial: Process;
  readonly answerOf: (process: Process, event: Event) => Answer;
  readonly textOf: (process: Process) => string;
  /** The one copy of a process that was made elsewhere. */
  readonly adopt: (process: Process) => Process;
}

/** `linkTo` numbers the links that lead away; events are interned by the caller. */
export const localSteps = (
  place: Place,
  disks: 'kept' | 'lost',
  packets: Interner<Packet>,
  linkTo: (role: string) => number,
): LocalSteps => {
  const processes = new Interner<Process>();
  const kept = ({ process, sent, observations }: Outcome): LocalStep => ({
    process: processes.intern(process),
    sent: sent.map(({ to, packet }) => ({ link: linkTo(to), packet: packets.intern(packet) })),
    observations,
  });
  const answers = remembered((process: Process) =>
    remembered((event: Event): Answer => {
      const effects = answer(place, process, event);
      const crash = cutsOf(effects).map((cut) => {
        const crashed = crashAfter(place, process, event, effects.slice(0, cut), disks);
        return [cut, kept(crashed)] as const;
      });
      const pause = pausesOf(effects).map((cut) => {
        const paused = pauseAfter(place, process, event, effects.slice(0, cut), effects.slice(cut));
        return [cut, kept(paused)] as const;
      });
      const whole = kept(perform(place, process, event, effects));
      return { whole, crash: new Map(crash), pause: new Map(pause) };
    }),
  );
  return {
    initial: processes.intern(started(place)),
    answerOf: (process, event) => answers(process)(event),
    textOf: (process) => processes.textOf(process),
    adopt: remembered((process) => processes.intern(process)),
  };
};
