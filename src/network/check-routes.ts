// Whether the routes of a class hold together: names that exist, chances that add up, a way on from everywhere and a way out, no loop
// that takes no time, and parts of a customer that meet again.
import { type Problem, shown } from '../core/problem.ts';
import { unknownName } from './check-station.ts';
import { closure, placesAfter, stationsOf, targetsOf } from './routes.ts';
import type { ClassSpec, StationSpec } from './schema.ts';
import { isServing, isTimed } from './station-kinds.ts';
import { toDistribution } from './to-distribution.ts';

const SUM_TOLERANCE = 1e-9;

type Say = (key: string, got: string, wanted: string, hint: string) => void;
type Stations = ReadonlyMap<string, StationSpec>;

/** Of each route by itself: names, sums, a beginning. */
export function routeFormProblems(cls: ClassSpec, path: string, stations: Stations): Problem[] {
  const problems: Problem[] = [];
  const closed = cls.population !== undefined;
  const names = [...stations.keys()];
  const places = closed ? names : [...names, 'out'];
  for (const [from, to] of Object.entries(cls.route)) {
    const at = `${path}.route.${from}`;
    if (from !== 'in' && !stations.has(from)) problems.push(unknownName(at, from, ['in', ...names]));
    for (const target of typeof to === 'string' ? [to] : Object.keys(to)) {
      if (places.includes(target)) continue;
      const hint = 'The customers of a closed class go round for ever.';
      if (target === 'out') problems.push({ path: at, got: shown(target), wanted: 'a station', hint });
      else problems.push(unknownName(typeof to === 'string' ? at : `${at}.${target}`, target, places));
    }
    if (typeof to === 'string') continue;
    const sum = Object.values(to).reduce((total, chance) => total + chance, 0);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      const got = `probabilities that add up to ${sum}`;
      problems.push({ path: at, got, wanted: '1', hint: 'Let them add up to 1.' });
    }
  }
  const begin = cls.route['in'];
  if (begin === undefined) {
    const hint = 'Say where customers begin.';
    problems.push({ path: `${path}.route.in`, got: 'nothing', wanted: 'a station', hint });
  }
  return problems;
}

/** Every station that customers come to has a way on, leads out (or home), and its service time is known. */
function reachProblems(cls: ClassSpec, stations: Stations, say: Say): void {
  const closed = cls.population !== undefined;
  const reached = stationsOf(cls, stations);
  const before = new Map<string, string[]>();
  for (const from of reached) {
    for (const to of placesAfter(cls, stations, from)) before.set(to, [...(before.get(to) ?? []), from]);
  }
  const goal = closed ? targetsOf(cls.route['in']) : ['out'];
  const arrive = closure(goal, (to) => before.get(to) ?? []);
  for (const name of reached) {
    const spec = stations.get(name)!;
    if (spec.type !== 'fork' && cls.route[name] === undefined) {
      const wanted = closed ? 'a station' : 'a station or "out"';
      say(`route.${name}`, 'nothing', wanted, `Customers come to ${name}: say where they go next.`);
    } else if (!arrive.has(name)) {
      if (closed)
        say(`route.${name}`, 'no way back', `a route that comes home to ${goal[0]}`, 'A cycle would never end.');
      else say(`route.${name}`, 'no way out', 'a route that ends at "out"', 'Customers would pile up without end.');
    }
    if (spec.type === 'fork' && cls.route[name] !== undefined)
      say(`route.${name}`, 'a route', 'nothing', `A fork sends to its branches; the route goes on from ${spec.join}.`);
    if (isTimed(spec) && cls.serviceSeconds[name] === undefined)
      say(
        `serviceSeconds.${name}`,
        'nothing',
        'a distribution',
        `Customers come to ${name}: say how long they are served.`,
      );
    const impatient = spec.type === 'queue' || spec.type === 'priority';
    if (cls.patienceSeconds[name] !== undefined && !impatient) {
      const wanted = 'a queue or a priority station';
      say(
        `patienceSeconds.${name}`,
        `a station of type ${spec.type}`,
        wanted,
        'Nobody waits there for service to begin.',
      );
    }
    if (spec.type !== 'sharing' && spec.type !== 'priority') continue;
    for (const to of targetsOf(cls.route[name])) {
      const next = stations.get(to);
      if (next && isServing(next) && next.room !== undefined && next.whenFull === 'block')
        say(
          `route.${name}`,
          `${to}, which blocks when it is full`,
          'a station that drops or defers',
          `Only queues and delays keep who may not go on, not a station of type ${spec.type}.`,
        );
    }
  }
}

