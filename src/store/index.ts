/** A store of past failures: `import { storeIn } from 'onceproof/store'`. */
export { storeIn } from './store.ts';
export type { Keeping } from '../counterexample/file/keeping.ts';
export type { Kept, Store, StoreOptions, Unreadable } from './store.ts';
