import { describe, expect, test } from 'vitest';
import { parseNetwork } from '../../src/network/parse-network.ts';
import { problemsOf } from './lab.ts';

/** A valid network with parts replaced. */
const text = ({ stations = '', pools = '', cls = '', run = '', more = '' } = {}): string => `
plimsoll: 1
kind: network
name: test
stations:
  - { name: cpu, type: queue }
  - { name: disk, type: queue }
${stations}
${pools}
classes:
  - name: jobs
${cls || '    arrivals: { process: poisson, ratePerSecond: 0.5 }\n    route: { in: cpu, cpu: disk, disk: out }\n    serviceSeconds: { cpu: 1, disk: 1 }'}
${more}
run: { lengthSeconds: 10${run} }
`;
const wrong = (parts: Parameters<typeof text>[0]) => problemsOf(() => parseNetwork(text(parts), 'test.yaml'));
const paths = (parts: Parameters<typeof text>[0]): string[] => wrong(parts).map(({ path }) => path);
const open = (route: string, service = '{ cpu: 1, disk: 1 }', more = ''): string =>
  `    arrivals: { process: poisson, ratePerSecond: 0.5 }\n    route: ${route}\n    serviceSeconds: ${service}\n${more}`;
const closed = (route: string, more = ''): string =>
  `    population: 3\n    route: ${route}\n    serviceSeconds: { cpu: 1, disk: 1 }\n${more}`;

test('a network needs stations, classes and a length; everything else has a default', () => {
  const network = parseNetwork(text(), 'test.yaml');
  expect(network.stations[0]).toEqual({ name: 'cpu', type: 'queue', servers: 1, whenFull: 'drop' });
  expect(network.run).toMatchObject({ seed: '1', warmUpSeconds: 'auto', replications: 10, confidence: 0.95 });
});

describe('the schema refuses', () => {
  test.each([
    ['an unknown key', { run: ', replicatons: 3' }, 'run.replicatons'],
    [
      'a rate of 1e308',
      { cls: open('{ in: cpu, cpu: out }').replace('0.5', '1e308') },
      'classes[0].arrivals.ratePerSecond',
    ],
    [
      'a negative rate',
      { cls: open('{ in: cpu, cpu: out }').replace('0.5', '-1') },
      'classes[0].arrivals.ratePerSecond',
    ],
    ['no number', { cls: open('{ in: cpu, cpu: out }', '{ cpu: .nan }') }, 'classes[0].serviceSeconds.cpu'],
    ['a length of 0', { run: ', warmUpSeconds: -1' }, 'run.warmUpSeconds'],
    ['a station called out', { stations: '  - { name: out, type: queue }' }, 'stations[2].name'],
    [
      'a station with the name of what every object has',
      { stations: '  - { name: constructor, type: queue }' },
      'stations[2].name',
    ],
    ['a type that does not exist', { stations: '  - { name: x, type: quue }' }, 'stations[2].type'],
    ['half a server', { stations: '  - { name: x, type: queue, servers: 0.5 }' }, 'stations[2].servers'],
    ['a probability above 1', { cls: open('{ in: cpu, cpu: { out: 1.5 } }') }, 'classes[0].route.cpu.out'],
  ])('%s', (_what, parts, path) => {
    expect(paths(parts)).toContain(path);
  });

  test('a key of another kind of object', () => {
    expect(wrong({ cls: open('{ in: cpu, cpu: out, __proto__: disk }') })).toMatchObject([
      { got: 'the key "__proto__"' },
    ]);
  });
});

