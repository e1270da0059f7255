// What changes with time: a day, a start from empty, a pair of nodes that fail and are repaired.
import { haPair } from '../../../queueing/availability/ha-pair.ts';
import { sineMtMInfinity } from '../../../queueing/time-dependent/sine-mt-m-infinity.ts';
import { transientMmc } from '../../../queueing/time-dependent/transient-mmc.ts';
import { atStation, type Case } from '../case.ts';
import { exponential, jobs } from '../describe.ts';

const sessions = sineMtMInfinity({
  meanRatePerSecond: 100,
  amplitudePerSecond: 60,
  periodSeconds: 24,
  serviceSeconds: 8,
});
/** The truth file counts this day in hours, and so does this network. A step of the rate is the sine's mean over it. */
const STEPS = 96;
const STEP_ANGLE = (2 * Math.PI) / STEPS;
/** Cosine and sine of a step's angle: written out, as engines round these functions differently. */
const TURN = { cos: 0.9978589232386035, sin: 0.06540312923014306 } as const;
let [x, y] = [1, 0];
const sineRates = Array.from({ length: STEPS }, () => {
  const before = x;
  [x, y] = [x * TURN.cos - y * TURN.sin, x * TURN.sin + y * TURN.cos];
  return 100 + (60 * (before - x)) / STEP_ANGLE;
});
/** Long enough to forget that it began empty, and then a moment around an hour of the day. */
const DAYS_BEFORE = 5;
const MOMENT = 0.02;
const early = transientMmc({ arrivalRatePerSecond: 0.9, serviceSeconds: 1, servers: 1, startNumber: 0, seconds: 50 });
const nodes = haPair({
  failureSeconds: 2000,
  repairSeconds: 4,
  coverage: 0.98,
  failoverSeconds: 1 / 60,
  rebootSeconds: 1 / 4,
});

const sessionsAt = (hour: number): Case => ({
  model: `M_t/M/∞ over a day, ${hour} h`,
  network: {
    stations: [{ name: 'station', type: 'delay' }],
    classes: [
      {
        name: 'jobs',
        arrivals: { process: 'profile', ratesPerSecond: sineRates, stepSeconds: 24 / STEPS },
        route: { in: 'station', station: 'out' },
        serviceSeconds: { station: exponential(8) },
      },
    ],
  },
  warmUpSeconds: 24 * DAYS_BEFORE + hour - MOMENT / 2,
  lengthSeconds: MOMENT,
  replications: 400,
  claims: [atStation('station', 'meanNumber', sessions.meanNumberAt(hour), { truth: `mtminf-day m_${hour}` })],
});

export const OVER_TIME: readonly Case[] = [
  sessionsAt(6),
  sessionsAt(12),
  {
    model: 'M/M/1, 50 s after its start',
    network: jobs({ type: 'queue' }, 0.9, exponential(1)),
    warmUpSeconds: 50 - MOMENT / 2,
    lengthSeconds: MOMENT,
    replications: 10_000,
    claims: [atStation('station', 'meanNumber', early.meanNumber, { truth: 'mm1-transient-50 EL_t' })],
  },
  {
    // The pair is the one customer, its state the station where it is; all its times are longer alike, so shares of time stay.
    model: 'pair of nodes (hours)',
    network: {
      stations: ['both', 'failover', 'reboot', 'one', 'none'].map((name) => ({ name, type: 'delay' as const })),
      classes: [
        {
          name: 'jobs',
          population: 1,
          route: {
            in: 'both',
            both: { failover: 0.98, reboot: 0.02 },
            failover: 'one',
            reboot: 'one',
            one: { both: 0.25 / 0.2505, none: 0.0005 / 0.2505 },
            none: 'one',
          },
          serviceSeconds: {
            both: exponential(1000),
            failover: exponential(1 / 60),
            reboot: exponential(1 / 4),
            one: exponential(1 / 0.2505),
            none: exponential(4),
          },
        },
      ],
    },
    lengthSeconds: 10_000_000,
    warmUpSeconds: 500,
    claims: [
      atStation('one', 'meanNumber', nodes.one, { truth: 'ha2-cov pi.3', blind: true }),
      atStation('failover', 'meanNumber', nodes.failingOver, { truth: 'ha2-cov pi.1', blind: true }),
    ],
  },
];
