// Networks of every shape for properties: most that come out are valid, and those that are not are left out by `checkNetwork`.
import fc from 'fast-check';
import { InputError } from '../../src/core/problem.ts';
import { checkNetwork } from '../../src/network/check-network.ts';
import type { DistributionSpec } from '../../src/network/distribution-spec.ts';
import { type Network, networkSchema } from '../../src/network/schema.ts';

const mean = fc.constantFrom(0.1, 0.25, 0.4, 0.7);

const service: fc.Arbitrary<DistributionSpec> = fc.oneof(
  mean,
  mean.map((m): DistributionSpec => ({ type: 'exponential', mean: m })),
  // One mean for all, so that rules for equal classes apply.
  { weight: 3, arbitrary: fc.constant<DistributionSpec>({ type: 'exponential', mean: 0.4 }) },
  fc.record({ type: fc.constant('erlang' as const), phases: fc.integer({ min: 1, max: 4 }), mean }),
  fc.record({ type: fc.constant('lognormal' as const), mean, squaredVariation: fc.constantFrom(0.5, 2) }),
  fc.constant<DistributionSpec>({ type: 'empirical', values: [0, 0.2, 1], weights: [1, 2, 1] }),
  mean.map(
    (m): DistributionSpec => ({
      type: 'hyperexponential',
      branches: [
        { probability: 0.7, mean: m / 2 },
        { probability: 0.3, mean: 2 * m },
      ],
    }),
  ),
  fc.constant<DistributionSpec>({ type: 'weibull', shape: 0.5, scale: 0.1 }),
  fc.constant<DistributionSpec>(0),
);

const maybe = <T>(value: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight, arbitrary: value });

const outages = fc.record({
  upSeconds: fc.constantFrom<DistributionSpec>({ type: 'exponential', mean: 20 }, 30),
  downSeconds: fc.constantFrom<DistributionSpec>({ type: 'exponential', mean: 1 }, 0.5),
});
const schedule = fc.record({
  servers: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
  stepSeconds: fc.constantFrom(1, 7),
});

/** Undefined keys are left out, as a file leaves them out. */
const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const serving = fc
  .record({
    type: fc.constantFrom('queue', 'sharing', 'priority'),
    servers: fc.integer({ min: 1, max: 4 }),
    room: maybe(fc.integer({ min: 1, max: 8 })),
    whenFull: fc.constantFrom('drop', 'block', 'defer'),
    retrySeconds: fc.constant(1),
    schedule: maybe(schedule),
    outages: maybe(outages),
    preemptive: fc.boolean(),
    order: fc.constantFrom('fcfs', 'lcfs'),
    perCustomer: fc.constantFrom(0.5, 1, 2, 4),
  })
  .map(({ preemptive, order, perCustomer, ...rest }) => {
    const { schedule: hours, outages: failures, ...plain } = rest;
    const times = hours ? { schedule: hours } : { outages: failures };
    const own = rest.type === 'priority' ? { preemptive, order } : rest.type === 'sharing' ? { perCustomer } : {};
    return compact({ ...plain, ...times, ...own });
  });
const timed = fc.oneof({ weight: 5, arbitrary: serving }, { weight: 1, arbitrary: fc.constant({ type: 'delay' }) });

const rate = fc.constantFrom(0, 0.2, 0.5, 1);
const arrivals = fc.oneof(
  { weight: 5, arbitrary: rate.map((ratePerSecond) => ({ process: 'poisson', ratePerSecond })) },
  fc.constantFrom(
    { process: 'renewal', gapSeconds: 2 },
    { process: 'renewal', gapSeconds: { type: 'erlang', phases: 2, mean: 3 } },
    { process: 'renewal', gapSeconds: { type: 'uniform', low: 0, high: 4 } },
    { process: 'profile', ratesPerSecond: [0, 1], stepSeconds: 5 },
    {
      process: 'modulated',
      states: [
        { ratePerSecond: 0, meanSeconds: 5 },
        { ratePerSecond: 1, meanSeconds: 5 },
      ],
    },
    { process: 'trace', atSeconds: [0, 1, 1, 50] },
  ),
);

/** From a place on to later ones, sometimes back, or out; with chances. */
const routeFrom = (
  at: number,
  names: readonly string[],
  end: string,
): fc.Arbitrary<string | Record<string, number>> => {
  const later = [...names.slice(at + 1), end];
  const ahead = fc.constantFrom(...later);
  const back = fc.constantFrom(...names);
  return fc.oneof(
    { weight: 4, arbitrary: ahead },
    { weight: 2, arbitrary: fc.tuple(ahead, ahead).map(([a, b]) => (a === b ? a : { [a]: 0.25, [b]: 0.75 })) },
    { weight: 1, arbitrary: fc.tuple(ahead, back).map(([a, b]) => (a === b ? a : { [a]: 0.7, [b]: 0.3 })) },
  );
};

