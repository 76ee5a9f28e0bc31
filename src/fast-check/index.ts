/** Runs of a model as arbitraries of fast-check: `import { keeps, walks } from 'onceproof/fast-check'`. */
export { deliveryProperty } from './delivery.ts';
export { GuaranteeBroken, keeps } from './keeps.ts';
export { examplesFrom, reporting } from './past.ts';
export { Trace } from './trace.ts';
export { verifyByWalks } from './verify.ts';
export type { RandomOptions } from './verify.ts';
export { walks } from './walks.ts';
