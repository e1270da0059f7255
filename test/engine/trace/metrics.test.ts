import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/engine/trace/metrics.ts';
import { parseMetrics } from './parse-metrics.ts';

test('spans become counters and histograms that Prometheus can read', async () => {
  const metrics = createMetrics('1.2.3');
  const visit = {
    kind: 'visit' as const,
    session: 1,
    message: 1,
    stage: 'spf' as const,
    phase: 'rcpt' as const,
    wallSeconds: 0.002,
    cpuSeconds: null,
    dnsSeconds: 0.0015,
    dnsLookups: 2,
    bytes: 0,
    fault: false,
  };
  metrics.span({ ...visit, verdict: 'accept', reason: null });
  metrics.span({ ...visit, verdict: 'reject', reason: 'spf-fail' });
  metrics.span({
    kind: 'reception',
    session: 1,
    message: 1,
    id: 'ABC',
    bytes: 5000,
    recipients: 2,
    wallSeconds: 0.02,
    readSeconds: 0.005,
    judgeSeconds: 0.005,
    keepSeconds: 0.01,
    syncSeconds: 0.009,
    outcome: 'accept',
    reason: null,
    code: 250,
    spam: true,
    virus: false,
  });
  metrics.span({
    kind: 'delivery',
    id: 'ABC',
    bytes: 5000,
    ageSeconds: 1,
    wallSeconds: 0.5,
    cpuSeconds: 0.1,
    delivered: 2,
    deferred: 1,
    failed: 0,
  });
  metrics.span({ kind: 'session', protocol: 'smtp', session: 1, wallSeconds: 1, bytesIn: 6000, bytesOut: 300 });
  metrics.synced('spool', 0.004);
  metrics.login('credentials');
  metrics.scraped('gauge', 'plimsoll_queue_messages', 'Messages', ['state'], () => [[{ state: 'deferred' }, 3]]);
  metrics.scraped('counter', 'plimsoll_disk_bytes_total', 'Bytes', ['area'], () => [[{ area: 'mail' }, 70]]);
  const values = parseMetrics(await metrics.registry.metrics());
  const read = (name: string) => values.get(name);
  expect(read('plimsoll_build_info{version="1.2.3"}')).toBe(1);
  expect(read('plimsoll_stage_visits_total{stage="spf",phase="rcpt",verdict="reject",reason="spf-fail"}')).toBe(1);
  expect(read('plimsoll_stage_seconds_count{stage="spf"}')).toBe(2);
  expect(read('plimsoll_stage_dns_seconds_total{stage="spf"}')).toBeCloseTo(0.003, 9);
  expect(read('plimsoll_messages_total{outcome="accept",reason=""}')).toBe(1);
  expect(read('plimsoll_message_bytes_total')).toBe(5000);
  expect(read('plimsoll_spam_messages_total')).toBe(1);
  expect(read('plimsoll_virus_messages_total')).toBe(0);
  expect(read('plimsoll_reception_seconds_sum{part="sync"}')).toBeCloseTo(0.009, 9);
  expect(read('plimsoll_delivery_recipients_total{result="delivered"}')).toBe(2);
  expect(read('plimsoll_network_bytes_total{protocol="smtp",direction="in"}')).toBe(6000);
  expect(read('plimsoll_fsync_seconds_count{area="spool"}')).toBe(1);
  expect(read('plimsoll_logins_total{result="credentials"}')).toBe(1);
  expect(read('plimsoll_queue_messages{state="deferred"}')).toBe(3);
  expect(read('plimsoll_disk_bytes_total{area="mail"}')).toBe(70);
  // Asked for anew, not added up.
  expect(parseMetrics(await metrics.registry.metrics()).get('plimsoll_disk_bytes_total{area="mail"}')).toBe(70);
  expect(read('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect([...values.keys()].some((name) => name.startsWith('nodejs_eventloop_lag_p99'))).toBe(true);
});

test('two engines in one process have a registry each', async () => {
  const [one, two] = [createMetrics('1'), createMetrics('2')];
  one.login('ok');
  expect(parseMetrics(await one.registry.metrics()).get('plimsoll_logins_total{result="ok"}')).toBe(1);
  expect(parseMetrics(await two.registry.metrics()).get('plimsoll_logins_total{result="ok"}')).toBeUndefined();
});

test('the log and the resolver do what they did, and are counted', async () => {
  const metrics = createMetrics('1');
  const logged: string[] = [];
  metrics.counting((event) => void logged.push(event))('queue.kept', {});
  const resolver = metrics.timed({ lookup: async () => ({ kind: 'failed', why: 'ETIMEOUT' }) }, () => 1);
  expect(await resolver.lookup('x.example', 'A')).toEqual({ kind: 'failed', why: 'ETIMEOUT' });
  expect(logged).toEqual(['queue.kept']);
  const values = parseMetrics(await metrics.registry.metrics());
  expect(values.get('plimsoll_log_events_total{event="queue.kept"}')).toBe(1);
  expect(values.get('plimsoll_dns_lookup_seconds_count{type="A",outcome="failed"}')).toBe(1);
});
