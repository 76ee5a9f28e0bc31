/** A store of past failures: `import { storeIn } from 'onceproof/store'`. */
export { storeIn } from './store.ts';
export type { Keeping, Kept, Store, Unreadable } from './store.ts';
