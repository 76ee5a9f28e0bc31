import type { Answered, CutShort } from './action.ts';
import { afterCrash, isLeft } from './budget.ts';
import type { Answer, LocalStep } from './local.ts';
import { closing, isClosing, isOfWorld } from './link.ts';
import type { Message } from './message.ts';
import type { Step } from './model.ts';
import { remembered } from './plain.ts';
import type { Process } from './place.ts';
import { endsOf } from './protocol.ts';
import type { Event } from './role.ts';
import { replaced } from './setting.ts';
import type { Setting, WorldState } from './setting.ts';
import type { World } from './world.ts';

/** A step; or `withheld`, when only the bound keeps it from happening; or nothing, when it is not possible. */
export type Attempt = Step<WorldState> | 'withheld' | undefined;

/** The message that the application submits as its n-th. All payloads are equal: only ids tell messages apart. */
export const messageNumber = (n: number): Message => ({ id: `m${n}`, payload: 'hello' });

/** The steps in which a role answers an event, wholly or until a crash cuts it off. */
export const answering = (setting: Setting) => {
  const { world, roles, links, locals, channel, packets, events } = setting;

  // What may be answered: a list for each component that decides it, each made once.

  const submissions = Array.from({ length: world.messages }, (_, n) =>
    setting.submitters.map((role): Answered => ({ type: 'submit', role, message: messageNumber(n) })),
  );
  const arrivals = links.map((link) => {
    const { from, to } = endsOf(link);
    return remembered((content: WorldState['links'][number]): readonly Answered[] =>
      channel
        .exposed(content)
        .map((packet) =>
          isClosing(packet)
            ? { type: 'disconnect', role: to, from }
            : { type: 'receive', role: to, from, packet },
        ),
    );
  });
  const awakenings = roles.map((role) => {
    const known = new Map<string, Answered>();
    const actionOf = (event: ReturnType<typeof awakeningsOf>[number]): Answered => {
      const name = 'timer' in event ? `timeout of ${event.timer}` : event.type;
      const action = known.get(name) ?? { ...event, role };
      known.set(name, action);
      return action;
    };
    return remembered((process: Process) => awakeningsOf(world, process).map(actionOf));
  });
  const answerable = ({ submitted, links: contents, processes }: WorldState): readonly Answered[] => [
    ...(submissions[submitted] ?? []),
    ...contents.flatMap((content, link) => arrivals[link]!(content)),
    ...processes.flatMap((process, role) => awakenings[role]!(process)),
  ];

  // What an action is about: the number of its role, the one copy of its event, the link that it empties.

  const partsOf = remembered((action: Answered | CutShort) => {
    const { role, ...rest } = action;
    const event = events.intern('event' in action ? action.event : (rest as Event));
    const link = 'from' in event ? links.indexOf(`${event.from} -> ${role}`) : -1;
    const arrived = event.type === 'receive' ? event.packet : closing;
    const packet = 'from' in event ? packets.intern(arrived) : undefined;
    return { role: roles.indexOf(role), event, link, packet };
  });
  const nextSubmissions = submissions.map((actions) => actions.map((action) => partsOf(action)));

  const isAnswerable = (state: WorldState, action: Answered | CutShort): boolean => {
    const { role, event, link, packet } = partsOf(action);
    const process = state.processes[role];
    if (process === undefined) return false;
    if (event.type === 'tick') return mayTick(world, state.processes, process);
    if (process.up === (event.type === 'restart')) return false;
    if (process.pending.length > 0 !== (event.type === 'resume')) return false;
    switch (event.type) {
      case 'submit':
        return (
          nextSubmissions[state.submitted]?.some((next) => next.role === role && next.event === event) ??
          false
        );
      case 'receive':
      case 'disconnect':
        return state.faults.severed[link] === false && channel.exposed(state.links[link]!).includes(packet!);
      case 'timeout':
        return process.timers.includes(event.timer);
      case 'restart':
      case 'resume':
        return true;
    }
  };
  const answerTo = (state: WorldState, action: Answered | CutShort): Answer => {
    const { role, event } = partsOf(action);
    return locals[role]!.answerOf(state.processes[role]!, event);
  };

  const cutsShortBy = (type: CutShort['type']) =>
    remembered((process: Process) =>
      remembered((action: Answered): readonly CutShort[] => {
        const { role, ...event } = action;
        const answer = locals[partsOf(action).role]!.answerOf(process, partsOf(action).event);
        return answer[type].cuts.map((cut) => ({ type, role, event, cut }));
      }),
    );
  const cutShort = { crash: cutsShortBy('crash'), pause: cutsShortBy('pause') };

  // What the bound withholds: it never withholds an answer to what arrives.

  const fits = (state: WorldState, event: Event, step: LocalStep): boolean => {
    const sent = step.sent.filter(({ packet }) => !isOfWorld(packet));
    if ('from' in event || sent.length === 0) return true;
    return state.links.every((content, link) => {
      const isLost = isSwallowed(setting, state, link) || isUnheard(setting, state.links, link);
      const added = isLost ? 0 : sent.filter((packet) => packet.link === link).length;
      return channel.sizeOf(content) + added <= world.capacity;
    });
  };

  // Performing.

  const after = (state: WorldState, action: Answered | CutShort, done: LocalStep): WorldState => {
    const { role, event, link: emptied, packet } = partsOf(action);
    let contents = state.links;
    if (packet !== undefined)
      contents = replaced(contents, emptied, channel.take(contents[emptied]!, packet));
    const unheard = setting.links.map((_, link) => isUnheard(setting, contents, link));
    for (const { link, packet: sent } of done.sent) {
      if (isSwallowed(setting, state, link) || (unheard[link] && !isOfWorld(sent))) continue;
      contents = replaced(contents, link, channel.put(contents[link]!, sent));
    }
    return {
      processes: replaced(state.processes, role, done.process),
      links: contents,
      faults: action.type === 'crash' ? crashed(state.faults, role) : state.faults,
      submitted: event.type === 'submit' ? state.submitted + 1 : state.submitted,
    };
  };
  const crashed = (faults: WorldState['faults'], role: number) =>
    setting.faults.change(faults, `crash ${role}`, () => afterCrash(faults, role));

  return {
    /** The answers possible in a state, in order: submissions, arrivals, then timeouts and restarts. */
    answers: (state: WorldState): readonly Answered[] =>
      answerable(state).filter((action) => isAnswerable(state, action)),

    /** Every place at which one of the answers may be cut short by a pause, or by a crash. */
    cutsShort: (
      state: WorldState,
      answers: readonly Answered[],
      type: CutShort['type'],
    ): readonly CutShort[] =>
      answers.flatMap((action) => {
        if (type === 'crash' && !isLeft(state.faults.crashes[partsOf(action).role])) return [];
        return cutShort[type](state.processes[partsOf(action).role]!)(action);
      }),

    attempt: (state: WorldState, action: Answered | CutShort): Attempt => {
      if (!isAnswerable(state, action)) return undefined;
      const { role, event } = partsOf(action);
      if (action.type === 'crash' && !isLeft(state.faults.crashes[role])) return undefined;
      const answer = answerTo(state, action);
      const done = 'cut' in action ? answer[action.type].after(action.cut) : answer.whole;
      if (done === undefined) return undefined;
      if (!fits(state, event, done)) return 'withheld';
      return { state: after(state, action, done), observations: done.observations };
    },
  };
};

