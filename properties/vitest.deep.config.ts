import { defineConfig } from 'vitest/config';
import { ClosingLine } from './house/closing-line.ts';

/** What takes longer, and prints tables: `npm run test:deep`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['properties/**/*.deep.test.ts'],
    testTimeout: 30 * 60_000,
    disableConsoleIntercept: true,
    reporters: ['default', new ClosingLine()],
  },
});
