// Thirty exact cases, computed at 50 digits by other means (queueing-truth.json says which and from which source): every
// answer in that file has to be reached.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { haPair } from '../../../src/queueing/availability/ha-pair.ts';
import { nonPreemptive } from '../../../src/queueing/classes/non-preemptive.ts';
import { preemptiveResume } from '../../../src/queueing/classes/preemptive-resume.ts';
import {
  deterministicMoments,
  exponentialMoments,
  hyperexponentialMoments,
  lognormalMoments,
  type Moments,
} from '../../../src/queueing/moments.ts';
import { blockingTandem } from '../../../src/queueing/networks/blocking-tandem.ts';
import { jacksonNetwork } from '../../../src/queueing/networks/jackson-network.ts';
import { multiClassMva } from '../../../src/queueing/networks/multi-class-mva.ts';
import { mva } from '../../../src/queueing/networks/mva.ts';
import { openNetwork } from '../../../src/queueing/networks/open-network.ts';
import { arrivalRates } from '../../../src/queueing/networks/traffic.ts';
import { erlangA } from '../../../src/queueing/stations/erlang-a.ts';
import { finiteSource } from '../../../src/queueing/stations/finite-source.ts';
import { forkJoin } from '../../../src/queueing/stations/fork-join.ts';
import { gim1 } from '../../../src/queueing/stations/gim1.ts';
import { hyperexponentialLaw } from '../../../src/queueing/stations/interarrival-laws.ts';
import { mdc } from '../../../src/queueing/stations/mdc.ts';
import { mg1 } from '../../../src/queueing/stations/mg1.ts';
import { mg1LcfsPr } from '../../../src/queueing/stations/mg1-lcfs-pr.ts';
import { mg1Ps } from '../../../src/queueing/stations/mg1-ps.ts';
import { mg1Vacations } from '../../../src/queueing/stations/mg1-vacations.ts';
import { mgcc } from '../../../src/queueing/stations/mgcc.ts';
import { mm1 } from '../../../src/queueing/stations/mm1.ts';
import { mm1Feedback } from '../../../src/queueing/stations/mm1-feedback.ts';
import { mm1AsymptoticVariances } from '../../../src/queueing/stations/mm1-run-length.ts';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { mmck } from '../../../src/queueing/stations/mmck.ts';
import { mxg1 } from '../../../src/queueing/stations/mxg1.ts';
import { sineMtMInfinity } from '../../../src/queueing/time-dependent/sine-mt-m-infinity.ts';
import { transientMmc } from '../../../src/queueing/time-dependent/transient-mmc.ts';
import { closedBounds } from '../../../src/sizing/closed-bounds.ts';

type Answers = Readonly<Record<string, number | readonly number[]>>;

interface Case {
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly answers: Answers;
}

const CASES = (JSON.parse(readFileSync(new URL('queueing-truth.json', import.meta.url), 'utf8')) as { cases: Case[] })
  .cases;

/** Parameters of a case, read by what they are. */
class Given {
  readonly #params: Case['params'];

  constructor({ params }: Case) {
    this.#params = params;
  }