/** A lost customer of a closed class begins again at home, which must therefore take time and lose nobody. */
function homeProblems(cls: ClassSpec, stations: Stations, say: Say): void {
  const [home, ...others] = targetsOf(cls.route['in']);
  const spec = stations.get(home ?? '');
  if (!spec || others.length > 0) {
    say('route.in', 'several stations', 'one station', 'Cycles of a closed class are counted there.');
    return;
  }
  const loses = isServing(spec) && spec.room !== undefined && spec.whenFull === 'drop';
  if (!isTimed(spec) || loses || cls.patienceSeconds[spec.name] !== undefined) {
    const hint = 'Cycles begin there, also those of customers who were lost elsewhere.';
    say(
      'route.in',
      `${spec.name}, which ${isTimed(spec) ? 'loses customers' : 'takes no time'}`,
      'a station that serves and loses nobody',
      hint,
    );
  }
}

/** Parts of a customer come to the join of their fork and nowhere else; whole customers come to no join but from its fork. */
function forkProblems(cls: ClassSpec, stations: Stations, say: Say): void {
  const walk = (start: readonly string[], stop: string | null): Set<string> =>
    closure(start, (from) => {
      const spec = stations.get(from);
      if (from === stop) return [];
      return targetsOf(cls.route[spec?.type === 'fork' ? spec.join : from]);
    });
  for (const name of walk(targetsOf(cls.route['in']), null)) {
    if (stations.get(name)?.type === 'join')
      say(`route.${name}`, 'customers who were not forked', 'parts of a fork', 'Send them past the join.');
  }
  for (const name of stationsOf(cls, stations)) {
    const fork = stations.get(name)!;
    if (fork.type !== 'fork') continue;
    for (const place of walk(fork.branches, fork.join)) {
      const wrong = place === 'out' || place === name || (place !== fork.join && stations.get(place)?.type === 'join');
      if (wrong)
        say(
          `route.${name}`,
          `parts that come to ${place}`,
          `parts that come to ${fork.join} first`,
          'Else they are never put together again.',
        );
    }
  }
}

/** A loop that takes no time would never end. */
function loopProblems(cls: ClassSpec, stations: Stations, say: Say): void {
  const reached = stationsOf(cls, stations);
  const timed = new Set(
    [...reached].filter((name) => {
      const service = cls.serviceSeconds[name];
      return isTimed(stations.get(name)!) && service !== undefined && toDistribution(service).mean > 0;
    }),
  );
  const takesTime = (name: string): boolean => timed.has(name);
  /** Places that a customer comes to in no time; a part ends at its join. */
  const atOnce = (name: string): readonly string[] => {
    const spec = stations.get(name);
    if (spec === undefined || takesTime(name)) return [];
    if (spec.type !== 'fork') return targetsOf(cls.route[name]).filter((to) => stations.get(to)?.type !== 'join');
    const passes = spec.branches.every((branch) =>
      [...closure([branch], atOnce)].some(
        (place) => place === spec.join || (!takesTime(place) && targetsOf(cls.route[place]).includes(spec.join)),
      ),
    );
    return passes ? targetsOf(cls.route[spec.join]) : [];
  };
  for (const name of reached) {
    if (closure(atOnce(name), atOnce).has(name))
      say(
        `route.${name}`,
        'a loop that takes no time',
        'a station with a service time on the way',
        'Such a loop would never end.',
      );
  }
}

/** Of all routes together, where every name is sound. @returns everything that does not hold together. */
export function routeProblems(cls: ClassSpec, path: string, stations: Stations): Problem[] {
  const problems: Problem[] = [];
  const say: Say = (key, got, wanted, hint) => problems.push({ path: `${path}.${key}`, got, wanted, hint });
  if (cls.population !== undefined) homeProblems(cls, stations, say);
  reachProblems(cls, stations, say);
  forkProblems(cls, stations, say);
  if (problems.length === 0) loopProblems(cls, stations, say);
  return problems;
}
