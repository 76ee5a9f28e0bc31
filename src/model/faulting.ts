import type { LinkFault, PacketFault } from './action.ts';
import type { Attempt } from './answering.ts';
import { afterDuplication, afterHealing, afterLoss, afterPartition, isLeft } from './budget.ts';
import type { Faults } from './budget.ts';
import type { Content } from './link.ts';
import { remembered } from './plain.ts';
import { replaced } from './setting.ts';
import type { Setting, WorldState } from './setting.ts';

/** The steps of the links themselves: losing, duplicating, being cut off, and healing. */
export const faulting = (setting: Setting) => {
  const { world, links, channel, packets } = setting;

  const onPackets = (type: PacketFault['type']) =>
    links.map((link) =>
      remembered((content: Content): readonly PacketFault[] =>
        channel.exposed(content).map((packet) => ({ type, link, packet })),
      ),
    );
  const losses = onPackets('lose');
  const duplications = onPackets('duplicate');
  const partitions = links.map((link): LinkFault => ({ type: 'partition', link }));
  const heals = links.map((link): LinkFault => ({ type: 'heal', link }));

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
    if (!channel.exposed(content).includes(packet!)) return undefined;
    if (action.type === 'duplicate' && !hasRoom(state, link)) return 'withheld';
    return action.type === 'lose'
      ? becomes(state, link, channel.take(content, packet!), budget, afterLoss)
      : becomes(state, link, channel.duplicate(content, packet!), budget, afterDuplication);
  };
  /** The bound: no link may hold more than the capacity after a step that nothing in flight provoked. */
  const hasRoom = (state: WorldState, copied: number): boolean =>
    state.links.every((content, link) => content.length + (link === copied ? 1 : 0) <= world.capacity);

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
    attempt: (state: WorldState, action: PacketFault | LinkFault): Attempt =>
      'packet' in action ? attemptOnPacket(state, action) : attemptOnLink(state, action),
  };
};
