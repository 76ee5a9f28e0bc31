import {
  afterCrash,
  afterDuplication,
  afterHealing,
  afterLoss,
  afterPartition,
  afterReset,
  isLeft,
} from '../../model/budget.ts';
import { awakeningsOf } from '../../model/answering.ts';
import type { Faults } from '../../model/budget.ts';
import { isClosing } from '../../model/link.ts';
import type { Process } from '../../model/place.ts';
import type { Event } from '../../model/role.ts';
import type { Setting } from '../../model/setting.ts';
import type { Components } from './components.ts';
import type { Heap } from './heap.ts';
import { standing } from './shape.ts';

/** Writes down what each component lets happen, once for each of its values; see `shape.ts` for the forms. */
export const recordsOf = (
  { world, roles, links, channel, faults: kept }: Setting,
  components: Components,
  heap: Heap,
  answer: (role: number, process: Process, event: Event) => number,
) => {
  const { processes, packets, contents, faults } = components;

  const process = (role: number, number: number): number => {
    const known = processes[role]!.thing(number);
    const answers = awakeningsOf(world, known).map((event) => answer(role, known, event));
    return heap.write([standingOf(known), answers.length, known.clock ?? -1, ...answers]);
  };

  const onLink = (number: number): number => {
    const known = contents.thing(number);
    const size = channel.sizeOf(known);
    const mayDouble = world.duplicates !== 0 && size < world.capacity;
    const exposed = channel
      .exposed(known)
      .flatMap((packet) => [
        packets.of(packet),
        contents.of(channel.take(known, packet)),
        mayDouble && !isClosing(packet) ? contents.of(channel.duplicate(known, packet)) : 0,
      ]);
    return heap.write([size, exposed.length / 3, channel.isClosed(known) ? 1 : 0, ...exposed]);
  };

  const faultRecord = (number: number): number => {
    const known = faults.thing(number);
    const next = (isPossible: boolean, after: () => Faults): number =>
      isPossible ? faults.of(kept.adopt(after())) : 0;
    return heap.write([
      known.severed.reduce((mask, isSevered, link) => mask | (isSevered ? 1 << link : 0), 0),
      next(isLeft(known.losses), () => afterLoss(known)),
      next(isLeft(known.duplicates), () => afterDuplication(known)),
      ...roles.map((_, role) => next(isLeft(known.crashes[role]), () => afterCrash(known, role))),
      ...links.map((_, link) =>
        next(isLeft(known.partitions) && !known.severed[link]!, () => afterPartition(known, link)),
      ),
      ...links.map((_, link) => next(world.healing && known.severed[link]!, () => afterHealing(known, link))),
      next(isLeft(known.resets), () => afterReset(known)),
    ]);
  };

  const put = (content: number, bundle: number): number => {
    const full = components
      .bundled(bundle)
      .reduce((so, packet) => channel.put(so, packet), contents.thing(content));
    return contents.of(full);
  };

  return { process, content: onLink, faults: faultRecord, put };
};

const standingOf = ({ up, pending }: Process): number => {
  if (!up) return standing.down;
  return pending.length > 0 ? standing.paused : standing.idle;
};
