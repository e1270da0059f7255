// How many customers a second does the kernel carry through an M/M/1 station at 90 %, statistics on?
import { openStream } from '../src/core/random-streams.ts';
import { PoissonArrivals } from '../src/sim/arrivals.ts';
import { FcfsStation } from '../src/sim/fcfs-station.ts';
import { Kernel } from '../src/sim/kernel.ts';
import { exponential } from '../src/stats/distributions/exponential.ts';
import { type Answer, hashOf, medianMilliseconds } from './question.ts';

export function mm1(customers: number, runs: number): Answer {
  const nobody = { served: () => {} };
  const { milliseconds, result } = medianMilliseconds(runs, () => {
    const kernel = new Kernel();
    const station = new FcfsStation('mm1', kernel, 1);
    const service = openStream('bench/service');
    const process = {
      rateAt: () => 0.9,
      highestRate: 0.9,
      arrived: () => void station.arrive(nobody, exponential(1, service)),
    };
    new PoissonArrivals(kernel, process, openStream('bench/arrivals')).start();
    kernel.run(customers / 0.9);
    return { departures: station.statistics.departures, waiting: station.statistics.waiting.mean };
  });
  const value = result.departures / milliseconds;
  return {
    question: 'M/M/1 at 90 %, thinning and statistics on',
    value,
    unit: 'thousand customers/s',
    hash: hashOf(result),
  };
}
