// Open networks with several classes: each station by itself, as if its arrivals were Poisson (product form), where that is exact.
import { ALWAYS_STABLE, answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT_OR_ENDLESS, fault, faultsOf, NOT_NEGATIVE, refuse } from '../guard.ts';
import { hyperexponentialMoments } from '../moments.ts';
import { mgInfinity } from '../stations/mg-infinity.ts';
import { mgc } from '../stations/mgc.ts';
import { mgcPs } from '../stations/mgc-ps.ts';

/** First come first served; processor sharing; last come first served, preemptive-resume. */
export type Discipline = 'fcfs' | 'ps' | 'lcfsPr';

/** What one class asks of a station. */
export interface ClassLoad {
  /** Visits of the class to the station in a second, from outside and from other stations (see `arrivalRates`). */
  readonly arrivalRatePerSecond: number;
  /** Mean service time of a visit. */
  readonly serviceSeconds: number;
}

export interface OpenStation {
  readonly discipline: Discipline;
  /** `Infinity` is a delay station, whatever the discipline. */
  readonly servers: number;
  readonly classes: readonly ClassLoad[];
}

export interface OpenStationAnswer extends StationAnswer {
  /** By class, per visit; utilisation is the class's own share. */
  readonly classes: readonly StationAnswer[];
}

export interface OpenNetworkAnswer {
  /** Whether every station's answer is exact. */
  readonly exact: boolean;
  readonly stable: boolean;
  readonly stations: readonly OpenStationAnswer[];
  /** By class, over the whole way through the network. */
  readonly classes: readonly { readonly meanNumber: number; readonly meanResponseSeconds: number }[];
  readonly meanNumber: number;
  readonly meanResponseSeconds: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Mean service time of a visit of any class. */
function commonSeconds(classes: readonly ClassLoad[], total: number): number {
  if (total === 0) return sum(classes.map(({ serviceSeconds }) => serviceSeconds)) / classes.length;
  return sum(
    classes.map(({ arrivalRatePerSecond, serviceSeconds }) => (arrivalRatePerSecond / total) * serviceSeconds),
  );
}

/** All classes together. */
function together({ discipline, servers, classes }: OpenStation, load: Load): StationAnswer {
  if (servers === Number.POSITIVE_INFINITY) return mgInfinity(load);
  const visiting = classes.filter(({ arrivalRatePerSecond }) => arrivalRatePerSecond > 0);
  const alike = visiting.every(({ serviceSeconds }) => serviceSeconds === visiting[0]?.serviceSeconds);
  if (discipline !== 'fcfs') return { ...mgcPs(load), method: `BCMP ${discipline === 'ps' ? 'PS' : 'LCFS-PR'}` };
  if (alike) return { ...mgcPs(load), method: 'M/M/c in a product-form network' };
  const branches = visiting.map(({ arrivalRatePerSecond, serviceSeconds }) => ({
    probability: arrivalRatePerSecond / load.arrivalRatePerSecond,
    meanSeconds: serviceSeconds,
  }));
  return { ...mgc({ ...load, service: hyperexponentialMoments(branches) }), exact: false };
}

/** Under FCFS every class waits the same; else each is delayed in proportion to its service. */
function ofClass(station: OpenStation, whole: StationAnswer, common: number, load: ClassLoad): StationAnswer {
  const waiting = whole.meanWaitingSeconds * (station.discipline === 'fcfs' ? 1 : load.serviceSeconds / common);
  const { exact, method, stable, utilisation } = whole;
  // Overloaded, each class gets through in proportion to what it offers.
  const share = (load.arrivalRatePerSecond * load.serviceSeconds) / station.servers / utilisation;
  return answerOf({ exact, method }, { ...load, servers: station.servers }, waiting, stable ? ALWAYS_STABLE : share);
}

function answerStation(station: OpenStation): OpenStationAnswer {
  const total = sum(station.classes.map(({ arrivalRatePerSecond }) => arrivalRatePerSecond));
  const serviceSeconds = commonSeconds(station.classes, total);
  const whole = together(station, { arrivalRatePerSecond: total, serviceSeconds, servers: station.servers });
  return { ...whole, classes: station.classes.map((load) => ofClass(station, whole, serviceSeconds, load)) };
}

function insistOnStations(stations: readonly OpenStation[], classes: number): void {
  refuse(
    stations.flatMap(({ discipline, servers, classes: loads }, index) => {
      const path = `openNetwork.stations.${index}`;
      return [
        ...faultsOf(path, { servers }, { servers: COUNT_OR_ENDLESS }),
        ...(discipline === 'lcfsPr' && servers > 1 && Number.isFinite(servers)
          ? [fault(`${path}.servers`, servers, '1 for LCFS-PR')]
          : []),
        ...(loads.length === classes ? [] : [fault(`${path}.classes`, loads, `a load for each of ${classes} classes`)]),
        ...loads.flatMap((load, kind) =>
          faultsOf(`${path}.classes.${kind}`, load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO }),
        ),
      ];
    }),
  );
}

/**
 * Product form of Baskett, Chandy, Muntz and Palacios (Journal of the ACM 22, 1975): exact for PS, LCFS-PR and delay stations
 * with any service, and for FCFS stations where every class has the same exponential service. A FCFS station whose classes differ
 * is answered as M/G/c with Poisson arrivals and is not exact. When a station is not stable those behind it get less than
 * their answers assume.
 * @param externalRatesPerSecond arrivals from outside by class, above 0, which the numbers are divided by for responses.
 * @throws InputError on impossible figures, or a station that lacks a class.
 */
export function openNetwork(
  stations: readonly OpenStation[],
  externalRatesPerSecond: readonly number[],
): OpenNetworkAnswer {
  if (externalRatesPerSecond.length === 0 || !externalRatesPerSecond.every(ABOVE_ZERO.holds))
    refuse([fault('openNetwork.externalRatesPerSecond', externalRatesPerSecond, 'one rate or more, each above 0')]);
  insistOnStations(stations, externalRatesPerSecond.length);
  const answers = stations.map(answerStation);
  const classes = externalRatesPerSecond.map((rate, index) => {
    const meanNumber = sum(answers.map(({ classes: loads }) => loads[index]!.meanNumber));
    return { meanNumber, meanResponseSeconds: meanNumber / rate };
  });
  const meanNumber = sum(answers.map((answer) => answer.meanNumber));
  return {
    exact: answers.every(({ exact }) => exact),
    stable: answers.every(({ stable }) => stable),
    stations: answers,
    classes,
    meanNumber,
    meanResponseSeconds: meanNumber / sum(externalRatesPerSecond),
  };
}
