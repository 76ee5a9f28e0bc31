import { defineConfig } from 'vitest/config';
import { ClosingLine } from './house/closing-line.ts';

/** What takes longer, and prints tables: `npm run test:deep`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // The claims are held against every state of every world here, the largest included.
    include: ['properties/**/*.deep.test.ts', 'properties/protocols/claims.test.ts'],
    env: { ONCEPROOF_CLAIMS: 'all' },
    testTimeout: 30 * 60_000,
    disableConsoleIntercept: true,
    reporters: ['default', new ClosingLine()],
  },
});
