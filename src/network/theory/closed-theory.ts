// Closed classes by mean value analysis, where no open class disturbs them.
import { approximateMva } from '../../queueing/networks/approximate-mva.ts';
import { multiClassMva } from '../../queueing/networks/multi-class-mva.ts';
import { mva } from '../../queueing/networks/mva.ts';
import type { ClassMetric } from '../network-result.ts';
import { stationsByName, stationsOf } from '../routes.ts';
import type { Network } from '../schema.ts';
import { isServing, isTimed, type TimedSpec } from '../station-kinds.ts';
import { cycleVisits } from '../traffic.ts';
import { type Finding, type StationTheory, stationTheory } from './finding.ts';
import { isQuasiReversible } from './quasi-reversible.ts';
import { isOneLevel, stationLoad } from './station-load.ts';
import type { Theory } from './theory.ts';
import { tried } from './tried.ts';

/** Numbers that an exact analysis may keep, some tenths of a second; and terms that a round of the approximate one may add up. */
const MOST_NUMBERS = 1_000_000;
const MOST_TERMS = 2_000;

export interface ClosedTheory {
  readonly stations: ReadonlyMap<string, StationTheory>;
  /** By index of the class. */
  readonly classes: ReadonlyMap<number, Partial<Record<ClassMetric, Theory>>>;
}

interface Closed {
  readonly cls: number;
  readonly population: number;
  readonly visits: readonly number[];
}

/** Servers of a station in a product-form network, and how much faster each is; null where it is none. */
function equivalent(station: TimedSpec): { readonly servers: number; readonly speed: number } | null {
  if (station.type === 'delay') return { servers: Number.POSITIVE_INFINITY, speed: 1 };
  if (station.room !== undefined || station.schedule || station.outages) return null;
  if (station.type !== 'sharing') return { servers: station.servers, speed: 1 };
  const { servers, perCustomer } = station;
  if (perCustomer >= servers) return { servers: 1, speed: servers };
  const count = servers / perCustomer;
  return Number.isInteger(count) ? { servers: count, speed: perCustomer } : null;
}

interface Solution {
  readonly exact: boolean;
  readonly method: string;
  /** By closed class. */
  readonly throughputs: readonly number[];
  /** `numbers[station][closed class]`. */
  readonly numbers: readonly (readonly number[])[];
}

interface Question {
  readonly populations: readonly number[];
  readonly stations: readonly { readonly servers: number; readonly demandsSeconds: readonly number[] }[];
}

function single({ populations, stations }: Question): Solution {
  const [population] = populations;
  const answer = mva({
    population: population!,
    thinkSeconds: 0,
    stations: stations.map(({ servers, demandsSeconds }) => ({ servers, demandSeconds: demandsSeconds[0]! })),
  });
  return {
    exact: true,
    method: answer.method,
    throughputs: [answer.throughputPerSecond],
    numbers: answer.stations.map(({ meanNumber }) => [meanNumber]),
  };
}

function several({ populations, stations }: Question, exactly: boolean): Solution {
  const question = { populations, stations, thinksSeconds: populations.map(() => 0) };
  const { exact, method, classes, stations: answers } = exactly ? multiClassMva(question) : approximateMva(question);
  const throughputs = classes.map(({ throughputPerSecond }) => throughputPerSecond);
  return { exact, method, throughputs, numbers: answers.map(({ meanNumbers }) => meanNumbers) };
}

function solve(question: Question): Solution | null {
  const { populations, stations } = question;
  const queues = stations.filter(({ servers }) => servers > 1 && servers < Number.POSITIVE_INFINITY).length;
  if (populations.length === 1) {
    const numbers = populations[0]! * stations.length;
    const joins = Math.max(0, queues - 1) * populations[0]! * numbers;
    if (numbers <= MOST_NUMBERS && joins <= 10 * MOST_NUMBERS) return tried(() => single(question));
  }
  const combinations = populations.reduce((product, population) => product * (population + 1), stations.length);
  const exact = queues === 0 && combinations <= MOST_NUMBERS;
  const terms = stations.length * populations.length * populations.length * populations.length;
  return exact || terms <= MOST_TERMS ? tried(() => several(question, exact)) : null;
}

