import type { ConnectionName, LinkName, RoleName } from '../../model/message.ts';
import { frozenCopy } from '../../model/plain.ts';
import { ImplementationError } from '../implementation.ts';
import type { AskedEvent, Implementation, Instance } from '../implementation.ts';
import type { Environment, Handlers } from './environment.ts';
import { sessionOf } from './session.ts';
import type { Session } from './session.ts';
import { drained, drainedThoroughly } from './waiting.ts';

/** A role as code of this process plays it. */
export interface InProcessRole<Disk extends object = any> {
  /** Whether the application submits messages to it. */
  readonly submits?: boolean;
  /** What its disk holds before it is started for the first time: nothing, if left out. */
  readonly disk?: Disk;
  /** Whether its handlers `snapshot` and `restore` show all of its memory. It may then ask for no time and no chance. */
  readonly snapshots?: boolean;
  /** Starts a process, for the first time or after a crash: everything that is to survive one is on the disk. */
  start(env: Environment<Disk>): Handlers;
}

export interface InProcess {
  readonly name: string;
  readonly roles: Readonly<Record<RoleName, InProcessRole>>;
  /** None where it only takes the place of roles of a protocol. */
  readonly links?: readonly LinkName[];
  /** The pairs of its links that are connections; by default none. */
  readonly connections?: readonly ConnectionName[];
  /**
   * That no handler and nothing that it calls ever waits: answers are then complete as it returns, which is
   * several times as fast, and lets properties of fast-check be synchronous. Where it is not so it is said.
   */
  readonly synchronous?: boolean;
}

/**
 * Ordinary code of this process as an implementation: impure, with a memory of its own, and as asynchronous
 * as it likes. It is complete with an answer once nothing of it can go on without time passing.
 *
 * Everything that is to be lost in a crash must be made in `start`: what code keeps in variables outside of
 * it survives, and is found out only where it makes a difference.
 *
 * @example
 * const queue = inProcess({
 *   name: 'my queue',
 *   links: ['sender -> receiver', 'receiver -> sender'],
 *   roles: {
 *     sender: { submits: true, disk: { outbox: [] }, start: (env) => new Sender(env) },
 *     receiver: { start: (env) => new Receiver(env) },
 *   },
 * });
 */
export const inProcess = ({
  name,
  roles,
  links = [],
  connections,
  synchronous = false,
}: InProcess): Implementation => ({
  name,
  links,
  ...(connections === undefined ? {} : { connections }),
  roles,
  start: (role, circumstances) => {
    const { start, snapshots = false } = roles[role]!;
    const session = sessionOf(role, circumstances, snapshots);
    return synchronous ? startedAtOnce(role, session, start) : startedInTime(role, session, start);
  },
});

type Start = InProcessRole['start'];

const startedAtOnce = (role: RoleName, session: Session, start: Start): Instance => {
  session.open(undefined);
  const handlers = start(session.env);
  const opening = session.close();
  return {
    ...between(role, session, handlers),
    opening,
    answer: (event) => {
      session.open(event);
      const returned = called(handlers, session, event);
      const effects = session.close();
      session.waits.follow(returned);
      if (session.waits.isUsed())
        throw new ImplementationError(
          role,
          `upon ${event.type} goes on after it has returned, and was said to be synchronous`,
        );
      complainOf(role, session, event);
      return effects;
    },
  };
};

const startedInTime = async (role: RoleName, session: Session, start: Start): Promise<Instance> => {
  session.open(undefined);
  const handlers = start(session.env);
  session.waits.follow(handlers.running);
  await completed(role, session, undefined);
  const opening = session.close();
  return {
    ...between(role, session, handlers),
    opening,
    answer: async (event) => {
      complainOf(role, session, event);
      session.open(event);
      session.waits.follow(called(handlers, session, event));
      await completed(role, session, event);
      return session.close();
    },
  };
};

/** An answer is complete once nothing of it can go on without time passing, or without another event. */
const completed = async (role: RoleName, session: Session, event: AskedEvent | undefined): Promise<void> => {
  const { waits } = session;
  await drained();
  if (waits.atWork() > 0 && !waits.isForSomething()) await drainedThoroughly();
  complainOf(role, session, event);
  if (waits.atWork() > 0 && !waits.isForSomething())
    throw new ImplementationError(
      role,
      `${uponIn(event)} waits for something that does not come: a real timer, input and output, or a promise that a later event is to settle. Use sleep, timer and deferred of its surroundings`,
    );
};

const complainOf = (role: RoleName, { waits, trespass }: Session, event: AskedEvent | undefined): void => {
  const failure = waits.failure();
  if (failure !== undefined) {
    const { reason } = failure;
    if (reason instanceof ImplementationError) throw reason;
    throw new ImplementationError(
      role,
      `${uponIn(event)} throws: ${reason instanceof Error ? reason.message : String(reason)}`,
      reason,
    );
  }
  const done = trespass();
  if (done !== undefined) throw new ImplementationError(role, done);
};

const uponIn = (event: AskedEvent | undefined): string =>
  event === undefined ? 'as it starts' : `upon ${event.type}`;

const called = (handlers: Handlers, { firedBy }: Session, event: AskedEvent): unknown => {
  switch (event.type) {
    case 'submit':
      return handlers.submit?.(event.message);
    case 'receive':
      return handlers.receive?.(event.packet, event.from);
    case 'timeout': {
      const fired = firedBy(event.timer);
      return fired === undefined ? handlers.timeout?.(event.timer) : fired();
    }
    case 'disconnect':
      return handlers.disconnect?.(event.from);
    case 'restart':
      return handlers.restart?.();
  }
};

/** What it does between its answers: it is stopped, and shows its memory. */
const between = (
  role: RoleName,
  session: Session,
  handlers: Handlers,
): Pick<Instance, 'stop' | 'snapshot' | 'restore'> => ({
  stop: session.stop,
  snapshot: () => {
    if (handlers.snapshot === undefined) throw new ImplementationError(role, 'has no handler snapshot');
    return handlers.snapshot();
  },
  restore: (snapshot, disk) => {
    if (handlers.restore === undefined) throw new ImplementationError(role, 'has no handler restore');
    session.resume(disk);
    handlers.restore(frozenCopy(snapshot));
  },
});
