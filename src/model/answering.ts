import type { Answered, CutShort } from './action.ts';
import { afterCrash, isLeft } from './budget.ts';
import type { Answer, LocalStep } from './local.ts';
import type { Message } from './message.ts';
import type { Step } from './model.ts';
import { remembered } from './plain.ts';
import type { Process } from './place.ts';
import { endsOf } from './protocol.ts';
import type { Event } from './role.ts';
import { replaced } from './setting.ts';
import type { Setting, WorldState } from './setting.ts';

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
      channel.exposed(content).map((packet) => ({ type: 'receive', role: to, from, packet })),
    );
  });
  const awakenings = roles.map((role) =>
    remembered(({ up, pending, timers }: Process): readonly Answered[] => {
      if (!up) return [{ type: 'restart', role }];
      if (pending.length > 0) return [{ type: 'resume', role }];
      return timers.map((timer) => ({ type: 'timeout', role, timer }));
    }),
  );
  const answerable = ({ submitted, links: contents, processes }: WorldState): readonly Answered[] => [
    ...(submissions[submitted] ?? []),
    ...contents.flatMap((content, link) => arrivals[link]!(content)),
    ...processes.flatMap((process, role) => awakenings[role]!(process)),
  ];

  // What an action is about: the number of its role, the one copy of its event, the link that it empties.

  const partsOf = remembered((action: Answered | CutShort) => {
    const { role, ...rest } = action;
    const event = events.intern('event' in action ? action.event : (rest as Event));
    const link = event.type === 'receive' ? links.indexOf(`${event.from} -> ${role}`) : -1;
    const packet = event.type === 'receive' ? packets.intern(event.packet) : undefined;
    return { role: roles.indexOf(role), event, link, packet };
  });
  const nextSubmissions = submissions.map((actions) => actions.map((action) => partsOf(action)));

  const isAnswerable = (state: WorldState, action: Answered | CutShort): boolean => {
    const { role, event, link, packet } = partsOf(action);
    const process = state.processes[role];
    if (process === undefined || process.up === (event.type === 'restart')) return false;
    if (process.pending.length > 0 !== (event.type === 'resume')) return false;
    switch (event.type) {
      case 'submit':
        return (
          nextSubmissions[state.submitted]?.some((next) => next.role === role && next.event === event) ??
          false
        );
      case 'receive':
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

  // What the bound withholds: it never withholds an answer to a packet.

  const fits = (state: WorldState, event: Event, { sent }: LocalStep): boolean => {
    if (event.type === 'receive' || sent.length === 0) return true;
    return state.links.every((content, link) => {
      if (isSwallowed(setting, state, link)) return true;
      const added = sent.reduce((sum, packet) => (packet.link === link ? sum + 1 : sum), 0);
      return content.length + added <= world.capacity;
    });
  };

  // Performing.

  const after = (state: WorldState, action: Answered | CutShort, done: LocalStep): WorldState => {
    const { role, event, link: emptied, packet } = partsOf(action);
    let contents = state.links;
    if (packet !== undefined)
      contents = replaced(contents, emptied, channel.take(contents[emptied]!, packet));
    for (const { link, packet: sent } of done.sent) {
      if (!isSwallowed(setting, state, link)) {
        contents = replaced(contents, link, channel.put(contents[link]!, sent));
      }
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

/** A link that is cut off for ever swallows what is put on it: nothing on it would ever move again. */
const isSwallowed = ({ world }: Setting, state: WorldState, link: number): boolean =>
  !world.healing && state.faults.severed[link] === true;