/** @param network checked by `checkNetwork`. @returns null where nothing is worth saying. */
export function closedTheory(network: Network): ClosedTheory | null {
  const byName = stationsByName(network);
  const open = new Set(
    network.classes.flatMap((cls) => (cls.population === undefined ? [...stationsOf(cls, byName)] : [])),
  );
  const closed: Closed[] = [];
  for (const [cls, spec] of network.classes.entries()) {
    if (spec.population === undefined) continue;
    const places = [...stationsOf(spec, byName)];
    const plain = places.every(
      (place) => isTimed(byName.get(place)!) && !open.has(place) && spec.patienceSeconds[place] === undefined,
    );
    const visits = plain ? cycleVisits(network, spec) : null;
    if (visits === null) return null;
    closed.push({ cls, population: spec.population, visits });
  }
  if (closed.length === 0) return null;

  const stations = network.stations.flatMap((station, index) => {
    if (!isTimed(station) || closed.every(({ visits }) => visits[index] === 0)) return [];
    const load = stationLoad(network, station, (cls) => closed.find((own) => own.cls === cls)?.visits[index] ?? 0);
    return load ? [{ station, index, load, like: equivalent(station) }] : [];
  });
  const question: Question = {
    populations: closed.map(({ population }) => population),
    stations: stations.map(({ index, load, like }) => ({
      servers: like?.servers ?? 1,
      demandsSeconds: closed.map(({ cls, visits }) => {
        const own = load.classes.find((other) => other.cls === cls);
        return own === undefined ? 0 : (visits[index]! * own.service.meanSeconds) / (like?.speed ?? 1);
      }),
    })),
  };
  // A stack by itself serves its top for ever.
  if (stations.length === 1 && stations[0]!.station.type === 'priority') return null;
  // Priorities and what breaks down are nothing like the product form; other queues come near to it.
  if (!stations.every(({ load, like }) => like !== null && (load.station.type === 'sharing' || isOneLevel(load))))
    return null;
  const solution = solve(question);
  if (solution === null) return null;
  const faithful = stations.every(({ load }) => isQuasiReversible(load));
  const exact = solution.exact && faithful;
  const how = { exact, method: faithful ? solution.method : `${solution.method}, product form assumed` };
  const say = (value: number): Theory => ({ value, ...how });

  const byStation = stations.map(({ station, index, load }, place): [string, StationTheory] => {
    const means = load.classes.map(({ cls, service }): Finding['classes'][number] => {
      const kind = closed.findIndex((own) => own.cls === cls);
      const throughputPerSecond = solution.throughputs[kind]! * closed[kind]!.visits[index]!;
      const responseSeconds = solution.numbers[place]![kind]! / throughputPerSecond;
      const waits = !isServing(station) || station.type !== 'sharing' || station.perCustomer <= 1;
      return {
        throughputPerSecond,
        responseSeconds,
        waitingSeconds: waits ? Math.max(0, responseSeconds - service.meanSeconds) : null,
      };
    });
    const theory = stationTheory(load, { ...how, classes: means }, network.classes.length);
    // What comes is what goes on, not the visits of a cycle that the load was made of.
    const classes = theory.classes.map(({ arrivalRatePerSecond: _, ...metrics }) =>
      metrics.throughputPerSecond ? { ...metrics, arrivalRatePerSecond: metrics.throughputPerSecond } : metrics,
    );
    return [station.name, { ...theory, classes }];
  });
  return {
    stations: new Map(byStation),
    classes: new Map(
      closed.map(({ cls, population }, kind) => {
        const throughput = solution.throughputs[kind]!;
        return [
          cls,
          {
            throughputPerSecond: say(throughput),
            meanNumber: { value: population, exact: true, method: 'population' },
            meanResponseSeconds: say(population / throughput),
          },
        ];
      }),
    ),
  };
}
