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
    reporters: [['default', { summary: false }], new ClosingLine()],
  },
});
