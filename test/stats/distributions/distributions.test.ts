// The contract over every distribution, and what only one of them promises.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/core/random-streams.ts';
import { boundedPareto } from '../../../src/stats/distributions/bounded-pareto.ts';
import { deterministic } from '../../../src/stats/distributions/deterministic.ts';
import { squaredCoefficientOfVariation, varianceOf } from '../../../src/stats/distributions/distribution.ts';
import { empirical } from '../../../src/stats/distributions/empirical.ts';
import { erlang } from '../../../src/stats/distributions/erlang.ts';
import { exponentialDistribution } from '../../../src/stats/distributions/exponential-distribution.ts';
import { hyperExponential, hyperExponentialOfScv } from '../../../src/stats/distributions/hyper-exponential.ts';
import { lognormal, lognormalOfLogarithm } from '../../../src/stats/distributions/lognormal.ts';
import { mixture } from '../../../src/stats/distributions/mixture.ts';
import { uniform } from '../../../src/stats/distributions/uniform.ts';
import { weibull } from '../../../src/stats/distributions/weibull.ts';
import { distributionContract, drawsOf } from './distribution-contract.ts';

distributionContract('exponential, mean 3', exponentialDistribution(3), 'continuous');
distributionContract('erlang, 4 phases', erlang(4, 0.02), 'continuous');
distributionContract(
  'hyperexponential, three branches',
  hyperExponential([
    { probability: 0.7, mean: 1 },
    { probability: 0.2, mean: 5 },
    { probability: 0.1, mean: 0.1 },
  ]),
  'continuous',
);
distributionContract('hyperexponential, scv 4', hyperExponentialOfScv(2, 4), 'continuous');
distributionContract('lognormal, scv 2', lognormal(300, 2), 'continuous');
distributionContract('lognormal of mu and sigma', lognormalOfLogarithm(-4, 0.5), 'continuous');
distributionContract('weibull, falling failure rate', weibull(0.7, 10), 'continuous');
distributionContract('weibull, rising failure rate', weibull(2.5, 10), 'continuous');
distributionContract('bounded pareto', boundedPareto(1.1, 2, 2000), 'continuous');
distributionContract('bounded pareto, alpha 2', boundedPareto(2, 1, 100), 'continuous');
distributionContract('deterministic', deterministic(7), 'discrete');
distributionContract('uniform', uniform(2, 5), 'continuous');
distributionContract('empirical', empirical([5, 1, 9, 1, 4]), 'discrete');
distributionContract('empirical, weighted', empirical([5, 1, 9, 4], [0, 10, 1, 2.5]), 'discrete');
distributionContract(
  'mixture of a constant and a tail',
  mixture([
    { probability: 0.25, distribution: deterministic(1) },
    { probability: 0.75, distribution: exponentialDistribution(2) },
  ]),
  'discrete',
);

describe('moments, by hand', () => {
  test('squared coefficients of variation are 1, 1/k, what was asked for, and 0', () => {
    expect(squaredCoefficientOfVariation(exponentialDistribution(3))).toBeCloseTo(1, 14);
    expect(squaredCoefficientOfVariation(erlang(5, 3))).toBeCloseTo(0.2, 14);
    expect(squaredCoefficientOfVariation(hyperExponentialOfScv(3, 7))).toBeCloseTo(7, 12);
    expect(squaredCoefficientOfVariation(lognormal(3, 2.5))).toBeCloseTo(2.5, 12);
    expect(squaredCoefficientOfVariation(deterministic(3))).toBe(0);
  });
  test('uniform from 2 to 5: variance 9/12', () => {
    expect(varianceOf(uniform(2, 5))).toBeCloseTo(0.75, 14);
  });
  test('weibull of shape 2: mean Γ(1.5) and second moment Γ(2)', () => {
    expect(weibull(2, 1).mean).toBeCloseTo(Math.sqrt(Math.PI) / 2, 14);
    expect(weibull(2, 1).secondMoment).toBeCloseTo(1, 14);
    expect(weibull(1, 3).secondMoment).toBeCloseTo(18, 12);
  });
  test('bounded pareto on 1 … 2 with alpha 1 and 2, where the formula has a gap, and next to them', () => {
    // Density alpha x^(−alpha−1) / (1 − 2^−alpha).
    expect(boundedPareto(1, 1, 2).mean).toBeCloseTo(2 * Math.LN2, 14);
    expect(boundedPareto(1 + 1e-10, 1, 2).mean).toBeCloseTo(2 * Math.LN2, 9);
    expect(boundedPareto(2, 1, 2).secondMoment).toBeCloseTo((2 * Math.LN2) / 0.75, 14);
  });
  test('both makers of lognormals agree', () => {
    const byMean = lognormal(3, 2.5);
    const sigma = Math.sqrt(Math.log(3.5));
    const byLogarithm = lognormalOfLogarithm(Math.log(3) - (sigma * sigma) / 2, sigma);
    expect(byLogarithm.mean).toBeCloseTo(3, 13);
    expect(byLogarithm.secondMoment).toBeCloseTo(byMean.secondMoment, 11);
    expect(byLogarithm.quantile(0.9)).toBeCloseTo(byMean.quantile(0.9), 12);
  });
});

