/**
 * What the application hands over to be delivered.
 *
 * The id is given when the message is created, before any process touches it, and is never used again:
 * two messages with equal payloads are two messages.
 */
export interface Message {
  readonly id: MessageId;
  readonly payload: string;
}

/** The name of a message, unique in a run: `m0`, `m1` … in models, whatever the application uses in histories. */
export type MessageId = string;

/** What travels on a link: plain data with a `type`, such as `{ type: 'data', message }`. */
export interface Packet {
  readonly type: string;
}

/** The name of a role in a protocol: `sender`, `broker`, `receiver` … */
export type RoleName = string;

/** The name of a one-way channel: `sender -> receiver`. */
export type LinkName = `${RoleName} -> ${RoleName}`;

/** The name of a connection, which is two links: `client <-> server`. */
export type ConnectionName = `${RoleName} <-> ${RoleName}`;
