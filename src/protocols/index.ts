/** The protocols by name; the flawed twins are in the catalogue. */
export { atLeastOnce } from './at-least-once.ts';
export { atMostOnce } from './at-most-once.ts';
export { exactlyOnce } from './exactly-once.ts';
export { fireAndForget } from './fire-and-forget.ts';
export { pipelinedRetransmission } from './pipelined-retransmission.ts';
export { stopAndWait } from './stop-and-wait.ts';
export { storeAndForward } from './store-and-forward.ts';
export { deliverThenRecord, recordThenDeliver, recordWithDelivery } from './three-orders.ts';
export { consumeTransformProduce } from './kafka/consume-transform-produce.ts';
export { epochPerTransaction } from './kafka/epoch-per-transaction.ts';
export { idempotentProducer } from './kafka/idempotent-producer.ts';
export { offsetAfterProcessing } from './kafka/offset-after-processing.ts';
export { offsetBeforeProcessing } from './kafka/offset-before-processing.ts';
export { offsetWithEffect } from './kafka/offset-with-effect.ts';
