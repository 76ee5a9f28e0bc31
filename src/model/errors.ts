import type { RoleName } from './message.ts';
import type { Event } from './role.ts';

/** A protocol is not what a protocol must be: pure, total, and answering in effects. */
export class ProtocolError extends Error {
  override readonly name: string = 'ProtocolError';
}

/** One handler of a role misbehaved; says which role, upon which event, and how. */
export class HandlerError extends ProtocolError {
  override readonly name = 'HandlerError';
  readonly role: RoleName;
  readonly event: Event;

  constructor(role: RoleName, event: Event, complaint: string, cause?: unknown) {
    super(`role "${role}" upon ${nameOf(event)} ${complaint}`, cause === undefined ? {} : { cause });
    this.role = role;
    this.event = event;
  }
}

/**
 * No error but an answer that has been asked for and is still to come: code that answers in its own time
 * cannot be waited for in the middle of a step. Whoever can wait does so, and takes the step again. It is
 * thrown at almost every step of such code, so it has no stack trace, which would cost more than the step.
 */
export class StillToCome {
  readonly name = 'StillToCome';
  readonly message = 'the answer is still to come: await it and take the step again';
  /** Fulfilled once the answer is there, and rejected when there is none. */
  readonly answered: Promise<unknown>;

  constructor(answered: Promise<unknown>) {
    this.answered = answered;
  }
}

const nameOf = (event: Event): string => {
  switch (event.type) {
    case 'submit':
      return `submit of ${event.message.id}`;
    case 'receive':
      return `receive of ${event.packet.type} from "${event.from}"`;
    case 'timeout':
      return `timeout of "${event.timer}"`;
    case 'disconnect':
      return `disconnect from "${event.from}"`;
    case 'restart':
    case 'resume':
    case 'tick':
      return event.type;
  }
};
