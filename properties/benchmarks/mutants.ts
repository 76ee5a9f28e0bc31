import { verifyExhaustively } from '../../src/explore/exhaustive.ts';
import { noCreation } from '../../src/guarantees/index.ts';
import { compose } from '../../src/model/compose.ts';
import type { Effect } from '../../src/model/effect.ts';
import { textOf } from '../../src/model/plain.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { AnyRole } from '../../src/model/role.ts';
import type { World } from '../../src/model/world.ts';

/** What a handler answers. */
export type Answer = readonly Effect[];

/** One small mistake in an answer; where there is nothing to get wrong the answer stays as it is. */
export interface Operator {
  readonly name: string;
  readonly change: (answer: Answer) => Answer;
}

export const handlerNames = ['submit', 'receive', 'timeout', 'restart'] as const;
export type HandlerName = (typeof handlerNames)[number];

/** A handler of a role of a protocol, and the mistake in each of its answers. */
export interface Mutation {
  readonly role: string;
  readonly handler: HandlerName;
  readonly operator: Operator;
}

/** Positions are counted from 1, as a reader counts the effects of an answer. */
const positions = [1, 2, 3, 4, 5, 6] as const;

export const dropArms: Operator = {
  name: 'arm no timer',
  change: (answer) => answer.filter(({ type }) => type !== 'arm'),
};

export const answerNothing: Operator = { name: 'answer nothing', change: () => [] };

export const drop = (position: number): Operator => ({
  name: `drop ${position}`,
  change: (answer) => answer.filter((_, index) => index !== position - 1),
});

export const swap = (position: number): Operator => ({
  name: `swap ${position} and ${position + 1}`,
  change: (answer) => {
    const [first, second] = [answer[position - 1], answer[position]];
    return first === undefined || second === undefined
      ? answer
      : answer.toSpliced(position - 1, 2, second, first);
  },
});

export const duplicate = (position: number): Operator => ({
  name: `do ${position} twice`,
  change: (answer) => answer.flatMap((effect, index) => (index === position - 1 ? [effect, effect] : effect)),
});

export const split = (position: number): Operator => ({
  name: `split ${position}`,
  change: (answer) =>
    answer.flatMap((effect, index) =>
      index === position - 1 && effect.type === 'atomically' ? effect.effects : effect,
    ),
});

/** Those that say more come first: where two come to the same, the first gives the mutant its name. */
export const operators: readonly Operator[] = [
  answerNothing,
  dropArms,
  ...[drop, swap, duplicate, split].flatMap((operator) => positions.map(operator)),
];

/** The protocol with one mistake in it. */
export const mutated = (right: Protocol, { role, handler, operator }: Mutation): Protocol => ({
  ...right,
  name: `${right.name}: ${role} ${handler}, ${operator.name}`,
  roles: {
    ...right.roles,
    [role]: answering(right.roles[role]!, handler, (answer) => operator.change(answer)),
  },
});

/** A role whose answers to one kind of event are changed before anybody sees them. */
const answering = (role: AnyRole, handler: HandlerName, change: Operator['change']): AnyRole => {
  const asked = role.upon[handler] as ((...event: unknown[]) => Answer) | undefined;
  if (asked === undefined) return role;
  return {
    ...role,
    upon: { ...role.upon, [handler]: (...event: unknown[]) => change(asked.apply(role.upon, event)) },
  };
};

/** Every different answer of each handler of a protocol, anywhere in some worlds: by role and handler. */
export const answersOf = (
  right: Protocol,
  within: readonly World[],
): ReadonlyMap<string, readonly Answer[]> => {
  const answers = new Map<string, Map<string, Answer>>();
  const listening = placesIn(right).reduce((protocol, place) => {
    const heard = new Map<string, Answer>();
    answers.set(placeName(place), heard);
    const listen: Operator['change'] = (answer) => {
      heard.set(textOf(answer), answer);
      return answer;
    };
    return mutated(protocol, { ...place, operator: { name: 'listen', change: listen } });
  }, right);
  // Nothing here ever breaks that guarantee, so nothing is left unvisited.
  for (const world of within) verifyExhaustively(compose(listening, world), noCreation);
  return new Map([...answers].map(([place, heard]) => [place, [...heard.values()]]));
};

export type HandlerPlace = Omit<Mutation, 'operator'>;

export const placeName = ({ role, handler }: HandlerPlace): string => `${role} ${handler}`;

const placesIn = ({ roles }: Protocol): readonly HandlerPlace[] =>
  Object.entries(roles).flatMap(([role, { upon }]) =>
    handlerNames.flatMap((handler) => (upon[handler] === undefined ? [] : [{ role, handler }])),
  );

/**
 * Every way to get one handler wrong that changes some answer it gives in those worlds, and each once: of two
 * operators that change all of the answers alike, the first.
 */
export const mutationsOf = (right: Protocol, within: readonly World[]): readonly Mutation[] => {
  const answers = answersOf(right, within);
  return placesIn(right).flatMap((place) => {
    const given = answers.get(placeName(place))!;
    const known = new Set([textOf(given)]);
    return operators.flatMap((operator) => {
      const text = textOf(given.map((answer) => operator.change(answer)));
      if (known.has(text)) return [];
      known.add(text);
      return [{ ...place, operator }];
    });
  });
};
