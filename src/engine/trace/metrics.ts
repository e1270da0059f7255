// Prometheus metrics of one engine: a registry of its own, fed by spans, by the log's events and by gauges asked at scrape time.
// Labels are words of ours from closed lists, so that nothing a client says can make them grow.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Resolver } from '../../pipeline/resolver.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Span } from './span.ts';

/** Upper edges in seconds: a stage that asks nobody takes microseconds, a scan of a large archive seconds. */
const STAGE_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const WAIT_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const SYNC_BUCKETS = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];

export interface Metrics {
  readonly registry: Registry;
  /** A sink for the tracer. */
  span(span: Span): void;
  /** A log that also counts the events that go through it. */
  counting(log: EventLog): EventLog;
  /** A resolver whose look-ups are counted and timed. */
  timed(resolver: Resolver, now: () => number): Resolver;
  synced(area: string, seconds: number): void;
  login(result: string): void;
  /** A metric whose values are asked for at every scrape. @param labels their names */
  scraped(kind: 'gauge' | 'counter', name: string, help: string, labels: readonly string[], ask: Ask): void;
}

/** Values with their labels. */
type Ask = () => Iterable<readonly [Readonly<Record<string, string>>, number]>;

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: L[] = []) =>
    new Histogram({ name, help, labelNames, buckets, registers });

  const info = new Gauge({
    name: 'plimsoll_build_info',
    help: 'Which plimsoll this is',
    labelNames: ['version'],
    registers,
  });
  info.set({ version }, 1);
  const sessions = counter('plimsoll_sessions_total', 'Sessions that ended', ['protocol']);
  const bytes = counter('plimsoll_network_bytes_total', 'Bytes of sessions that ended', ['protocol', 'direction']);
  const messages = counter('plimsoll_messages_total', 'Messages received, by what was answered', ['outcome', 'reason']);
  const messageBytes = counter('plimsoll_message_bytes_total', 'Bytes of messages received');
  const spam = counter('plimsoll_spam_messages_total', 'Messages marked as spam');
  const virus = counter('plimsoll_virus_messages_total', 'Messages with a virus that went on');
  const visits = counter('plimsoll_stage_visits_total', 'Visits of stages, by verdict', [
    'stage',
    'phase',
    'verdict',
    'reason',
  ]);
  const stageSeconds = histogram('plimsoll_stage_seconds', 'Time of one visit', STAGE_BUCKETS, ['stage']);
  const stageDns = counter('plimsoll_stage_dns_seconds_total', 'Time that visits waited for DNS', ['stage']);
  const reception = histogram('plimsoll_reception_seconds', 'From DATA to its answer, by part', WAIT_BUCKETS, ['part']);
  const delivery = histogram('plimsoll_delivery_seconds', 'Time of one delivery attempt', WAIT_BUCKETS);
  const delivered = counter('plimsoll_delivery_recipients_total', 'Recipients by what became of them in an attempt', [
    'result',
  ]);
  const lookups = histogram('plimsoll_dns_lookup_seconds', 'Time of one DNS look-up', WAIT_BUCKETS, [
    'type',
    'outcome',
  ]);
  const syncs = histogram('plimsoll_fsync_seconds', 'Time of one flush to the disk', SYNC_BUCKETS, ['area']);
  const logins = counter('plimsoll_logins_total', 'Logins tried', ['result']);
  const events = counter('plimsoll_log_events_total', 'Events of the log', ['event']);

  return {
    registry,
    span(span) {
      switch (span.kind) {
        case 'visit':
          visits.inc({ stage: span.stage, phase: span.phase, verdict: span.verdict, reason: span.reason ?? '' });
          stageSeconds.observe({ stage: span.stage }, span.wallSeconds);
          if (span.dnsLookups > 0) stageDns.inc({ stage: span.stage }, span.dnsSeconds);
          return;
        case 'reception':
          messages.inc({ outcome: span.outcome, reason: span.reason ?? '' });
          messageBytes.inc(span.bytes);
          if (span.spam) spam.inc();
          if (span.virus) virus.inc();
          for (const part of ['wall', 'read', 'judge', 'keep', 'sync'] as const)
            reception.observe({ part }, span[`${part}Seconds`]);
          return;
        case 'delivery':
          delivery.observe(span.wallSeconds);
          for (const result of ['delivered', 'deferred', 'failed'] as const)
            if (span[result] > 0) delivered.inc({ result }, span[result]);
          return;
        case 'session':
          sessions.inc({ protocol: span.protocol });
          bytes.inc({ protocol: span.protocol, direction: 'in' }, span.bytesIn);
          bytes.inc({ protocol: span.protocol, direction: 'out' }, span.bytesOut);
          return;
        case 'process':
          return;
      }
    },
    counting: (log) => (event, facts) => {
      events.inc({ event });
      log(event, facts);
    },
    timed: (resolver, now) => ({
      async lookup(name, type) {
        const begun = now();
        const answer = await resolver.lookup(name, type);
        lookups.observe({ type, outcome: answer.kind }, now() - begun);
        return answer;
      },
    }),
    synced: (area, seconds) => syncs.observe({ area }, seconds),
    login: (result) => logins.inc({ result }),
    scraped(kind, name, help, labels, ask) {
      const labelNames = [...labels];
      if (kind === 'gauge')
        new Gauge({
          name,
          help,
          labelNames,
          registers,
          collect() {
            this.reset();
            for (const [of, value] of ask()) this.set(of, value);
          },
        });
      else
        new Counter({
          name,
          help,
          labelNames,
          registers,
          collect() {
            this.reset();
            for (const [of, value] of ask()) this.inc(of, value);
          },
        });
    },
  };
}
