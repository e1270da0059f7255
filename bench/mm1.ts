// An M/M/1 station at 90 %, statistics on.
import { openStream } from '../src/core/random-streams.ts';
import { RenewalArrivals } from '../src/sim/arrivals/renewal-arrivals.ts';
import { Kernel } from '../src/sim/kernel.ts';
import { QueueStation } from '../src/sim/queue-station.ts';
import { exponentialDraws } from '../src/stats/draws.ts';

/** Runs until `customers` have been served. */
export function mm1(customers: number): { readonly customers: number; readonly meanResponse: number } {
  const kernel = new Kernel();
  const station = new QueueStation('mm1', kernel, { servers: 1 });
  const service = exponentialDraws(1, openStream('bench/service'));
  const gaps = exponentialDraws(1 / 0.9, openStream('bench/arrivals'));
  let left = customers;
  const customer = {
    served: () => {
      left -= 1;
      if (left === 0) kernel.stop();
    },
  };
  new RenewalArrivals(kernel, gaps, () => void station.arrive(customer, service.next())).start();
  kernel.run(Number.POSITIVE_INFINITY);
  const visits = station.visits[0]!;
  return { customers: visits.departures, meanResponse: visits.response.mean };
}