describe('ends', () => {
  test('quantiles of 0 and 1 are the ends of the range', () => {
    expect([0, 1].map(exponentialDistribution(2).quantile)).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([0, 1].map(erlang(3, 2).quantile)).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([0, 1].map(hyperExponentialOfScv(2, 4).quantile)[1]).toBe(Number.POSITIVE_INFINITY);
    expect([0, 1].map(lognormal(2, 4).quantile)).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([0, 1].map(boundedPareto(1.1, 2, 2000).quantile)).toEqual([2, 2000]);
    expect([0, 1].map(empirical([3, 1, 2], [0, 1, 1]).quantile)).toEqual([1, 2]);
  });
  test('the mixture of a constant and a tail jumps at the constant', () => {
    const jump = mixture([
      { probability: 0.25, distribution: deterministic(1) },
      { probability: 0.75, distribution: exponentialDistribution(2) },
    ]);
    const before = 0.75 * (1 - Math.exp(-0.5));
    expect(jump.cdf(1) - jump.cdf(1 - 1e-12)).toBeCloseTo(0.25, 9);
    expect(jump.quantile(before + 0.1)).toBe(1);
  });
  test('an empirical draw is a value that was seen, and one without weight never', () => {
    const draws = drawsOf(empirical([5, 1, 9, 4], [0, 10, 1, 2.5]), 'seen', 1000);
    expect([...new Set(draws)].sort()).toEqual([1, 4, 9]);
  });
});

describe('bad arguments are refused by name', () => {
  test.each([
    ['mean', () => exponentialDistribution(0)],
    ['mean', () => erlang(2, Number.NaN)],
    ['phases', () => erlang(1.5, 2)],
    ['scv', () => hyperExponentialOfScv(1, 0.5)],
    ['probability', () => hyperExponential([{ probability: 0.5, mean: 1 }])],
    ['probability', () => mixture([])],
    ['scv', () => lognormal(1, -1)],
    ['sigma', () => lognormalOfLogarithm(0, 0)],
    ['shape', () => weibull(-1, 1)],
    ['scale', () => weibull(1, Number.POSITIVE_INFINITY)],
    ['alpha', () => boundedPareto(0, 1, 2)],
    ['low', () => boundedPareto(1, 0, 2)],
    ['high', () => boundedPareto(1, 2, 2)],
    ['high', () => uniform(3, 2)],
    ['value', () => deterministic(Number.NaN)],
    ['values', () => empirical([])],
    ['values', () => empirical([1, 2], [1])],
    ['values', () => empirical([Number.NaN])],
    ['weights', () => empirical([1, 2], [1, -1])],
    ['weights', () => empirical([1, 2], [0, 0])],
  ])('%s', (name, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(new RegExp(`^${name}: `));
  });
});

test('an erlang draw takes as many exponential draws as it has phases', () => {
  const [one, other] = [openStream('phases'), openStream('phases')];
  const single = exponentialDistribution(0.5);
  const sum = single.draw(one) + single.draw(one) + single.draw(one);
  expect(erlang(3, 1.5).draw(other)).toBeCloseTo(sum, 14);
});
