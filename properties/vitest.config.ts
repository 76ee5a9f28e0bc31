import { defineConfig } from 'vitest/config';
import { ClosingLine } from './house/closing-line.ts';

const inCi = process.env['CI'] === 'true';

/** The specification that runs with every change: `npm test`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['properties/**/*.test.ts'],
    exclude: ['properties/**/*.deep.test.ts'],
    testTimeout: 60_000,
    reporters: [inCi ? 'dot' : 'default', new ClosingLine()],
  },
});
