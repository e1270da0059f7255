// Draws, quantiles and intervals have had these bits on Node 20.20.2 and on Chromium 156, so a page and a worker give one result.
import { expect, test } from 'vitest';
import { fingerprints } from './fingerprints.ts';

/** A change here changes the results of fixed seeds: say so in the CHANGELOG. */
const EXPECTED = {
  exponential: 'bc56d265',
  'exponential by inversion': 'd1528847',
  'exponential moments and function': '72eddb29',
  erlang: '76acfb87',
  'erlang by inversion': 'da80b5d5',
  'erlang moments and function': 'c8c56d1d',
  hyperExponential: 'a730d064',
  'hyperExponential by inversion': '56c3e0c7',
  'hyperExponential moments and function': '6c5dac92',
  lognormal: '954f82ce',
  'lognormal by inversion': '5b05f249',
  'lognormal moments and function': 'be26f176',
  weibull: 'b60870ed',
  'weibull by inversion': '5a974a9a',
  'weibull moments and function': '40b10d59',
  boundedPareto: 'cd6198b2',
  'boundedPareto by inversion': '952da464',
  'boundedPareto moments and function': '3d9b03e8',
  uniform: 'c34dc1a6',
  'uniform by inversion': '0f929b0f',
  'uniform moments and function': 'e4f69412',
  empirical: '287e1cff',
  'empirical by inversion': 'cce476e0',
  'empirical moments and function': 'cea74275',
  normal: '6d17a7b5',
  'student t': '1a320654',
  intervals: '231ff4e2',
};

test('every sampler, quantile and interval has the same bits as on the engines that were compared', () => {
  expect(fingerprints()).toEqual(EXPECTED);
});