  number = (key: string): number => Number(this.#params[key]);
  list = (key: string): number[] => this.#params[key] as number[];
  table = (key: string): number[][] => this.#params[key] as number[][];
  /** `lam`, `mu` and `c` as a load. */
  load = () => ({
    arrivalRatePerSecond: this.number('lam'),
    serviceSeconds: 1 / this.number('mu'),
    servers: this.number('c'),
  });
}

const singleServer = (given: Given): Answers => {
  const load = given.load();
  const answer = mm1(load);
  const lengths = mm1AsymptoticVariances(load);
  return {
    rho: answer.utilisation,
    L: answer.meanNumber,
    Lq: answer.meanQueueLength,
    W: answer.meanResponseSeconds,
    Wq: answer.meanWaitingSeconds,
    P0: answer.emptyProbability,
    W_p50: answer.responseQuantilesSeconds.p50,
    W_p95: answer.responseQuantilesSeconds.p95,
    W_p99: answer.responseQuantilesSeconds.p99,
    Wq_p95: answer.waitingQuantilesSeconds.p95,
    Wq_p99: answer.waitingQuantilesSeconds.p99,
    varW: answer.responseVarianceSeconds2,
    varL: answer.numberVariance,
    asymVar_L: lengths.numberVarianceSeconds,
    asymVar_Wq: lengths.waitingVarianceSeconds2,
  };
};

const multiServer = (given: Given): Answers => {
  const answer = mmc(given.load());
  return {
    rho: answer.utilisation,
    erlangC: answer.waitingProbability,
    Wq: answer.meanWaitingSeconds,
    W: answer.meanResponseSeconds,
    Lq: answer.meanQueueLength,
    L: answer.meanNumber,
    Wq_p95: answer.waitingQuantilesSeconds.p95,
    Wq_p99: answer.waitingQuantilesSeconds.p99,
    P0: answer.emptyProbability,
  };
};

const loss = (given: Given): Answers => {
  const answer = mgcc({ arrivalRatePerSecond: given.number('offered'), serviceSeconds: 1, servers: given.number('c') });
  return { blocking: answer.blockingProbability, carried: answer.meanNumber, utilisation: answer.utilisation };
};

const finiteRoom = (given: Given): Answers => {
  const answer = mmck({ ...given.load(), room: given.number('K') });
  return {
    P_block: answer.blockingProbability,
    throughput: answer.throughputPerSecond,
    L: answer.meanNumber,
    Lq: answer.meanQueueLength,
    W_accepted: answer.meanResponseSeconds,
    Wq_accepted: answer.meanWaitingSeconds,
    P0: answer.emptyProbability,
  };
};

const general =
  (service: Moments) =>
  (given: Given): Answers => {
    const station = { arrivalRatePerSecond: given.number('lam'), service };
    const answer = mg1(station);
    const waitingVariance = answer.waitingVarianceSeconds2 ?? Number.NaN;
    const ps = mg1Ps({ arrivalRatePerSecond: station.arrivalRatePerSecond, serviceSeconds: service.meanSeconds });
    expect(service.meanSeconds).toBeCloseTo(given.number('ES'), 12);
    expect(service.meanSquareSeconds2).toBeCloseTo(given.number('ES2'), 12);
    return {
      rho: answer.utilisation,
      Wq: answer.meanWaitingSeconds,
      W: answer.meanResponseSeconds,
      Lq: answer.meanQueueLength,
      L: answer.meanNumber,
      W_PS: ps.meanResponseSeconds,
      W_LCFS_PR: mg1LcfsPr(station).meanResponseSeconds,
      busyPeriod_mean: answer.meanBusyPeriodSeconds,
      busyPeriod_var: answer.busyPeriodVarianceSeconds2,
      EWq2: waitingVariance + answer.meanWaitingSeconds ** 2,
      varWq: waitingVariance,
      varW: answer.responseVarianceSeconds2 ?? Number.NaN,
    };
  };

const closed = (given: Given): Answers => {
  const stations = given.list('D').map((demandSeconds, index) => ({ name: `s${index}`, demandSeconds, servers: 1 }));
  const load = { population: given.number('N'), thinkSeconds: given.number('Z') };
  const answer = mva({ stations, ...load });
  return {
    X: answer.throughputPerSecond,
    R: answer.responseSeconds,
    Q: answer.stations.map(({ meanNumber }) => meanNumber),
    U: answer.stations.map(({ utilisation }) => utilisation),
    Nstar: closedBounds(stations, load).saturationPopulation,
  };
};

const REACHED: Readonly<Record<string, (given: Given) => Answers>> = {
  'mm1-0.5-1': singleServer,
  'mm1-0.9-1': singleServer,
  'mmc-2-1.6': multiServer,
  'mmc-8-7': multiServer,
  'erlangB-10-8': loss,
  'erlangB-100-90': loss,
  'mmck-1-10-0.9': finiteRoom,
  'mmck-8-16-7': finiteRoom,
  'erlangA-8-7': (given) => {
    const answer = erlangA({ ...given.load(), patienceSeconds: 1 / given.number('theta') });
    return {
      P_abandon: answer.abandonmentProbability,
      Lq: answer.meanQueueLength,
      Wq: answer.meanWaitingSeconds,
      P_wait: answer.waitingProbability,
      busy: answer.meanNumber - answer.meanQueueLength,
      utilisation: answer.utilisation,
    };
  },
  'md1-0.8': general(deterministicMoments(1)),
  'mh2-0.8': general(
    hyperexponentialMoments([
      { probability: 0.9, meanSeconds: 1 / 2 },
      { probability: 0.1, meanSeconds: 11 / 2 },
    ]),
  ),
  'mlogn-0.8': general(lognormalMoments(1, 4)),
  'mm1ps-0.8': (given) => {
    const answer = mg1Ps(given.load());
    return {
      W: answer.meanResponseSeconds,
      varW: answer.responseVarianceIfExponentialSeconds2,
      ET_given_x_0_5: 0.5 * answer.slowdown,
      ET_given_x_3: 3 * answer.slowdown,
    };
  },
  'prio2-exp': () => {
    const classes = [0.3, 0.5].map((arrivalRatePerSecond) => ({
      arrivalRatePerSecond,
      service: exponentialMoments(1),
    }));
    const patient = nonPreemptive(classes);
    return {
      rho: patient.reduce((sum, { utilisation }) => sum + utilisation, 0),
      Wq_nonpreemptive: patient.map(({ meanWaitingSeconds }) => meanWaitingSeconds),
      W_nonpreemptive: patient.map(({ meanResponseSeconds }) => meanResponseSeconds),
      W_preemptiveResume: preemptiveResume(classes).map(({ meanResponseSeconds }) => meanResponseSeconds),
    };
  },
  'h2m1-0.8': (given) => {
    const interarrival = hyperexponentialLaw([
      { probability: 0.9, meanSeconds: 1 / 1.6 },
      { probability: 0.1, meanSeconds: 11 / 1.6 },
    ]);
    const answer = gim1({ interarrival, serviceSeconds: given.load().serviceSeconds });
    expect(1 / interarrival.meanSeconds).toBeCloseTo(given.number('lam'), 12);
    return {
      sigma: answer.waitingProbability,
      W: answer.meanResponseSeconds,
      Wq: answer.meanWaitingSeconds,
      L: answer.meanNumber,
      W_p99: answer.responseQuantilesSeconds.p99,
    };
  },
  'mm1-vac': (given) => {
    const { arrivalRatePerSecond, serviceSeconds } = given.load();
    const service = exponentialMoments(serviceSeconds);
    const answer = mg1Vacations({ arrivalRatePerSecond, service, vacation: deterministicMoments(5) });
    return { Wq: answer.meanWaitingSeconds, W: answer.meanResponseSeconds };
  },
  'mxm1-geom4': (given) => {
    const answer = mxg1({
      batchRatePerSecond: given.number('lam_batches'),
      meanBatchSize: given.number('EX'),
      meanSquareBatchSize: given.number('EX2'),
      service: exponentialMoments(1 / given.number('mu')),
    });
    return { rho: answer.utilisation, L: answer.meanNumber, W: answer.meanResponseSeconds };
  },
  'fj2-0.5': (given) => {
    const answer = forkJoin({ ...given.load(), branches: 2 });
    return { T: answer.meanResponseSeconds, T_oneQueue: answer.meanPartResponseSeconds };
  },
  'mm1-fb': (given) => {
    const answer = mm1Feedback({ ...given.load(), returnProbability: given.number('p') });
    return { visits: answer.visits, L: answer.meanNumber, W: answer.meanResponseSeconds };
  },
  // The file counts this case in hours; a unit of time is as good as another.
  'mtminf-day': (given) => {
    const answer = sineMtMInfinity({
      meanRatePerSecond: given.number('lam'),
      amplitudePerSecond: given.number('beta'),
      periodSeconds: given.number('period'),
      serviceSeconds: 1 / given.number('mu'),
    });
    return {
      m_0: answer.meanNumberAt(0),
      m_6: answer.meanNumberAt(6),
      m_12: answer.meanNumberAt(12),
      m_18: answer.meanNumberAt(18),
      peak: answer.peakMeanNumber,
      peak_time: answer.peakSeconds,
    };
  },
  jackson3: (given) => {
    const external = given.list('lam0');
    const stations = external.map((externalRatePerSecond, index) => ({
      externalRatePerSecond,
      serviceSeconds: 1 / given.list('mu')[index]!,
      servers: given.list('c')[index]!,
    }));
    const answer = jacksonNetwork(stations, given.table('P'));
    return {
      gamma: arrivalRates(external, given.table('P')),
      rho: answer.stations.map(({ utilisation }) => utilisation),
      L: answer.stations.map(({ meanNumber }) => meanNumber),
      W_node: answer.stations.map(({ meanResponseSeconds }) => meanResponseSeconds),
      L_total: answer.meanNumber,
      W_total: answer.meanResponseSeconds,
    };
  },
  'bcmp-open2': (given) => {
    const external = given.list('lam');
    const stations = given.table('D').map((demands) => ({
      discipline: 'ps' as const,
      servers: 1,
      classes: demands.map((serviceSeconds, kind) => ({ arrivalRatePerSecond: external[kind]!, serviceSeconds })),
    }));
    const answer = openNetwork(stations, external);
    return {
      U: answer.stations.map(({ utilisation }) => utilisation),
      W: answer.classes.map(({ meanResponseSeconds }) => meanResponseSeconds),
      L: answer.classes.map(({ meanNumber }) => meanNumber),
    };
  },
  'mva1-20': closed,
  'mva1-200': closed,
  mva2: (given) => {
    const stations = given.table('D').map((demandsSeconds) => ({ demandsSeconds, servers: 1 }));
    const answer = multiClassMva({ stations, populations: given.list('N'), thinksSeconds: given.list('Z') });
    return {
      X: answer.classes.map(({ throughputPerSecond }) => throughputPerSecond),
      R: answer.classes.map(({ responseSeconds }) => responseSeconds),
      Q: answer.stations.map(({ meanNumber }) => meanNumber),
    };
  },
  'repair-2-10': (given) => {
    const answer = finiteSource({
      population: given.number('N'),
      thinkSeconds: 1 / given.number('fail_rate'),
      serviceSeconds: 1 / given.number('repair_rate'),
      servers: given.number('c'),
    });
    return {
      L_down: answer.meanNumber,
      throughput: answer.throughputPerSecond,
      W_down: answer.meanResponseSeconds,
      P_all_up: answer.emptyProbability,
      availability_per_machine: answer.thinkingShare,
    };
  },
  'ha2-cov': (given) => {
    const hours = (rate: string): number => 3600 / given.number(rate);
    const answer = haPair({
      failureSeconds: hours('lam'),
      repairSeconds: hours('mu'),
      coverage: given.number('coverage'),
      failoverSeconds: hours('failover_rate'),
      rebootSeconds: hours('reboot_rate'),
    });
    return {
      pi: [answer.both, answer.failingOver, answer.rebooting, answer.one, answer.none],
      availability: answer.availability,
      downtime_min_per_year: answer.downtimeSecondsPerYear / 60,
    };
  },
  'mm1-transient-50': (given) => ({
    EL_t: transientMmc({ ...given.load(), servers: 1, startNumber: 0, seconds: given.number('t') }).meanNumber,
  }),
  'tandem3-bas-1-5': (given) => {
    const station = {
      serviceSeconds: 1 / given.number('mu'),
      servers: given.number('c'),
      room: given.number('K'),
    };
    const answer = blockingTandem(given.number('lam'), new Array(given.number('stations')).fill(station));
    expect(answer.method).toContain('281 states');
    return {
      P_loss: answer.blockingProbability,
      throughput: answer.throughputPerSecond,
      L: answer.meanNumber,
      W_accepted: answer.meanResponseSeconds,
      L_station: answer.stations.map(({ meanNumber }) => meanNumber),
      mean_blocked_servers: answer.stations.slice(0, -1).map(({ meanBlockedServers }) => meanBlockedServers),
    };
  },
  'mdc-2-0.8': (given) => {
    const load = {
      arrivalRatePerSecond: given.number('lam'),
      serviceSeconds: given.number('S'),
      servers: given.number('c'),
    };
    const answer = mdc(load);
    return { L: answer.meanNumber, W: answer.meanResponseSeconds, Wq: answer.meanWaitingSeconds };
  },
};

const flat = (answers: Answers): [string, number][] =>
  Object.entries(answers).flatMap(([key, value]) =>
    typeof value === 'number' ? [[key, value]] : value.map((one, index): [string, number] => [`${key}.${index}`, one]),
  );

test('every case of the truth file has a test', () => {
  expect(CASES.map(({ id }) => id).sort()).toEqual(Object.keys(REACHED).sort());
});

/** The largest relative distance of an answer. */
const worst = (reached: Answers, wanted: Answers): number => {
  const got = Object.fromEntries(flat(reached));
  return Math.max(...flat(wanted).map(([key, value]) => Math.abs((got[key] ?? Number.NaN) - value) / Math.abs(value)));
};

test.each(CASES.map((truth) => [truth.id, truth] as const))('%s is reached to 1e-11 of every answer', (id, truth) => {
  const reached = REACHED[id]!(new Given(truth));
  expect(Object.keys(reached).sort()).toEqual(Object.keys(truth.answers).sort());
  expect(worst(reached, truth.answers)).toBeLessThan(1e-11);
});

test('an answer that is off by 1e-9, or missing, is found', () => {
  const { id, answers } = CASES[0]!;
  const reached = REACHED[id]!(new Given(CASES[0]!));
  expect(worst({ ...reached, L: Number(reached['L']) * (1 + 1e-9) }, answers)).toBeGreaterThan(1e-11);
  expect(worst({}, answers)).toBeNaN();
});
