// A queueing network as a file describes it: stations, workload classes with their arrivals and routes, and how long to run.
import { z } from 'zod';
import { distributionSchema } from './distribution-spec.ts';

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/, 'a letter, then letters, digits, dashes or underscores; 60 at most')
  .refine((text) => text !== 'in' && text !== 'out', 'a name other than "in" and "out", which stand for the outside')
  // Names are keys of plain objects, where `constructor` is never missing.
  .refine((text) => !(text in {}), 'a name that means nothing to JavaScript');
const count = z.number().int().min(1).max(1_000_000);
const rate = z.number().min(0).max(1e9);
const seconds = z.number().gt(0).max(1e12);

const outages = z.strictObject({
  upSeconds: distributionSchema.describe('From repair to the next failure.'),
  downSeconds: distributionSchema.describe('From failure to repair.'),
  together: count.optional().describe('Servers that fail together; by default each fails by itself.'),
});

const schedule = z.strictObject({
  servers: z
    .array(z.number().int().min(0).max(1_000_000))
    .min(1)
    .max(10_000)
    .describe('Servers in each step, over and over.'),
  stepSeconds: seconds,
});

const whenFull = z
  .enum(['drop', 'block', 'defer'])
  .default('drop')
  .describe(
    'drop: lost. block: waits where it comes from and keeps its server and tokens (from outside: lost). defer: comes again after retrySeconds.',
  );

const base = { name, room: count.optional(), whenFull, retrySeconds: distributionSchema.optional() };

const queue = z.strictObject({
  ...base,
  type: z.literal('queue').describe('First come first served.'),
  servers: count.default(1),
  schedule: schedule.optional(),
  outages: outages.optional().describe('What has begun is finished first.'),
});
const sharing = z.strictObject({
  ...base,
  type: z.literal('sharing').describe('Processor sharing: cores of a processor, flows of a link.'),
  servers: count.default(1),
  perCustomer: z.number().gt(0).max(1_000_000).default(1).describe('The most that one customer gets, in servers.'),
  schedule: schedule.optional(),
  outages: outages.optional(),
});
const priority = z.strictObject({
  ...base,
  type: z.literal('priority').describe('Classes of a lower priority number go first.'),
  servers: count.default(1),
  preemptive: z.boolean().default(false).describe('Interrupts a lower class, which is resumed later.'),
  order: z.enum(['fcfs', 'lcfs']).default('fcfs').describe('Among equals.'),
  schedule: schedule.optional(),
  outages: outages.optional().describe('What has begun is interrupted and resumed.'),
});
const delay = z.strictObject({ name, type: z.literal('delay').describe('Nobody waits for another.') });
const fork = z.strictObject({
  name,
  type: z.literal('fork').describe('Splits a customer into one part for each branch.'),
  branches: z.array(name).min(2).max(100),
  join: name,
});
const join = z.strictObject({ name, type: z.literal('join').describe('Waits for all parts of a customer.') });
const acquire = z.strictObject({
  name,
  type: z.literal('acquire').describe('Takes tokens of a pool, which are held until they are released.'),
  pool: name,
  tokens: count.default(1),
});
const release = z.strictObject({ name, type: z.literal('release').describe('Gives the tokens back.'), pool: name });

export const stationSchema = z.discriminatedUnion('type', [
  queue,
  sharing,
  priority,
  delay,
  fork,
  join,
  acquire,
  release,
]);

const pool = z.strictObject({
  name,
  tokens: z.number().int().min(1).max(1e12),
  waitingRoom: z.number().int().min(0).max(1e6).optional(),
});

const arrivals = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('poisson'), ratePerSecond: rate }),
  z.strictObject({ process: z.literal('renewal'), gapSeconds: distributionSchema }),
  z.strictObject({
    process: z.literal('profile').describe('Poisson with a rate by the clock.'),
    ratesPerSecond: z.array(rate).min(1).max(10_000),
    stepSeconds: seconds,
  }),
  z.strictObject({
    process: z.literal('modulated').describe('Bursts: a Poisson process whose rate changes by a ring of states.'),
    states: z
      .array(z.strictObject({ ratePerSecond: rate, meanSeconds: seconds }))
      .min(2)
      .max(20),
  }),
  z.strictObject({ process: z.literal('trace'), atSeconds: z.array(z.number().min(0).max(1e12)).min(1).max(100_000) }),
]);

const target = z.union([z.string(), z.record(z.string(), z.number().min(0).max(1))]);

const workloadClass = z.strictObject({
  name,
  priority: z.number().int().min(0).max(99).default(0).describe('0 goes first at stations of type priority.'),
  arrivals: arrivals.optional().describe('Of an open class.'),
  batchSize: distributionSchema
    .optional()
    .describe('Customers in an arrival: a whole number, or an empirical distribution.'),
  population: count
    .optional()
    .describe(
      'Of a closed class: so many customers go round for ever. Who is lost begins again at home, the first station.',
    ),
  route: z
    .record(z.string(), target)
    .describe(
      'Where a customer goes next: from "in" and from each station to a station, to "out", or to several with probabilities.',
    ),
  serviceSeconds: z.record(z.string(), distributionSchema).describe('Service time at each station, on one server.'),
  patienceSeconds: z
    .record(z.string(), distributionSchema)
    .default({})
    .describe('Leaves the network if service has not begun by then.'),
});

export const networkSchema = z.strictObject({
  plimsoll: z.literal(1).describe('Version of this format.'),
  kind: z.literal('network'),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes'),
  title: z.string().max(200).default(''),
  stations: z.array(stationSchema).min(1).max(200),
  pools: z.array(pool).max(50).default([]),
  classes: z.array(workloadClass).min(1).max(50),
  run: z
    .strictObject({
      seed: z.string().min(1).max(100).default('1'),
      lengthSeconds: seconds.describe('Simulated time that is counted, in each replication.'),
      warmUpSeconds: z
        .union([z.literal('auto'), z.number().min(0).max(1e12)])
        .default('auto')
        .describe('Simulated before counting starts. auto: found by MSER-5 from a pilot run.'),
      replications: z.number().int().min(1).max(10_000).default(10).describe('With precision: the first stop to look.'),
      confidence: z.number().min(0.5).max(0.9999).default(0.95),
      precision: z
        .strictObject({
          relativeHalfWidth: z
            .number()
            .gt(0)
            .lt(1)
            .describe('Wanted half width of the response and throughput of every class, over the mean.'),
          mostReplications: z.number().int().min(2).max(10_000).default(1000),
        })
        .optional(),
      antithetic: z.boolean().default(false).describe('Replications in pairs with opposite draws.'),
      maxEvents: z
        .number()
        .int()
        .min(1000)
        .max(1e10)
        .default(1e9)
        .describe('A replication that needs more stops with an error.'),
    })
    .describe('How long, how often, how exact.'),
});

export type Network = z.output<typeof networkSchema>;
export type StationSpec = Network['stations'][number];
export type ClassSpec = Network['classes'][number];