const forClass = (names: readonly string[], cls: number, forked: boolean) =>
  fc
    .record({
      priority: fc.integer({ min: 0, max: 2 }),
      population: maybe(fc.integer({ min: 1, max: 6 })),
      arrivals,
      batchSize: maybe(fc.constantFrom<DistributionSpec>(2, { type: 'empirical', values: [1, 3] })),
      services: fc.array(service, { minLength: names.length, maxLength: names.length }),
      patience: fc.array(maybe(fc.constantFrom<DistributionSpec>({ type: 'exponential', mean: 2 }, 1)), {
        minLength: names.length,
        maxLength: names.length,
      }),
      first: fc.nat({ max: names.length - 1 }),
    })
    .chain(({ population, arrivals: process, batchSize, services, patience, first, ...rest }) => {
      const closed = population !== undefined;
      const home = names[first]!;
      const end = closed ? home : 'out';
      return fc.tuple(...names.map((_, at) => routeFrom(at, names, end))).map((routes) => {
        const way = Object.fromEntries(names.map((name, at) => [name, routes[at]!]));
        // A fork stands at the entrance, and what follows its join is what the entrance was.
        const begin = forked && !closed ? { in: 'fork', left: 'join', right: 'join', join: home } : { in: home };
        const times = (of: readonly (DistributionSpec | undefined)[]) =>
          compact(Object.fromEntries(names.map((name, at) => [name, of[at]])));
        const branches = { left: { type: 'exponential', mean: 0.5 }, right: { type: 'exponential', mean: 0.5 } };
        return compact({
          ...rest,
          name: `class-${cls}`,
          ...(closed ? { population } : { arrivals: process, batchSize }),
          route: { ...way, ...begin },
          serviceSeconds: { ...times(services), ...(forked ? branches : {}) },
          patienceSeconds: times(patience),
        });
      });
    });

const input = fc
  .record({
    stations: fc.array(timed, { minLength: 1, maxLength: 4 }),
    classCount: fc.integer({ min: 1, max: 3 }),
    forked: fc.boolean(),
    pooled: fc.boolean(),
  })
  .chain(({ stations, classCount, forked, pooled }) => {
    const named = stations.map((station, index) => ({ ...station, name: `s${index}` }));
    const names = [...named.map(({ name }) => name), ...(pooled ? ['take', 'give'] : [])];
    const extra = [
      ...(forked
        ? [
            { name: 'fork', type: 'fork', branches: ['left', 'right'], join: 'join' },
            { name: 'left', type: 'queue' },
            { name: 'right', type: 'queue' },
            { name: 'join', type: 'join' },
          ]
        : []),
      ...(pooled
        ? [
            { name: 'take', type: 'acquire', pool: 'tokens' },
            { name: 'give', type: 'release', pool: 'tokens' },
          ]
        : []),
    ];
    return fc.tuple(...Array.from({ length: classCount }, (_, cls) => forClass(names, cls, forked))).map((classes) => ({
      plimsoll: 1,
      kind: 'network',
      name: 'random',
      stations: [...named, ...extra],
      pools: pooled ? [{ name: 'tokens', tokens: 3 }] : [],
      classes: classes.map((cls) => {
        const { take: _, give: __, ...serviceSeconds } = cls.serviceSeconds as Record<string, unknown>;
        const { take: ___, give: ____, ...patienceSeconds } = cls.patienceSeconds as Record<string, unknown>;
        return { ...cls, serviceSeconds, patienceSeconds };
      }),
      run: { lengthSeconds: 100, warmUpSeconds: 10, replications: 2, maxEvents: 200_000 },
    }));
  });

/** What makes a description invalid is left out, so that what is left fits together. */
function relaxed(data: { stations: Record<string, unknown>[]; classes: Record<string, unknown>[] }): unknown {
  const typeOf = new Map(data.stations.map((station) => [station['name'], station]));
  return {
    ...data,
    stations: data.stations.map((station) => {
      const room = station['room'] as number | undefined;
      const servers = station['servers'] as number | undefined;
      return room !== undefined && servers !== undefined ? { ...station, room: Math.max(room, servers, 4) } : station;
    }),
    classes: data.classes.map((cls) => ({
      ...cls,
      patienceSeconds: Object.fromEntries(
        Object.entries(cls['patienceSeconds'] as object).filter(([name]) => {
          const type = typeOf.get(name)?.['type'];
          return type === 'queue' || type === 'priority';
        }),
      ),
    })),
  };
}

const isValid = (data: unknown): boolean => {
  const parsed = networkSchema.safeParse(data);
  if (!parsed.success) return false;
  try {
    checkNetwork(parsed.data, 'random');
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
};

/** Valid networks. */
export const randomNetwork: fc.Arbitrary<Network> = input
  .map((data) => relaxed(data as unknown as Parameters<typeof relaxed>[0]))
  .filter(isValid)
  .map((data) => networkSchema.parse(data));
