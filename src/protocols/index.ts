/** The protocols by name; the flawed twins are in the catalogue. */
export { durableProducerQueue } from './actors/durable-producer-queue.ts';
export { reliableDelivery } from './actors/reliable-delivery.ts';
export { atLeastOnce } from './at-least-once.ts';
export { atMostOnce } from './at-most-once.ts';
export { endToEnd } from './effects/end-to-end.ts';
export { outboxAndInbox } from './effects/outbox-and-inbox.ts';
export { twoPhaseCommit } from './effects/two-phase-commit.ts';
export { exactlyOnce } from './exactly-once.ts';
export { fireAndForget } from './fire-and-forget.ts';
export { pipelinedRetransmission } from './pipelined-retransmission.ts';
export { stopAndWait } from './stop-and-wait.ts';
export { storeAndForward } from './store-and-forward.ts';
export { deliverThenRecord, recordThenDeliver, recordWithDelivery } from './three-orders.ts';
