import { defineConfig } from 'vitest/config';
import { ClosingLine } from './house/closing-line.ts';

/** The specification that runs with every change: `npm test`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['properties/**/*.test.ts'],
    exclude: ['properties/**/*.deep.test.ts'],
    testTimeout: 60_000,
    // All cores: most tests wait for a command of their own.
    maxWorkers: '100%',
    // No test leaves anything behind in a module, so each is loaded once for all files of a worker.
    isolate: false,
    reporters: [['default', { summary: false }], new ClosingLine()],
  },
});
