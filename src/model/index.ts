/** Everything that a protocol is written with. */
export {
  abandon,
  accept,
  arm,
  atomically,
  confirm,
  deliver,
  disarm,
  reject,
  remember,
  send,
  settle,
  write,
} from './effect.ts';
export type { Effect } from './effect.ts';
export type { LinkName, Message, MessageId, Packet, RoleName } from './message.ts';
export { protocol } from './protocol.ts';
export type { Protocol } from './protocol.ts';
export type { Effects, Role, RoleShape, State } from './role.ts';
