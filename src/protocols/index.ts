/** The protocols by name; the flawed twins are in the catalogue. */
export { atLeastOnce } from './at-least-once.ts';
export { atMostOnce } from './at-most-once.ts';
export { exactlyOnce } from './exactly-once.ts';
export { fireAndForget } from './fire-and-forget.ts';
export { pipelinedRetransmission } from './pipelined-retransmission.ts';
export { stopAndWait } from './stop-and-wait.ts';
export { storeAndForward } from './store-and-forward.ts';
export { deliverThenRecord, recordThenDeliver, recordWithDelivery } from './three-orders.ts';
export { alternatingBit } from './links/alternating-bit.ts';
export { goBackTwo } from './links/go-back-n.ts';
export { numberedStopAndWait } from './links/numbered-stop-and-wait.ts';
export { selectiveRepeatOfTwo } from './links/selective-repeat.ts';
export { stenning } from './links/stenning.ts';
export { duplicateRequestCache } from './calls/duplicate-request-cache.ts';
export { fivePacketHandshake } from './calls/five-packet-handshake.ts';
export { remoteProcedureCall } from './calls/remote-procedure-call.ts';
