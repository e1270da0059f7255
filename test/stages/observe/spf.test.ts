import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import type { Subject } from '../../../src/pipeline/observation.ts';
import { observeSpf } from '../../../src/stages/spf/observe.ts';
import { spfOptions } from '../../../src/stages/spf/stage.ts';
import { counting, portsWith, subjectWith } from './fixtures.ts';

const options = spfOptions.parse({});
const check = (names: Record<string, ZoneEntry>, subject: Partial<Subject> = {}) =>
  observeSpf(subjectWith(subject), options, portsWith({ names }));
const record = (text: string, more: Record<string, ZoneEntry> = {}) => ({ 'example.com': { TXT: [text] }, ...more });

describe('SPF', () => {
  test.each([
    ['pass', 'v=spf1 ip4:192.0.2.0/24 -all'],
    ['fail', 'v=spf1 ip4:198.51.100.0/24 -all'],
    ['softfail', 'v=spf1 ~all'],
    ['neutral', 'v=spf1 ?all'],
    ['neutral', 'v=spf1'],
    ['none', 'nothing of the kind'],
    ['permerror', 'v=spf1 ip4:999.1.1.1 -all'],
    ['permerror', 'v=spf1 unheard-of -all'],
  ])('says %s of %j', async (result, text) => {
    expect(await check(record(text))).toEqual({ result });
  });
  test('has no result without a record, a domain or a HELO name to look at', async () => {
    expect(await check({})).toEqual({ result: 'none' });
    expect(await check({}, { sender: 'local' })).toEqual({ result: 'none' });
    expect(await check({}, { sender: '', helo: '[192.0.2.1]' })).toEqual({ result: 'none' });
    expect(await check({}, { sender: '', helo: '' })).toEqual({ result: 'none' });
  });
  test('checks the null sender as postmaster of the HELO name', async () => {
    const names = { 'client.example.org': { TXT: ['v=spf1 -all'] } };
    expect(await check(names, { sender: '' })).toEqual({ result: 'fail' });
  });
  test('takes IPv4 mapped into IPv6 for IPv4', async () => {
    const names = record('v=spf1 ip4:192.0.2.0/24 -all');
    expect(await check(names, { clientAddress: '::ffff:192.0.2.5' })).toEqual({ result: 'pass' });
  });
  test('follows mx, a, include and redirect', async () => {
    const hosts = { 'h.test': { A: ['192.0.2.1'] } };
    const mx = { 'example.com': { TXT: ['v=spf1 mx -all'], MX: ['10 h.test'] }, ...hosts };
    expect(await check(mx)).toEqual({ result: 'pass' });
    expect(await check(record('v=spf1 a:h.test -all', hosts))).toEqual({ result: 'pass' });
    const other = { 'o.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] } };
    expect(await check(record('v=spf1 include:o.test -all', other))).toEqual({ result: 'pass' });
    expect(await check(record('v=spf1 redirect=o.test', other))).toEqual({ result: 'pass' });
  });
  test('a domain that takes no mail has no mail hosts (RFC 7505)', async () => {
    expect(await check({ 'example.com': { TXT: ['v=spf1 mx -all'], MX: ['0 .'] } })).toEqual({ result: 'fail' });
  });

  const chain = (length: number) => {
    const links = Array.from({ length }, (_, index): [string, ZoneEntry] => [
      `i${index}.test`,
      { TXT: [index + 1 < length ? `v=spf1 include:i${index + 1}.test -all` : 'v=spf1 ip4:192.0.2.1 -all'] },
    ]);
    return record('v=spf1 include:i0.test -all', Object.fromEntries(links));
  };
  test('follows ten includes and refuses eleven (RFC 7208, section 4.6.4)', async () => {
    expect(await check(chain(10))).toEqual({ result: 'pass' });
    expect(await check(chain(11))).toEqual({ result: 'permerror' });
  });
  test('a record that includes itself ends', async () => {
    expect(await check(record('v=spf1 include:example.com -all'))).toEqual({ result: 'permerror' });
  });
  test('a third void look-up is one too many', async () => {
    expect(await check(record('v=spf1 a:x.test a:y.test a:z.test -all'))).toEqual({ result: 'permerror' });
  });
  test('a thousand mail hosts are not all looked up', async () => {
    const MX = Array.from({ length: 1000 }, (_, index) => `${index} h${index}.test`);
    const watched = counting(createZoneResolver({ names: { 'example.com': { TXT: ['v=spf1 mx -all'], MX } } }));
    const { result } = await observeSpf(subjectWith(), options, portsWith({ names: {} }, { resolver: watched }));
    expect(result).toBe('permerror');
    expect(watched.asked.length).toBeLessThan(40);
  });

  const failing = { 'f.test': { TXT: { fails: 'ESERVFAIL' }, A: { fails: 'ESERVFAIL' } } } as const;
  test.each(['v=spf1 include:f.test -all', 'v=spf1 a:f.test -all', 'v=spf1 redirect=f.test'])(
    'a look-up that fails makes %j a temperror, not a fail',
    async (text) => {
      expect(await check(record(text, failing))).toEqual({ result: 'temperror' });
    },
  );
  test('one sender is checked once, the next one afresh, and only one result is kept', async () => {
    const watched = counting(createZoneResolver({ names: record('v=spf1 ip4:192.0.2.1 -all') }));
    const ports = portsWith({ names: {} }, { resolver: watched });
    const subject = subjectWith();
    for (let recipient = 0; recipient < 50; recipient += 1) await observeSpf(subject, options, ports);
    expect(watched.asked).toEqual(['TXT example.com']);
    expect(await observeSpf({ ...subject, sender: 'x@other.test' }, options, ports)).toEqual({ result: 'none' });
    expect(await observeSpf(subject, options, ports)).toEqual({ result: 'pass' });
    expect(watched.asked).toEqual(['TXT example.com', 'TXT other.test', 'TXT example.com']);
    expect(subject.memo.size).toBe(1);
  });

  describe('in time', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    test('a check that takes too long is a temperror, and asks no further questions', async () => {
      const zone = createZoneResolver({ names: record('v=spf1 a:x.test a:y.test -all') });
      const watched = counting({
        lookup: (name, type) => new Promise((resolve) => setTimeout(() => resolve(zone.lookup(name, type)), 15_000)),
      });
      const waiting = observeSpf(subjectWith(), options, portsWith({ names: {} }, { resolver: watched }));
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await waiting).toEqual({ result: 'temperror' });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(watched.asked).toEqual(['TXT example.com', 'A x.test', 'AAAA x.test']);
    });
  });
});
