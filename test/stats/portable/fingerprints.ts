// A number for every sampler and quantile of src/stats that changes when any of many results changes in its last bit. Runs unchanged in a
// page, so that engines can be compared.
import { openStream } from '../../../src/core/random-streams.ts';
import { boundedPareto } from '../../../src/stats/distributions/bounded-pareto.ts';
import { byInversion } from '../../../src/stats/distributions/by-inversion.ts';
import type { Distribution } from '../../../src/stats/distributions/distribution.ts';
import { empirical } from '../../../src/stats/distributions/empirical.ts';
import { erlang } from '../../../src/stats/distributions/erlang.ts';
import { exponentialDistribution } from '../../../src/stats/distributions/exponential-distribution.ts';
import { hyperExponentialOfScv } from '../../../src/stats/distributions/hyper-exponential.ts';
import { lognormal } from '../../../src/stats/distributions/lognormal.ts';
import { standardNormal } from '../../../src/stats/distributions/normal.ts';
import { uniform } from '../../../src/stats/distributions/uniform.ts';
import { weibull } from '../../../src/stats/distributions/weibull.ts';
import { meanInterval } from '../../../src/stats/interval.ts';
import { studentTQuantile } from '../../../src/stats/student-t.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** Mixes the 64 bits of every number into 32. */
function fingerprint(count: number, next: (i: number) => number): string {
  let hash = 0;
  for (let i = 0; i < count; i += 1) {
    double[0] = next(i);
    hash = Math.imul(hash ^ words[0]!, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ words[1]!, 0x85ebca6b);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  exponential: exponentialDistribution(3),
  erlang: erlang(3, 2),
  hyperExponential: hyperExponentialOfScv(2, 4),
  lognormal: lognormal(300, 2),
  weibull: weibull(0.7, 10),
  boundedPareto: boundedPareto(1.1, 2, 2000),
  uniform: uniform(2, 5),
  empirical: empirical([5, 1, 9, 4], [0.5, 10, 1, 2.5]),
};

/** By name: draws of every distribution, its quantiles, its distribution function and moments; then normal draws, t quantiles, intervals. */
export function fingerprints(): Record<string, string> {
  const prints: Record<string, string> = {};
  for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
    const random = openStream(name);
    const inverse = byInversion(distribution);
    prints[name] = fingerprint(20_000, () => distribution.draw(random));
    prints[`${name} by inversion`] = fingerprint(1000, () => inverse.draw(random));
    prints[`${name} moments and function`] = fingerprint(1000, (i) =>
      i === 0
        ? distribution.mean
        : i === 1
          ? distribution.secondMoment
          : distribution.cdf(distribution.mean * i * 0.01),
    );
  }
  const random = openStream('normal');
  prints['normal'] = fingerprint(20_000, () => standardNormal(random));
  prints['student t'] = fingerprint(500, (i) => studentTQuantile(0.6 + i * 0.0007, 1 + i / 3));
  prints['intervals'] = fingerprint(200, () => {
    const values = Array.from({ length: 7 }, () => standardNormal(random));
    return meanInterval(values, 0.9).halfWidth!;
  });
  return prints;
}
