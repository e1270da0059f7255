// One replication: the server of a scenario for so many days, from its seed and number alone. Pure: the same arguments give the
// same record on every machine.
import { openStream } from '../core/random-streams.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../core/units.ts';
import { GREYLIST_MEMORY, GreylistTable } from '../pipeline/greylist-table.ts';
import type { Phase } from '../pipeline/phase.ts';
import { RateWindow } from '../pipeline/rate-window.ts';
import { MAIL_KINDS, type SampledMail } from '../pipeline/sampling.ts';
import { UnknownRecipients } from '../pipeline/unknown-recipients.ts';
import { ProfileArrivals } from '../sim/arrivals/profile-arrivals.ts';
import { type Handler, Kernel } from '../sim/kernel.ts';
import { SimulationError } from '../sim/simulation-error.ts';
import { routeFor, STAGE_NAMES, type StageName, type StageSettings } from '../stages/index.ts';
import { SAMPLERS } from '../stages/samplers.ts';
import { exponentialDraws } from '../stats/draws.ts';
import type { MemoryUse } from './cache-hits.ts';
import { Counters } from './counters.ts';
import { DnsDelay } from './dns-delay.ts';
import type { Disks } from './library/disks.ts';
import type { Platform } from './library/platform.ts';
import type { Workload } from './library/workload.ts';
import { type FlowWorld, MailFlow } from './mail-flow.ts';
import { knownTriplets, MailSource } from './mail-source.ts';
import { arrivalRatePerSecond, offeredLoad } from './offered-load.ts';
import { Pricing } from './pricing.ts';
import type { ReplicationRecord, StationRecord } from './replication-record.ts';
import type { Scenario } from './scenario.ts';
import { STATION_NAMES, type StationName, Stations } from './stations.ts';

/** Everything that a replication is made from. */
export interface ReplicationInput {
  readonly scenario: Scenario;
  readonly workload: Workload;
  readonly platform: Platform;
  readonly disks: Disks;
  readonly memory: MemoryUse;
}

/** Reads the busy area of every station at each full hour. */
class HourlyUtilisation implements Handler {
  readonly #kernel: Kernel;
  readonly #stations: Stations;
  readonly #start: number;
  readonly #days: number;
  readonly #last = new Map<StationName, number>();
  readonly busySeconds: Record<StationName, number[]>;

  constructor(kernel: Kernel, stations: Stations, start: number, days: number) {
    this.#kernel = kernel;
    this.#stations = stations;
    this.#start = start;
    this.#days = days;
    this.busySeconds = Object.fromEntries(STATION_NAMES.map((name) => [name, new Array<number>(24).fill(0)])) as Record<
      StationName,
      number[]
    >;
    kernel.schedule(start + HOUR_SECONDS - kernel.now, this);
  }

