import { describe, expect, test } from 'vitest';
import { InputError, type Problem } from '../../../src/core/problem.ts';
import { haPair } from '../../../src/queueing/availability/ha-pair.ts';
import { mg1Breakdowns } from '../../../src/queueing/availability/mg1-breakdowns.ts';
import { mmcPriorities } from '../../../src/queueing/classes/mmc-priorities.ts';
import { nonPreemptive } from '../../../src/queueing/classes/non-preemptive.ts';
import { exponentialMoments, hyperexponentialMoments } from '../../../src/queueing/moments.ts';
import { jacksonNetwork } from '../../../src/queueing/networks/jackson-network.ts';
import { multiClassMva } from '../../../src/queueing/networks/multi-class-mva.ts';
import { mva } from '../../../src/queueing/networks/mva.ts';
import { openNetwork } from '../../../src/queueing/networks/open-network.ts';
import { mg1 } from '../../../src/queueing/stations/mg1.ts';
import { mm1Feedback } from '../../../src/queueing/stations/mm1-feedback.ts';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { mmck } from '../../../src/queueing/stations/mmck.ts';
import { mxg1 } from '../../../src/queueing/stations/mxg1.ts';

/** The paths that are refused, in order. */
function refused(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path }: Problem) => path);
    throw error;
  }
  return [];
}

const service = exponentialMoments(1);

describe('figures that no station has are refused', () => {
  test('all of them at once', () => {
    expect(refused(() => mmc({ arrivalRatePerSecond: -1, serviceSeconds: 0, servers: 1.5 }))).toEqual([
      'mmc.arrivalRatePerSecond',
      'mmc.serviceSeconds',
      'mmc.servers',
    ]);
    const pair = { failureSeconds: 0, repairSeconds: 1, coverage: 2, failoverSeconds: Number.NaN, rebootSeconds: 1 };
    expect(refused(() => haPair(pair))).toEqual(['haPair.failureSeconds', 'haPair.coverage', 'haPair.failoverSeconds']);
    expect(
      refused(() =>
        nonPreemptive([
          { arrivalRatePerSecond: -1, service },
          { arrivalRatePerSecond: 1, service: { meanSeconds: 2, meanSquareSeconds2: 3 } },
        ]),
      ),
    ).toEqual(['nonPreemptive.0.arrivalRatePerSecond', 'nonPreemptive.1.service.meanSquareSeconds2']);
    expect(
      refused(() =>
        multiClassMva({
          stations: [{ demandsSeconds: [1], servers: 0 }],
          populations: [1.5, 2],
          thinksSeconds: [0, -1],
        }),
      ),
    ).toEqual([
      'multiClassMva.populations',
      'multiClassMva.thinksSeconds',
      'multiClassMva.stations.0.servers',
      'multiClassMva.stations.0.demandsSeconds',
    ]);
  });

  test.each([
    ['a room below the servers', () => mmck({ arrivalRatePerSecond: 1, serviceSeconds: 1, servers: 3, room: 2 })],
    [
      'moments that no time has',
      () => mg1({ arrivalRatePerSecond: 1, service: { meanSeconds: 1, meanSquareSeconds2: 0.9 } }),
    ],
    [
      'a third moment that the second forbids',
      () => mg1({ arrivalRatePerSecond: 1, service: { meanSeconds: 1, meanSquareSeconds2: 3, meanCubeSeconds3: 8 } }),
    ],
    ['chances that do not sum to 1', () => hyperexponentialMoments([{ probability: 0.9, meanSeconds: 1 }])],
    [
      'a customer who always returns',
      () => mm1Feedback({ arrivalRatePerSecond: 1, serviceSeconds: 1, returnProbability: 1 }),
    ],
    ['a batch of nobody', () => mxg1({ batchRatePerSecond: 1, meanBatchSize: 0.5, meanSquareBatchSize: 1, service })],
    [
      'a batch without variance to be had',
      () => mxg1({ batchRatePerSecond: 1, meanBatchSize: 2, meanSquareBatchSize: 3, service }),
    ],
    [
      'a negative failure rate',
      () =>
        mg1Breakdowns({
          arrivalRatePerSecond: 1,
          service,
          failureRatePerSecond: -1,
          repair: service,
          failsWhenIdle: false,
        }),
    ],
    ['no class at all', () => nonPreemptive([])],
    [
      'a preemptive class without arrivals',
      () => mmcPriorities({ arrivalRatesPerSecond: [1, 0], serviceSeconds: 1, servers: 2, preemptive: true }),
    ],
    [
      'a pass that takes no time',
      () => mva({ stations: [{ demandSeconds: 0, servers: 1 }], population: 3, thinkSeconds: 0 }),
    ],
    ['nobody in a closed network', () => multiClassMva({ stations: [], populations: [0], thinksSeconds: [1] })],
    ['a routing matrix of another size', () => jacksonNetwork([], [[0]])],
    ['a network without arrivals', () => openNetwork([], [])],
    [
      'LCFS-PR at two servers',
      () =>
        openNetwork(
          [{ discipline: 'lcfsPr', servers: 2, classes: [{ arrivalRatePerSecond: 1, serviceSeconds: 1 }] }],
          [1],
        ),
    ],
    ['a station that lacks a class', () => openNetwork([{ discipline: 'ps', servers: 1, classes: [] }], [1])],
  ])('%s', (_what, run) => {
    expect(refused(run)).toHaveLength(1);
  });
});
