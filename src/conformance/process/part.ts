import { faultOf as faultOfEffect } from '../../model/check.ts';
import type { RoleName } from '../../model/message.ts';
import type { Place } from '../../model/place.ts';
import type { AnyRole } from '../../model/role.ts';
import type { Circumstances, Instance } from '../implementation.ts';
import { poolOf } from './pool.ts';
import type { Program, ProgramOptions } from './program.ts';
import { repeat } from './repeat.ts';
import type { Transcript } from './repeat.ts';
import { talkWith } from './talk.ts';
import { wireVersion } from './wire.ts';
import type { Answer, Feature, Init, Question } from './wire.ts';

/** One role that is played by programs. */
export interface Part {
  /** Starts one, to hear what it can do. To be called before anything else. */
  readonly begin: () => Promise<void>;
  readonly start: (circumstances: Circumstances) => Promise<Instance>;
  readonly features: () => readonly Feature[];
  readonly questions: () => number;
  readonly started: () => number;
  readonly repeatLast: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** For so many times it is always looked whether a snapshot holds all that a program remembers. */
const surelyDoubted = 200;

export const rolePlayedBy = (
  place: Place,
  connected: readonly RoleName[],
  options: ProgramOptions,
  fresh: boolean,
): Part => {
  const pool = poolOf(place.name, options);
  const openings = new Map<string, Answer>();
  let features: readonly Feature[] = [];
  let questions = 0;
  let doubts = 0;
  let stops = 0;
  let nextDue = 1;
  let due: Transcript | undefined;
  let last: Transcript | undefined;

  const initWith = ({ disk, seed, incarnation, peers }: Circumstances): Init => ({
    type: 'init',
    version: wireVersion,
    role: place.name,
    peers,
    ...(connected.length === 0 ? {} : { connected }),
    disk,
    seed,
    incarnation,
  });
  const check = (program: Program, question: Question, answer: Answer): void => {
    questions += 1;
    const complaint = faultOf(place, question, answer, features);
    if (complaint !== undefined) program.refuse(complaint);
  };
  const isDoubted = (): boolean => {
    if (!features.includes('snapshot')) return false;
    doubts += 1;
    // Always in the beginning, and less and less often then.
    return doubts <= surelyDoubted || (doubts & (doubts - 1)) === 0;
  };
  const onStop = (transcript: Transcript): void => {
    stops += 1;
    last = transcript;
    // The first process that ends, the fourth, the sixteenth …: often enough, and never much.
    if (stops < nextDue) return;
    nextDue *= 4;
    due = transcript;
  };
  const repeatOne = async (transcript: Transcript | undefined): Promise<void> => {
    if (transcript !== undefined) await repeat(transcript, pool);
  };

  return {
    begin: async () => {
      const { program } = pool.takeFresh();
      const init = initWith({ disk: {}, seed: 0, incarnation: 0, peers: place.peers });
      const answer = await program.ask(init);
      check(program, init, answer);
      features = answer.features.filter((feature) => feature === 'snapshot' || !fresh);
      if (features.length > 0) return pool.giveBack(program);
      program.kill();
      pool.useOnce();
    },
    start: async (circumstances) => {
      const overdue = due;
      due = undefined;
      await repeatOne(overdue);
      const init = initWith(circumstances);
      const key = JSON.stringify(init);
      const talking = { init, features, pool, opening: openings.get(key), check, isDoubted, onStop };
      const instance = await talkWith(talking);
      // Only what can be restored needs no program before it is.
      if (features.includes('snapshot')) {
        openings.set(key, { effects: instance.opening!, features, snapshot: instance.snapshot!() });
      }
      return instance;
    },
    features: () => features,
    questions: () => questions,
    started: pool.started,
    repeatLast: () => repeatOne(last),
    end: pool.end,
  };
};

/** A role whose disk may hold any field. */
const anyProgram: AnyRole = {
  upon: {},
  played: { timers: [], memoryAfter: () => ({}), memoryReborn: () => ({}) },
};
const nothingYet = { up: true, disk: {}, memory: {}, timers: [], pending: [] };

/** What is wrong with an answer, or nothing. */
const faultOf = (
  place: Place,
  question: Question,
  { effects, snapshot }: Answer,
  features: readonly Feature[],
): string | undefined => {
  if (question.type !== 'restore' && features.includes('snapshot') && snapshot === undefined) {
    return 'answered without the "snapshot" that it announced';
  }
  if (question.type === 'restore') return undefined;
  if (question.type === 'init') {
    const early = effects.find((effect) => effect?.type !== 'write' && effect?.type !== 'arm');
    if (early !== undefined)
      return `answered to "init" with the effect ${JSON.stringify(early?.type)}: only write and arm are allowed then`;
  }
  const own = effects.find((effect) => effect?.type === 'remember');
  if (own !== undefined)
    return 'answered with the effect "remember": what a program remembers is its own affair';
  return effects
    .map((effect) => faultOfEffect({ ...place, role: anyProgram }, nothingYet, effect))
    .find((fault) => fault !== undefined);
};