  handle(): void {
    const { now } = this.#kernel;
    const past = Math.round((now - this.#start) / HOUR_SECONDS);
    for (const name of STATION_NAMES) {
      const area = this.#stations.all[name].busy(0).area(now);
      this.busySeconds[name][(past - 1) % 24]! += area - (this.#last.get(name) ?? 0);
      this.#last.set(name, area);
    }
    if (past < this.#days * 24) this.#kernel.schedule(HOUR_SECONDS, this);
  }
}

/** A greylist table that knows the triplets which senders had before the run began. */
function knowingTable(warmUpStart: number): GreylistTable {
  const record = { firstSeen: warmUpStart - 30 * DAY_SECONDS, lastSeen: warmUpStart - DAY_SECONDS };
  const known = MAIL_KINDS.flatMap((kind) => knownTriplets(kind).map((triplet) => [triplet, record] as const));
  return new GreylistTable(GREYLIST_MEMORY, known);
}

/**
 * Runs one replication. The warm-up ends at the first full day, at midnight.
 * @throws SimulationError with seed and replication when a handler fails or a law does not hold.
 */
export function replicate(input: ReplicationInput, replication: number): ReplicationRecord {
  const { seed } = input.scenario.run;
  try {
    return run(input, replication);
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    throw new SimulationError(`seed "${seed}", replication ${replication}: ${error.what}`, error.atSeconds, error);
  }
}

function run(
  { scenario, workload, platform, disks, memory }: ReplicationInput,
  replication: number,
): ReplicationRecord {
  const { configuration, hardware, run: length } = scenario;
  const settings: StageSettings = configuration.stages;
  const stream = (purpose: string) => openStream(`${length.seed}/${replication}/${purpose}`);
  const warmUp = Math.ceil((length.warmUpHours * HOUR_SECONDS) / DAY_SECONDS) * DAY_SECONDS;
  const begin = warmUp - length.warmUpHours * HOUR_SECONDS;
  const end = warmUp + length.days * DAY_SECONDS;
  const kernel = new Kernel(length.maxEvents);
  kernel.run(begin);

  const dnsDelay = new DnsDelay(platform.dns, configuration.dns.timeoutSeconds);
  const stations = new Stations(kernel, hardware, new Pricing(hardware, disks, memory), dnsDelay, {
    dns: stream('dns'),
    disk: stream('disk'),
  });
  const counters = new Counters();
  const rates = new RateWindow();
  const unknownRecipients = new UnknownRecipients();
  const greylist = knowingTable(begin);
  const randoms = Object.fromEntries(STAGE_NAMES.map((name) => [name, stream(`stage.${name}`)])) as Record<
    StageName,
    ReturnType<typeof stream>
  >;
  const world: FlowWorld = {
    settings,
    route: routeFor(settings),
    costs: platform.stages,
    spender: stations,
    kernel,
    steps: platform.steps,
    maxMessageBytes: configuration.limits.maxMessageBytes,
    starttls: configuration.listeners.smtp.starttls,
    rates,
    unknownRecipients,
    catchAll: configuration.domains.some(({ catchAll }) => catchAll !== null),
    countersFor: (at) => (at >= warmUp ? counters : null),
    sample: <N extends StageName>(name: N, phase: Phase, mail: SampledMail) =>
      SAMPLERS[name](
        {
          phase,
          mail,
          now: kernel.now,
          random: randoms[name],
          profile: workload.evidence,
          rates,
          unknownRecipients,
          greylist,
        },
        settings[name],
      ),
  };

  const load = offeredLoad(scenario.workload, workload);
  for (const kind of MAIL_KINDS) {
    const source = new MailSource(kind, workload, scenario.workload.meanMessageBytes, stream(`mails.${kind}`));
    const rates24 = Array.from({ length: 24 }, (_, hour) => arrivalRatePerSecond(load, kind, hour));
    const profile = { ratesPerSecond: rates24, stepSeconds: HOUR_SECONDS };
    const gaps = exponentialDraws(1, stream(`arrivals.${kind}`));
    new ProfileArrivals(kernel, profile, gaps, () => new MailFlow(world, source.next()).handle()).start();
  }

  kernel.run(warmUp);
  for (const name of STATION_NAMES) stations.all[name].resetAt(kernel.now);
  const hourly = new HourlyUtilisation(kernel, stations, warmUp, length.days);
  kernel.run(end);

  checkLaws(stations, counters, kernel.now);
  return {
    replication,
    events: kernel.eventsHandled,
    countedSeconds: end - warmUp,
    fates: counters.fates,
    refusals: counters.refusals,
    offeredByHour: counters.offeredByHour,
    deliveredByHour: counters.deliveredByHour,
    deliveredBytes: counters.deliveredBytes,
    accept: counters.accept.summary(),
    wantedDelay: counters.wantedDelay.summary(),
    stations: Object.fromEntries(
      STATION_NAMES.map((name) => [
        name,
        stationRecord(stations, name, hourly.busySeconds[name], length.days, kernel.now, end - warmUp),
      ]),
    ) as Record<StationName, StationRecord>,
  };
}

function checkLaws(stations: Stations, counters: Counters, now: number): void {
  for (const name of STATION_NAMES) {
    const broken = stations.all[name].brokenLaw(now);
    if (broken !== null) throw new SimulationError(`${broken} does not hold at ${name}`, now);
  }
  if (!counters.balanced) throw new SimulationError('mails were lost: their fates do not add up to those offered', now);
}

function stationRecord(
  stations: Stations,
  name: StationName,
  hourlyBusy: readonly number[],
  days: number,
  now: number,
  seconds: number,
): StationRecord {
  const station = stations.all[name];
  const { servers } = station;
  const visits = station.visits[0]!;
  const counted = Number.isFinite(servers) ? servers : 0;
  const share = (busySeconds: number, ofSeconds: number): number =>
    counted > 0 ? busySeconds / (counted * ofSeconds) : 0;
  return {
    servers: counted,
    utilisation: share(station.busy(0).area(now), seconds),
    hourlyUtilisation: hourlyBusy.map((busy) => share(busy, days * HOUR_SECONDS)),
    throughputPerSecond: visits.departures / seconds,
    meanResponseSeconds: visits.response.count > 0 ? visits.response.mean : 0,
    meanWaitingSeconds: visits.waiting.count > 0 ? visits.waiting.mean : 0,
    meanNumber: visits.number.mean(now),
  };
}
