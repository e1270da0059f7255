// What a schema cannot see of a network: names that point nowhere, routes without an end, parts that do not fit together. Finds all
// problems at once.
import { InputError, type Problem, shown } from '../core/problem.ts';
import { classProblems } from './check-class.ts';
import { routeFormProblems, routeProblems } from './check-routes.ts';
import { stationProblems } from './check-station.ts';
import { stationsByName } from './routes.ts';
import type { Network } from './schema.ts';
import { isTimed } from './station-kinds.ts';

const repeated = (path: string, parts: readonly { readonly name: string }[]): Problem[] => {
  const names = parts.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [
          {
            path: `${path}[${index}].name`,
            got: `${shown(name)} again`,
            wanted: 'a name of its own',
            hint: 'Rename one of the two.',
          },
        ]
      : [],
  );
};

/** @throws InputError with everything that does not fit. */
export function checkNetwork(network: Network, source: string): void {
  const { stations, pools, classes, run } = network;
  const byName = stationsByName(network);
  const names = [...byName.keys()];
  const ofStations = stations.flatMap((station, index) => stationProblems(network, station, `stations[${index}]`));
  const ofClasses = classes.flatMap((cls, index) => {
    const path = `classes[${index}]`;
    const problems = [...classProblems(cls, path, names), ...routeFormProblems(cls, path, byName)];
    // Only sound names and distributions can be walked.
    return problems.length + ofStations.length === 0 ? routeProblems(cls, path, byName) : problems;
  });
  const problems = [
    ...repeated('stations', stations),
    ...repeated('pools', pools),
    ...repeated('classes', classes),
    ...ofStations,
    ...ofClasses,
  ];
  if (!stations.some(isTimed)) {
    const wanted = 'a station that serves';
    problems.push({ path: 'stations', got: 'nothing that takes time', wanted, hint: 'There is nothing to simulate.' });
  }
  if (run.antithetic && run.replications % 2 === 1) {
    const got = `${run.replications}, which is odd`;
    const hint = 'Antithetic replications are pairs.';
    problems.push({ path: 'run.replications', got, wanted: 'an even number', hint });
  }
  if (problems.length > 0) throw new InputError(source, problems);
}
