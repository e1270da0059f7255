import { expect, test } from 'vitest';
import { intervalCoverage } from '../../src/network/verify/interval-coverage.ts';

test('intervals of 95 % hold the truth in about 95 of 100 experiments, those of 80 % do not', () => {
  const { share } = intervalCoverage(200);
  expect(share.low).toBeLessThanOrEqual(0.95);
  expect(share.high).toBeGreaterThanOrEqual(0.95);
  expect(intervalCoverage(200, 0.8).share.high).toBeLessThan(0.95);
});
