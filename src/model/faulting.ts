import type { ConnectionFault, LinkFault, PacketFault } from './action.ts';
import { isSwallowed } from './answering.ts';
import type { Attempt } from './answering.ts';
import { afterDuplication, afterHealing, afterLoss, afterPartition, afterReset, isLeft } from './budget.ts';
import type { Faults } from './budget.ts';
import { closing, isClosing } from './link.ts';
import type { Content } from './link.ts';
import { remembered } from './plain.ts';
import { linksOf } from './protocol.ts';
import { replaced } from './setting.ts';
import type { Setting, WorldState } from './setting.ts';

/** The steps of the links themselves: losing, duplicating, being cut off, and healing. */
export const faulting = (setting: Setting) => {
  const { world, links, channel, packets } = setting;

  const onPackets = (type: PacketFault['type']) =>
    links.map((link) =>
      remembered((content: Content): readonly PacketFault[] =>
        channel
          .exposed(content)
          .filter((packet) => !isClosing(packet))
          .map((packet) => ({ type, link, packet })),
      ),
    );
  const losses = onPackets('lose');
  const duplications = onPackets('duplicate');
  const partitions = links.map((link): LinkFault => ({ type: 'partition', link }));
  const heals = links.map((link): LinkFault => ({ type: 'heal', link }));
  const resets = setting.connections.map((connection): ConnectionFault => ({ type: 'reset', connection }));

  const partsOf = remembered((action: PacketFault | LinkFault) => ({
    link: links.indexOf(action.link),
    packet: 'packet' in action ? packets.intern(action.packet) : undefined,
  }));

  const attemptOnPacket = (state: WorldState, action: PacketFault): Attempt => {
    const { faults } = state;
    const { link, packet } = partsOf(action);
    const content = state.links[link];
    const budget = action.type === 'lose' ? 'losses' : 'duplicates';
    if (content === undefined || !isLeft(faults[budget])) return undefined;
    if (isClosing(packet!) || !channel.exposed(content).includes(packet!)) return undefined;
    if (action.type === 'duplicate' && !hasRoom(state, link)) return 'withheld';
    return action.type === 'lose'
      ? becomes(state, link, channel.take(content, packet!), budget, afterLoss)
      : becomes(state, link, channel.duplicate(content, packet!), budget, afterDuplication);
  };
  /** The bound: no link may hold more than the capacity after a step that nothing in flight provoked. */
  const hasRoom = (state: WorldState, copied: number): boolean =>
    state.links.every(
      (content, link) => channel.sizeOf(content) + (link === copied ? 1 : 0) <= world.capacity,
    );

  const attemptOnLink = (state: WorldState, action: LinkFault): Attempt => {
    const { faults } = state;
    const { link } = partsOf(action);
    const isSevered = faults.severed[link];
    if (isSevered === undefined || isSevered !== (action.type === 'heal')) return undefined;
    if (action.type === 'heal') {
      if (!world.healing) return undefined;
      return becomes(state, link, state.links[link]!, `heal ${link}`, (before) => afterHealing(before, link));
    }
    if (!isLeft(faults.partitions)) return undefined;
    // What is on a link that never heals will never move again, so it is as good as gone.
    const content = world.healing ? state.links[link]! : channel.empty;
    return becomes(state, link, content, `partition ${link}`, (before) => afterPartition(before, link));
  };

  /** A connection that is not yet known to be closed at both ends does not break once more. */
  const attemptOnConnection = (state: WorldState, { connection }: ConnectionFault): Attempt => {
    const both = linksOf(connection).map((link) => links.indexOf(link));
    if (!isLeft(state.faults.resets) || !setting.connections.includes(connection)) return undefined;
    if (both.some((link) => channel.isClosed(state.links[link]!))) return undefined;
    const put = (contents: WorldState['links'], link: number) =>
      isSwallowed(setting, state, link)
        ? contents
        : replaced(contents, link, channel.put(contents[link]!, packets.intern(closing)));
    return {
      state: {
        ...state,
        links: both.reduce(put, state.links),
        faults: setting.faults.change(state.faults, 'reset', () => afterReset(state.faults)),
      },
      observations: [],
    };
  };

  const becomes = (
    state: WorldState,
    link: number,
    content: Content,
    what: string,
    change: (faults: Faults) => Faults,
  ): Attempt => ({
    state: {
      processes: state.processes,
      links: replaced(state.links, link, content),
      faults: setting.faults.change(state.faults, what, () => change(state.faults)),
      submitted: state.submitted,
    },
    observations: [],
  });

  const onEachLink = (state: WorldState, actions: typeof losses): readonly PacketFault[] =>
    state.links.flatMap((content, link) => actions[link]!(content));

  return {
    heals: ({ faults }: WorldState): readonly LinkFault[] =>
      world.healing ? heals.filter((_, link) => faults.severed[link] === true) : [],
    losses: (state: WorldState) => (isLeft(state.faults.losses) ? onEachLink(state, losses) : []),
    duplications: (state: WorldState) =>
      isLeft(state.faults.duplicates) ? onEachLink(state, duplications) : [],
    partitions: ({ faults }: WorldState): readonly LinkFault[] =>
      isLeft(faults.partitions) ? partitions.filter((_, link) => faults.severed[link] === false) : [],
    resets: ({ faults }: WorldState): readonly ConnectionFault[] => (isLeft(faults.resets) ? resets : []),
    attempt: (state: WorldState, action: PacketFault | LinkFault | ConnectionFault): Attempt => {
      if (action.type === 'reset') return attemptOnConnection(state, action);
      return 'packet' in action ? attemptOnPacket(state, action) : attemptOnLink(state, action);
    },
  };
};
