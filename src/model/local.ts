import { clearing, closing } from './link.ts';
import type { Packet } from './message.ts';
import type { Observation } from './observation.ts';
import { frozenCopy, Interner, remembered } from './plain.ts';
import { answer, crashAfter, cutsOf, pauseAfter, pausesOf, perform } from './process.ts';
import { started } from './place.ts';
import { stamped } from './stamp.ts';
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
  readonly crash: CutAnswers;
  readonly pause: CutAnswers;
}

/** What is left of an answer by where it is cut: found out only where somebody wants to know. */
export interface CutAnswers {
  /** The cuts that there are, in order. */
  readonly cuts: readonly number[];
  readonly after: (cut: number) => LocalStep | undefined;
}

const cutShort = (cuts: readonly number[], cutAt: (cut: number) => LocalStep): CutAnswers => {
  const known = new Map<number, LocalStep>();
  return {
    cuts,
    after: (cut) => {
      const before = known.get(cut);
      if (before !== undefined || !cuts.includes(cut)) return before;
      const step = cutAt(cut);
      known.set(cut, step);
      return step;
    },
  };
};

const uncut: CutAnswers = { cuts: [], after: () => undefined };

/** The steps of one role. Handlers are pure, so each is asked once for each state and event. */
export interface LocalSteps {
  readonly initial: Process;
  readonly answerOf: (process: Process, event: Event) => Answer;
  readonly textOf: (process: Process) => string;
  /** The one copy of a process that was made elsewhere. */
  readonly adopt: (process: Process) => Process;
}

/** The surroundings of a role, as numbers of links. */
export interface Surroundings {
  readonly disks: 'kept' | 'lost';
  readonly packets: Interner<Packet>;
  /** The link that leads to another role. */
  readonly linkTo: (role: string) => number;
  /** Whether what is sent there may be too old when it arrives. */
  readonly ages: (role: string) => boolean;
  /** The two directions of each connection of the role. */
  readonly connections: readonly { readonly away: number; readonly back: number }[];
}

/** Events are interned by the caller. */
export const localSteps = (place: Place, surroundings: Surroundings): LocalSteps => {
  const { disks, packets, linkTo, ages, connections } = surroundings;
  const { played } = place.role;
  // What running code did was copied when it was done, and what it holds is made of that.
  const processes = new Interner<Process>(played === undefined ? frozenCopy : Object.freeze);
  const intern = (process: Process): Process => {
    const identity = played?.identityOf?.(process);
    return identity === undefined ? processes.intern(process) : processes.internText(identity, process);
  };
  const kept = ({ process, sent, observations }: Outcome, { read, clock = 0 }: Process): LocalStep => ({
    process: intern(process),
    sent: sent.map(({ to, packet }) => ({
      link: linkTo(to),
      packet: packets.intern(ages(to) ? stamped(packet, read ?? clock) : packet),
    })),
    observations,
  });
  // The others read what was sent to them before they learn of it; what they send is read by nobody.
  const disconnected = connections.flatMap(({ away, back }) => [
    { link: away, packet: packets.intern(closing) },
    { link: back, packet: packets.intern(clearing) },
  ]);
  const broken = (step: LocalStep): LocalStep =>
    disconnected.length === 0 ? step : { ...step, sent: [...step.sent, ...disconnected] };
  const answers = remembered((process: Process) =>
    remembered((event: Event): Answer => {
      if (event.type === 'tick') return ticked(process);
      const effects = answer(place, process, event);
      const crashed = (cut: number): LocalStep =>
        broken(kept(crashAfter(place, process, event, effects.slice(0, cut), disks), process));
      const paused = (cut: number): LocalStep =>
        kept(pauseAfter(place, process, event, effects.slice(0, cut), effects.slice(cut)), process);
      return {
        whole: kept(perform(place, process, event, effects), process),
        crash: cutShort(cutsOf(effects), crashed),
        pause: cutShort(pausesOf(place, effects), paused),
      };
    }),
  );
  /** Nothing is done when a clock ticks, so nothing can be cut short. */
  const ticked = (process: Process): Answer => ({
    whole: kept(perform(place, process, { type: 'tick' }, []), process),
    crash: uncut,
    pause: uncut,
  });
  return {
    initial: intern(started(place)),
    answerOf: (process, event) => answers(process)(event),
    textOf: (process) => processes.textOf(process),
    adopt: remembered(intern),
  };
};