describe('the check of a network finds', () => {
  test.each([
    ['a name twice', { stations: '  - { name: cpu, type: delay }' }, 'stations[2].name'],
    ['a pool twice', { pools: 'pools: [{ name: p, tokens: 1 }, { name: p, tokens: 1 }]' }, 'pools[1].name'],
    ['a route to nowhere', { cls: open('{ in: cpu, cpu: dsk, disk: out }') }, 'classes[0].route.cpu'],
    ['one of several ways to nowhere', { cls: open('{ in: cpu, cpu: { dsk: 1 } }') }, 'classes[0].route.cpu.dsk'],
    ['a route from nowhere', { cls: open('{ in: cpu, cpu: out, dsk: out }') }, 'classes[0].route.dsk'],
    [
      'probabilities that do not add up',
      { cls: open('{ in: cpu, cpu: { disk: 0.5, out: 0.4 }, disk: out }') },
      'classes[0].route.cpu',
    ],
    ['no beginning', { cls: open('{ cpu: out }') }, 'classes[0].route.in'],
    ['no way on', { cls: open('{ in: cpu, cpu: disk }') }, 'classes[0].route.disk'],
    ['no way out', { cls: open('{ in: cpu, cpu: disk, disk: cpu }') }, 'classes[0].route.cpu'],
    ['no service time', { cls: open('{ in: cpu, cpu: out }', '{ disk: 1 }') }, 'classes[0].serviceSeconds.cpu'],
    [
      'a service time of nowhere',
      { cls: open('{ in: cpu, cpu: out }', '{ cpu: 1, dsk: 1 }') },
      'classes[0].serviceSeconds.dsk',
    ],
    [
      'a loop of services of 0',
      { cls: open('{ in: cpu, cpu: { cpu: 0.5, out: 0.5 } }', '{ cpu: 0 }') },
      'classes[0].route.cpu',
    ],
    [
      'patience where nobody waits',
      {
        stations: '  - { name: think, type: delay }',
        cls: open('{ in: think, think: out }', '{ think: 1 }', '    patienceSeconds: { think: 1 }'),
      },
      'classes[0].patienceSeconds.think',
    ],
    [
      'neither arrivals nor a population',
      { cls: '    route: { in: cpu, cpu: out }\n    serviceSeconds: { cpu: 1 }' },
      'classes[0]',
    ],
    [
      'arrivals and a population',
      { cls: open('{ in: cpu, cpu: cpu }', '{ cpu: 1 }', '    population: 3') },
      'classes[0]',
    ],
    [
      'batches of a closed class',
      { cls: closed('{ in: cpu, cpu: disk, disk: cpu }', '    batchSize: 2') },
      'classes[0].batchSize',
    ],
    [
      'batches of no whole number',
      { cls: open('{ in: cpu, cpu: out }', '{ cpu: 1 }', '    batchSize: { type: exponential, mean: 2 }') },
      'classes[0].batchSize',
    ],
    [
      'empty batches',
      { cls: open('{ in: cpu, cpu: out }', '{ cpu: 1 }', '    batchSize: { type: empirical, values: [0, 3] }') },
      'classes[0].batchSize',
    ],
    ['a closed class that leaves', { cls: closed('{ in: cpu, cpu: out }') }, 'classes[0].route.cpu'],
    [
      'a closed class that never comes home',
      { cls: closed('{ in: cpu, cpu: disk, disk: disk }') },
      'classes[0].route.disk',
    ],
    [
      'a closed class with two homes',
      { cls: closed('{ in: { cpu: 0.5, disk: 0.5 }, cpu: disk, disk: cpu }') },
      'classes[0].route.in',
    ],
    [
      'a home that loses customers',
      {
        stations: '  - { name: door, type: queue, room: 2 }',
        cls: closed('{ in: door, door: cpu, cpu: door }').replace('disk: 1', 'door: 1'),
      },
      'classes[0].route.in',
    ],
    [
      'a distribution that is none',
      { cls: open('{ in: cpu, cpu: out }', '{ cpu: { type: uniform, low: 3, high: 2 } }') },
      'classes[0].serviceSeconds.cpu',
    ],
    [
      'a mean beyond all numbers',
      { cls: open('{ in: cpu, cpu: out }', '{ cpu: { type: weibull, shape: 0.001, scale: 1 } }') },
      'classes[0].serviceSeconds.cpu',
    ],
    [
      'gaps of 0',
      {
        cls: '    arrivals: { process: renewal, gapSeconds: 0 }\n    route: { in: cpu, cpu: out }\n    serviceSeconds: { cpu: 1 }',
      },
      'classes[0].arrivals.gapSeconds',
    ],
    [
      'a trace that goes back',
      {
        cls: '    arrivals: { process: trace, atSeconds: [1, 3, 2] }\n    route: { in: cpu, cpu: out }\n    serviceSeconds: { cpu: 1 }',
      },
      'classes[0].arrivals.atSeconds[2]',
    ],
    [
      'a profile of countless steps',
      {
        cls: '    arrivals: { process: profile, ratesPerSecond: [1, 0], stepSeconds: 1.0e-9 }\n    route: { in: cpu, cpu: out }\n    serviceSeconds: { cpu: 1 }',
      },
      'classes[0].arrivals.stepSeconds',
    ],
    [
      'deferral without a time',
      { stations: '  - { name: x, type: queue, room: 2, whenFull: defer }' },
      'stations[2].retrySeconds',
    ],
    [
      'deferral for no time',
      { stations: '  - { name: x, type: queue, room: 2, whenFull: defer, retrySeconds: 0 }' },
      'stations[2].retrySeconds',
    ],
    [
      'a schedule and outages',
      {
        stations:
          '  - { name: x, type: queue, schedule: { servers: [1], stepSeconds: 1 }, outages: { upSeconds: 1, downSeconds: 1 } }',
      },
      'stations[2].outages',
    ],
    [
      'a schedule of nobody',
      { stations: '  - { name: x, type: queue, schedule: { servers: [0, 0], stepSeconds: 1 } }' },
      'stations[2].schedule.servers',
    ],
    ['servers without room', { stations: '  - { name: x, type: queue, servers: 3, room: 2 }' }, 'stations[2].room'],
    [
      'groups that do not divide the servers',
      { stations: '  - { name: x, type: queue, servers: 3, outages: { upSeconds: 1, downSeconds: 1, together: 2 } }' },
      'stations[2].outages.together',
    ],
    [
      'failures without a time between',
      { stations: '  - { name: x, type: queue, outages: { upSeconds: 0, downSeconds: 1 } }' },
      'stations[2].outages.upSeconds',
    ],
    [
      'a branch of nowhere',
      { stations: '  - { name: f, type: fork, branches: [cpu, dsk], join: j }\n  - { name: j, type: join }' },
      'stations[2].branches[1]',
    ],
    [
      'a join that is none',
      { stations: '  - { name: f, type: fork, branches: [cpu, disk], join: cpu }' },
      'stations[2].join',
    ],
    ['a pool that is none', { stations: '  - { name: a, type: acquire, pool: p }' }, 'stations[2].pool'],
    [
      'more tokens than there are',
      { pools: 'pools: [{ name: p, tokens: 2 }]', stations: '  - { name: a, type: acquire, pool: p, tokens: 3 }' },
      'stations[2].tokens',
    ],
    ['an odd number of antithetic replications', { run: ', antithetic: true, replications: 5' }, 'run.replications'],
    [
      'a station that cannot keep who is blocked',
      {
        stations: '  - { name: core, type: sharing }\n  - { name: small, type: queue, room: 1, whenFull: block }',
        cls: open('{ in: core, core: small, small: out }', '{ core: 1, small: 1 }'),
      },
      'classes[0].route.core',
    ],
  ])('%s', (_what, parts, path) => {
    expect(paths(parts)).toContain(path);
  });

  const FORK = '  - { name: f, type: fork, branches: [cpu, disk], join: j }\n  - { name: j, type: join }';
  test.each([
    ['parts that leave', '{ in: f, cpu: j, disk: out, j: out }', 'classes[0].route.f'],
    ['parts that come to the fork again', '{ in: f, cpu: j, disk: f, j: out }', 'classes[0].route.f'],
    ['customers who were not forked', '{ in: j, j: out }', 'classes[0].route.j'],
    ['a fork with a route', '{ in: f, f: cpu, cpu: j, disk: j, j: out }', 'classes[0].route.f'],
  ])('%s', (_what, route, path) => {
    expect(paths({ stations: FORK, cls: open(route) })).toContain(path);
  });

  test('parts of an inner fork at the join of the outer one', () => {
    const stations = `${FORK}\n  - { name: g, type: fork, branches: [a, b], join: k }\n  - { name: k, type: join }\n  - { name: a, type: delay }\n  - { name: b, type: delay }`;
    const route = (b: string): string => `{ in: g, a: f, cpu: j, disk: j, j: k, b: ${b}, k: out }`;
    const service = '{ cpu: 1, disk: 1, a: 1, b: 1 }';
    expect(wrong({ stations, cls: open(route('k'), service) })).toEqual([]);
    expect(paths({ stations, cls: open(route('j'), service) })).toContain('classes[0].route.g');
  });

  test('a loop through stations that take no time, and none where a fork takes some', () => {
    const pool = { pools: 'pools: [{ name: p, tokens: 2 }]' };
    const stations = '  - { name: a, type: acquire, pool: p }\n  - { name: r, type: release, pool: p }';
    expect(paths({ ...pool, stations, cls: open('{ in: a, a: r, r: { a: 0.5, cpu: 0.5 }, cpu: out }') })).toContain(
      'classes[0].route.a',
    );
    expect(wrong({ stations: FORK, cls: open('{ in: f, cpu: j, disk: j, j: { f: 0.5, out: 0.5 } }') })).toEqual([]);
  });

  test('a network in which nothing takes time', () => {
    const nothing = text({ cls: open('{ in: a, a: out }', '{}') })
      .replace('{ name: cpu, type: queue }', '{ name: a, type: acquire, pool: p }')
      .replace('  - { name: disk, type: queue }', 'pools: [{ name: p, tokens: 1 }]');
    expect(problemsOf(() => parseNetwork(nothing, 'test.yaml')).map(({ path }) => path)).toContain('stations');
  });

  test('all of its problems at once, with a guess at what was meant', () => {
    const problems = wrong({
      stations: '  - { name: x, type: queue, servers: 3, room: 2 }',
      cls: open('{ in: cpu, cpu: dsk }', '{ cpu: { type: uniform, low: 3, high: 2 } }'),
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'stations[2].room',
      'classes[0].serviceSeconds.cpu',
      'classes[0].route.cpu',
    ]);
    expect(problems[2]).toMatchObject({ got: '"dsk"', hint: 'Did you mean "disk"?' });
  });
});
