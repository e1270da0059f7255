// Closed network of one class: a fixed population that thinks, asks and waits. Exact, also with several servers at a station.
import { birthDeathLaw, expectation } from '../chains/birth-death-law.ts';
import { COUNT, COUNT_OR_ENDLESS, fault, faultsOf, insist, NOT_NEGATIVE, refuse } from '../guard.ts';

export interface ClosedStation {
  /** Service demand: visits × service time of one pass. */
  readonly demandSeconds: number;
  /** `Infinity` is a delay station, where nobody waits. */
  readonly servers: number;
}

export interface ClosedNetwork {
  readonly stations: readonly ClosedStation[];
  readonly population: number;
  /** Mean time between an answer and the next request. */
  readonly thinkSeconds: number;
}

export interface MvaAnswer {
  readonly exact: true;
  readonly method: string;
  /** Passes in a second. */
  readonly throughputPerSecond: number;
  /** Of a pass, without thinking. */
  readonly responseSeconds: number;
  readonly stations: readonly {
    readonly meanNumber: number;
    /** Time of a pass that is spent here, over all visits. */
    readonly residenceSeconds: number;
    /** 0 at a delay station. */
    readonly utilisation: number;
  }[];
}

/** A part of the network alone, by its population 0, 1, …: throughput, and the mean number at each of its stations. */
interface Part {
  readonly throughput: readonly number[];
  readonly numbers: readonly (readonly number[])[];
}

/** Single servers and delays: Rₖ = Dₖ(1 + Qₖ(n − 1)). An arrival sees the network with one customer less. */
function meanValues({ population, thinkSeconds }: ClosedNetwork, stations: readonly ClosedStation[]): Part {
  const throughput = [0];
  const numbers = [stations.map(() => 0)];
  for (let customers = 1; customers <= population; customers += 1) {
    const found = numbers[customers - 1]!;
    const residences = stations.map(({ demandSeconds, servers }, station) =>
      servers === 1 ? demandSeconds * (1 + found[station]!) : demandSeconds,
    );
    const passing = customers / residences.reduce((sum, seconds) => sum + seconds, thinkSeconds);
    throughput.push(passing);
    numbers.push(residences.map((seconds) => (seconds > 0 ? passing * seconds : 0)));
  }
  return { throughput, numbers };
}

/** The part and one more station, for one population: the part acts on the station as a server of its own throughput does. */
function joined(part: Part, { demandSeconds, servers }: ClosedStation, population: number) {
  const law = birthDeathLaw({
    birthRate: (here) => part.throughput[population - here]!,
    deathRate: (here) => Math.min(here, servers) / demandSeconds,
    room: population,
  });
  const elsewhere = part.numbers[population]!.map((_, station) =>
    expectation(law, (here) => part.numbers[population - here]![station]!),
  );
  return {
    throughput: expectation(law, (here) => Math.min(here, servers)) / demandSeconds,
    numbers: [...elsewhere, expectation(law, (here) => here)],
  };
}

/** The part and one more station, for all populations. */
function join(part: Part, station: ClosedStation): Part {
  const whole = part.throughput.map((_, population) => joined(part, station, population));
  return { throughput: whole.map(({ throughput }) => throughput), numbers: whole.map(({ numbers }) => numbers) };
}

/**
 * Mean value analysis (Reiser and Lavenberg, Journal of the ACM 27, 1980) of single servers and delays; each station of several
 * servers is joined to the rest by Norton's theorem (Chandy, Herzog and Woo, IBM Journal of R&D 19, 1975), which gives what
 * load-dependent MVA gives without the subtraction that ruins its marginal probabilities under load (Reiser, Performance
 * Evaluation 1, 1981). Exact for PS, LCFS-PR and delay stations with any service, for FCFS with exponential service.
 * Time grows with the population, with its square for each station of several servers after the first.
 * @throws InputError on negative times, a population or servers that are no whole number, a pass that takes no time.
 */
export function mva(network: ClosedNetwork): MvaAnswer {
  const { stations, population, thinkSeconds } = network;
  insist('mva', network, { population: COUNT, thinkSeconds: NOT_NEGATIVE });
  const rules = { demandSeconds: NOT_NEGATIVE, servers: COUNT_OR_ENDLESS };
  refuse(stations.flatMap((station, index) => faultsOf(`mva.stations.${index}`, station, rules)));
  if (thinkSeconds + stations.reduce((sum, { demandSeconds }) => sum + demandSeconds, 0) === 0)
    refuse([fault('mva', 'a pass that takes no time', 'a demand or a think time above 0')]);
  const several = ({ servers, demandSeconds }: ClosedStation): boolean =>
    servers > 1 && servers < Number.POSITIVE_INFINITY && demandSeconds > 0;
  const order = [...stations.keys()].sort((a, b) => Number(several(stations[a]!)) - Number(several(stations[b]!)));
  const simple = stations.filter((station) => !several(station));
  const joining = stations.filter(several);
  const last = joining.pop();
  const part = joining.reduce(join, meanValues(network, simple));
  // Nobody asks the whole about smaller populations, so the last station is joined for this one only.
  const { throughput: throughputPerSecond, numbers } = last
    ? joined(part, last, population)
    : { throughput: part.throughput[population]!, numbers: part.numbers[population]! };
  return {
    exact: true,
    method: last ? 'MVA and Norton' : 'MVA',
    throughputPerSecond,
    responseSeconds: numbers.reduce((sum, number) => sum + number, 0) / throughputPerSecond,
    stations: stations.map(({ demandSeconds, servers }, index) => {
      const meanNumber = numbers[order.indexOf(index)]!;
      return {
        meanNumber,
        residenceSeconds: meanNumber / throughputPerSecond,
        utilisation: (throughputPerSecond * demandSeconds) / servers,
      };
    }),
  };
}
