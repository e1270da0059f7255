// What the analyses of closed networks with several classes share: their question, their answer and its sums.
import { COUNT_OR_ENDLESS, fault, faultsOf, NOT_NEGATIVE, refuse, WHOLE } from '../guard.ts';

export interface MultiClassStation {
  /** Service demand of one pass, by class. */
  readonly demandsSeconds: readonly number[];
  /** `Infinity` is a delay station. */
  readonly servers: number;
}

export interface MultiClassNetwork {
  readonly stations: readonly MultiClassStation[];
  /** By class. */
  readonly populations: readonly number[];
  readonly thinksSeconds: readonly number[];
}

export interface MultiClassAnswer {
  readonly exact: boolean;
  readonly method: string;
  readonly classes: readonly { readonly throughputPerSecond: number; readonly responseSeconds: number }[];
  readonly stations: readonly {
    readonly meanNumber: number;
    readonly meanNumbers: readonly number[];
    readonly utilisation: number;
  }[];
}

/** @throws InputError with every fault of a network: lists of different length, negative times, a pass that takes no time. */
export function insistOnNetwork(path: string, { stations, populations, thinksSeconds }: MultiClassNetwork): void {
  const classes = populations.length;
  const list = (name: string, values: readonly number[], rule = NOT_NEGATIVE) =>
    values.length === classes && values.every(rule.holds)
      ? []
      : [fault(`${path}.${name}`, values, `${classes} figures, each ${rule.wanted}`)];
  refuse([
    ...(populations.some((population) => population > 0)
      ? []
      : [fault(`${path}.populations`, populations, 'somebody')]),
    ...list('populations', populations, WHOLE),
    ...list('thinksSeconds', thinksSeconds),
    ...stations.flatMap(({ servers, demandsSeconds }, index) => [
      ...faultsOf(`${path}.stations.${index}`, { servers }, { servers: COUNT_OR_ENDLESS }),
      ...list(`stations.${index}.demandsSeconds`, demandsSeconds),
    ]),
  ]);
  refuse(
    thinksSeconds.flatMap((think, kind) =>
      stations.reduce((sum, { demandsSeconds }) => sum + demandsSeconds[kind]!, think) > 0
        ? []
        : [fault(`${path}.classes.${kind}`, 'a pass that takes no time', 'a demand or a think time above 0')],
    ),
  );
}

/** Throughputs and residences to an answer. @param residences `residences[station][class]`, seconds of a pass. */
export function multiClassAnswer(
  { stations }: MultiClassNetwork,
  how: { readonly exact: boolean; readonly method: string },
  throughputs: readonly number[],
  residences: readonly (readonly number[])[],
): MultiClassAnswer {
  return {
    ...how,
    classes: throughputs.map((throughputPerSecond, kind) => ({
      throughputPerSecond,
      responseSeconds: residences.reduce((sum, seconds) => sum + seconds[kind]!, 0),
    })),
    stations: stations.map(({ servers, demandsSeconds }, station) => {
      const meanNumbers = throughputs.map((throughput, kind) => throughput * residences[station]![kind]!);
      const work = throughputs.reduce((sum, throughput, kind) => sum + throughput * demandsSeconds[kind]!, 0);
      return {
        meanNumber: meanNumbers.reduce((sum, number) => sum + number, 0),
        meanNumbers,
        utilisation: work / servers,
      };
    }),
  };
}
