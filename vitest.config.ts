import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    passWithNoTests: false,
    pool: 'threads',
    testTimeout: 60_000,
    reporters: ['default', './scripts/totals-reporter.ts'],
  },
});