/** What a process may do by itself, in order. */
export const awakeningsOf = (world: World, { up, pending, timers, clock }: Process): readonly Event[] => {
  const ticks: readonly Event[] =
    clock !== undefined && clock < (world.clock?.ticks ?? 0) ? [{ type: 'tick' }] : [];
  if (!up) return [{ type: 'restart' }, ...ticks];
  if (pending.length > 0) return [{ type: 'resume' }, ...ticks];
  return [...timers.map((timer): Event => ({ type: 'timeout', timer })), ...ticks];
};

/** No clock runs further ahead of another than the world lets it. */
const mayTick = ({ clock }: World, processes: readonly Process[], process: Process): boolean => {
  if (clock === undefined || process.clock === undefined || process.clock >= clock.ticks) return false;
  const slowest = Math.min(...processes.flatMap((each) => each.clock ?? []));
  return process.clock + 1 - slowest <= clock.skew;
};

/** Whether nobody hears what is put on a link: its connection is closed, and its sender does not know it yet. */
const isUnheard = ({ opposite, channel }: Setting, contents: WorldState['links'], link: number): boolean =>
  opposite[link]! >= 0 && channel.isClosed(contents[opposite[link]!]!);

/** A link that is cut off for ever swallows what is put on it: nothing on it would ever move again. */
export const isSwallowed = ({ world }: Setting, state: WorldState, link: number): boolean =>
  !world.healing && state.faults.severed[link] === true;
