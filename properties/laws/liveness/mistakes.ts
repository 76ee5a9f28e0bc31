import { verifyExhaustively } from '../../../src/explore/exhaustive.ts';
import { atLeastOnce } from '../../../src/guarantees/index.ts';
import { compose } from '../../../src/model/compose.ts';
import type { Model } from '../../../src/model/model.ts';
import { worlds } from '../../../src/model/world.ts';
import { givesUp } from '../../../src/protocols/flawed/gives-up.ts';
import { stopAndWait } from '../../../src/protocols/stop-and-wait.ts';
import { accepting, delivering, system } from './drawn.ts';
import type { Drawn, Move, Step } from './drawn.ts';
import { chatter, tickets } from './protocols.ts';
import * as weak from './weak-checkers.ts';
import type { Answer, Checker } from './weak-checkers.ts';

/** A checker that is too weak, or too strict, and the smallest system that it judges wrongly. */
export interface Mistake {
  readonly checker: string;
  /** What it takes for granted, or forgets. */
  readonly overlooks: string;
  readonly check: Checker;
  readonly system: string;
  readonly model: Model;
  /** What it says, wrongly. */
  readonly says: Answer;
}

const move = (type: string, to: string): Move => ({ type, to });
const fault = (type: string, to: string): Move => ({ type, to, nature: 'fault' });
const drawn = (states: Drawn): Model<string, Step> => system({ start: [accepting], done: [], ...states });
const lossy = { ...worlds.lossy, messages: 1 };

export const mistakes: readonly Mistake[] = [
  {
    checker: 'demands payment within three steps',
    overlooks: 'that no bound is promised',
    check: weak.within(3),
    system: 'a delivery four steps away',
    model: drawn({
      owing: [move('send', 'sent')],
      sent: [move('relay', 'relayed')],
      relayed: [move('receive', 'received')],
      received: [delivering('done')],
    }),
    says: 'no',
  },
  {
    checker: 'searches three steps deep',
    overlooks: 'what lies deeper',
    check: weak.noDeeperThan(3),
    system: 'a dead end four steps from the beginning',
    model: drawn({
      owing: [delivering('done'), move('send', 'sent')],
      sent: [move('relay', 'relayed')],
      relayed: [move('drop', 'dead')],
      dead: [],
    }),
    says: 'yes',
  },
  {
    checker: 'takes every cycle for a counterexample',
    overlooks: 'fairness altogether',
    check: weak.everyCycle,
    system: 'a retry that may be tried for ever while the delivery stays possible',
    model: drawn({ owing: [move('retry', 'owing'), delivering('done')] }),
    says: 'no',
  },
  {
    checker: 'looks for dead ends only',
    overlooks: 'what goes on for ever',
    check: weak.deadEndsOnly,
    system: 'a message strays into a circle',
    model: drawn({
      owing: [delivering('done'), move('stray', 'round')],
      round: [move('turn', 'about')],
      about: [move('return', 'round')],
    }),
    says: 'yes',
  },
  {
    checker: 'asks whether a delivery can be reached',
    overlooks: 'the states from which it cannot',
    check: weak.somewherePays,
    system: 'two ways on, and only one of them delivers',
    model: drawn({
      owing: [delivering('done'), move('drop', 'dropped')],
      dropped: [move('spin', 'dropped')],
    }),
    says: 'yes',
  },
  {
    checker: 'lets faults help',
    overlooks: 'that no fault has to strike',
    check: weak.helpfulFaults,
    system: 'only a crash delivers',
    model: drawn({
      owing: [move('wait', 'owing'), { ...fault('crash', 'done'), sees: ['delivered'] }],
    }),
    says: 'yes',
  },
  {
    checker: 'takes the next submission for certain',
    overlooks: 'that the application may submit no more',
    check: weak.certainSubmissions,
    system: 'the next message flushes the last',
    model: drawn({
      owing: [{ type: 'flush', to: 'done', nature: 'choice', sees: ['delivered'] }],
    }),
    says: 'yes',
  },
  {
    checker: 'is only weakly fair to packets',
    overlooks: 'that a lossy link makes the arrival impossible again and again',
    check: weak.weakFairness,
    system: 'stop-and-wait in the lossy world',
    model: compose(stopAndWait, lossy),
    says: 'no',
  },
  {
    checker: 'is strongly fair to the arrival of something',
    overlooks: 'that it may always be another packet',
    check: weak.somethingArrives,
    system: 'each message is sent behind some chatter, in the lossy world',
    model: compose(chatter, lossy),
    says: 'no',
  },
  {
    checker: 'lets duplication go on for ever',
    overlooks: 'that a packet sent finitely often arrives finitely often',
    check: weak.endlessDuplication,
    system: 'a handshake that a second request starts anew, in the duplicating world',
    model: compose(tickets, { ...worlds.duplicating, messages: 1 }),
    says: 'no',
  },
  {
    checker: 'lets a queue lose any packet, not only its head',
    overlooks: 'that what never comes to the head can never be received, however fair the link',
    check: weak.fairly,
    system: 'each message is sent behind some chatter, and lost there',
    model: drawn({
      owing: [move('send', 'chatter, message')],
      'chatter, message': [
        move('receive chatter', 'message'),
        fault('lose chatter', 'message'),
        fault('lose message', 'chatter'), // from behind the head
      ],
      message: [delivering('done'), fault('lose message', 'owing')],
      chatter: [move('receive chatter', 'owing'), fault('lose chatter', 'owing')],
    }),
    says: 'no',
  },
  {
    checker: 'grants fewer losses than there are tries',
    overlooks: 'that fairness sets no number to the losses',
    check: (_, guarantee) => {
      const { verdict } = verifyExhaustively(compose(givesUp, { ...lossy, losses: 1 }), guarantee);
      return verdict === 'holds' ? 'yes' : 'no';
    },
    system: 'gives-up, after two tries, in the lossy world',
    model: compose(givesUp, lossy),
    says: 'yes',
  },
];

/** The truth about the system of a mistake. */
export const verdictOn = ({ model }: Mistake) => verifyExhaustively(model, atLeastOnce);
