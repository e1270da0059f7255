import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import { RateWindow } from '../../../src/pipeline/rate-window.ts';
import type { Resolver } from '../../../src/pipeline/resolver.ts';
import { observeAccessList } from '../../../src/stages/access-list/observe.ts';
import { accessListOptions } from '../../../src/stages/access-list/stage.ts';
import { observeConnectionPolicy } from '../../../src/stages/connection-policy/observe.ts';
import { connectionPolicyOptions } from '../../../src/stages/connection-policy/stage.ts';
import { observeDnsbl } from '../../../src/stages/dnsbl/observe.ts';
import { dnsblOptions } from '../../../src/stages/dnsbl/stage.ts';
import { observeGreylist } from '../../../src/stages/greylist/observe.ts';
import { greylistOptions } from '../../../src/stages/greylist/stage.ts';
import { STAGE_NAMES, STAGES } from '../../../src/stages/index.ts';
import { OBSERVERS } from '../../../src/stages/observers.ts';
import { observeUnknownClient } from '../../../src/stages/unknown-client/observe.ts';
import { counting, NOW, portsWith, subjectWith } from './fixtures.ts';

describe('connection policy', () => {
  test('reads the counts of the session without counting itself', async () => {
    const rates = new RateWindow();
    rates.connected('192.0.2.1', NOW);
    rates.connected('192.0.2.1', NOW);
    rates.message('192.0.2.1', NOW);
    const look = () =>
      observeConnectionPolicy(
        subjectWith({ phase: 'mail' }),
        connectionPolicyOptions.parse({}),
        portsWith({ names: {} }, { rates }),
      );
    const counts = { concurrentConnections: 2, connectionsThisMinute: 2, messagesThisMinute: 1 };
    expect(await look()).toEqual(counts);
    expect(await look()).toEqual(counts);
  });
});

describe('DNS lists', () => {
  const servers = ['bl.test', 'other.test'].map((zone) => ({ zone, score: 1 }));
  const options = dnsblOptions.parse({ servers, timeoutSeconds: 10 });
  const ask = (names: Record<string, ZoneEntry>, clientAddress = '192.0.2.1') =>
    observeDnsbl(subjectWith({ phase: 'connect', clientAddress }), options, portsWith({ names }));

  test('names the zones that list the client', async () => {
    expect(await ask({ '1.2.0.192.bl.test': { A: ['127.0.0.2'] } })).toEqual({ listedOn: ['bl.test'], unanswered: [] });
  });
  test('asks by nibbles for IPv6, and by octets for IPv4 mapped into it', async () => {
    const nibbles = `${'1.0.0.0.'.padEnd(48, '0.')}8.b.d.0.1.0.0.2`;
    expect(await ask({ [`${nibbles}.bl.test`]: { A: ['127.0.0.4'] } }, '2001:db8::1')).toMatchObject({
      listedOn: ['bl.test'],
    });
    expect(await ask({ '1.2.0.192.bl.test': { A: ['127.0.0.2'] } }, '::ffff:192.0.2.1')).toMatchObject({
      listedOn: ['bl.test'],
    });
  });
  test.each([
    ['outside 127.0.0.0/8, as a lapsed zone gives', '203.0.113.9'],
    ['that refuses the query', '127.255.255.254'],
  ])('an answer %s lists nobody', async (_what, address) => {
    expect(await ask({ '1.2.0.192.bl.test': { A: [address] } })).toEqual({ listedOn: [], unanswered: ['bl.test'] });
  });
  test('a zone that fails is unanswered, the other one counts', async () => {
    const names = { '1.2.0.192.bl.test': { A: { fails: 'ESERVFAIL' } }, '1.2.0.192.other.test': { A: ['127.0.0.2'] } };
    expect(await ask(names)).toEqual({ listedOn: ['other.test'], unanswered: ['bl.test'] });
  });

  describe('in time', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    test('all zones are asked at once, and a late one is unanswered', async () => {
      const zone = createZoneResolver({ names: { '1.2.0.192.other.test': { A: ['127.0.0.2'] } } });
      const resolver: Resolver = {
        lookup: (name, type) => (name.endsWith('.bl.test') ? new Promise(() => {}) : zone.lookup(name, type)),
      };
      const watched = counting(resolver);
      const waiting = observeDnsbl(subjectWith(), options, portsWith({ names: {} }, { resolver: watched }));
      expect(watched.asked).toEqual(['A 1.2.0.192.bl.test', 'A 1.2.0.192.other.test']);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await waiting).toEqual({ listedOn: ['other.test'], unanswered: ['bl.test'] });
    });
  });
});

describe('access lists', () => {
  const options = accessListOptions.parse({
    whitelist: [
      { name: 'office', type: 'subnet', match: '192.0.2.0/24' },
      { name: 'partner', type: 'domain', match: '*example.com' },
      { name: 'off', type: 'ip', match: '192.0.2.1', enabled: false },
    ],
    blacklist: [
      { name: 'a', type: 'sender', match: 'ann@*', action: 'discard' },
      { name: 'b', type: 'ip', match: '192.0.2.1' },
      { name: 'c', type: 'recipient', match: 'nobody@*' },
    ],
  });
  const ports = portsWith({ names: {} });

  test('at connect only rules on the client match', async () => {
    const evidence = await observeAccessList(
      subjectWith({ phase: 'connect', sender: null, recipient: null }),
      options,
      ports,
    );
    expect(evidence).toEqual({ known: 'client', white: ['subnet'], black: ['reject'] });
  });
  test('at a recipient all rules that match are told, in the order of the list', async () => {
    expect(await observeAccessList(subjectWith(), options, ports)).toEqual({
      known: 'envelope',
      white: ['subnet', 'domain'],
      black: ['discard', 'reject'],
    });
  });
  test('the next recipient of a session is looked at afresh', async () => {
    const subject = subjectWith();
    await observeAccessList(subject, options, ports);
    const { black } = await observeAccessList({ ...subject, recipient: 'nobody@x.test', sender: '' }, options, ports);
    expect(black).toEqual(['reject', 'reject']);
  });
});

describe('unknown client', () => {
  const look = (names: Record<string, ZoneEntry>, clientAddress = '192.0.2.1') =>
    observeUnknownClient(subjectWith({ clientAddress }), { enabled: true }, portsWith({ names }));
  const pointer = (...hosts: string[]): Record<string, ZoneEntry> => ({ '1.2.0.192.in-addr.arpa': { PTR: hosts } });

  test('a name that leads back to the address is verified', async () => {
    expect(await look({ ...pointer('a.test'), 'a.test': { A: ['192.0.2.9', '192.0.2.1'] } })).toEqual({
      hostname: 'verified',
    });
  });
  test('IPv6 addresses compare by value, not by spelling', async () => {
    const name = `${'1.0.0.0.'.padEnd(48, '0.')}8.b.d.0.1.0.0.2.ip6.arpa`;
    const names = { [name]: { PTR: ['a.test'] }, 'a.test': { AAAA: ['2001:0DB8::0001'] } };
    expect(await look(names, '2001:db8:0::1')).toEqual({ hostname: 'verified' });
  });
  test.each([
    ['no name', {}, 'unknown'],
    ['a name that leads elsewhere', { ...pointer('a.test'), 'a.test': { A: ['192.0.2.9'] } }, 'unknown'],
    ['a name that nobody knows', pointer('a.test'), 'unknown'],
    ['a reverse zone that fails', { '1.2.0.192.in-addr.arpa': { PTR: { fails: 'ETIMEOUT' } } }, 'temperror'],
    ['a name whose look-up fails', { ...pointer('a.test'), 'a.test': { A: { fails: 'ETIMEOUT' } } }, 'temperror'],
  ] as const)('an address with %s is not', async (_what, names, hostname) => {
    expect(await look(names)).toEqual({ hostname });
  });
  test('ten names are looked up and no more', async () => {
    const hosts = Array.from({ length: 1000 }, (_, index) => `h${index}.test`);
    const watched = counting(createZoneResolver({ names: pointer(...hosts) }));
    await observeUnknownClient(subjectWith(), { enabled: true }, portsWith({ names: {} }, { resolver: watched }));
    expect(watched.asked).toHaveLength(11);
  });
});

describe('greylist', () => {
  const names = { '1.2.0.192.in-addr.arpa': { PTR: ['Mail.Big.Test.'] }, 'mail.big.test.': { A: ['192.0.2.1'] } };
  const observe = (sources: readonly string[], ports = portsWith({ names }), subject = subjectWith()) =>
    observeGreylist(
      subject,
      greylistOptions.parse({ sources: sources.map((source) => ({ source, action: 'whitelist' })) }),
      ports,
    );

  test('tells the age of a triplet from its second visit on', async () => {
    let now = NOW;
    const ports = portsWith({ names: {} }, { now: () => now });
    expect(await observe([], ports)).toEqual({ matchedSource: null, ageSeconds: null });
    now += 300;
    const rotated = subjectWith({ clientAddress: '192.0.2.77', recipient: 'BOB@example.net' });
    expect(await observe([], ports, rotated)).toEqual({ matchedSource: null, ageSeconds: 300 });
    expect(await observe([], ports, subjectWith({ recipient: 'eve@example.net' }))).toMatchObject({ ageSeconds: null });
  });
  test('keeps the null sender apart from others', async () => {
    const ports = portsWith({ names: {} });
    await observe([], ports);
    expect(await observe([], ports, subjectWith({ sender: '' }))).toMatchObject({ ageSeconds: null });
  });
  test.each([
    [['198.51.100.1', '192.0.2.1'], '192.0.2.1'],
    [['192.0.0.0/16', '192.0.2.1'], '192.0.0.0/16'],
    [['big.test', '192.0.2.1'], 'big.test'],
    [['BIG.test'], 'BIG.test'],
    [['mail.big.test'], 'mail.big.test'],
    [['ig.test'], null],
    [['example.com'], null],
  ])('of the entries %j the first that fits the client is %j', async (sources, matchedSource) => {
    expect(await observe(sources)).toMatchObject({ matchedSource });
  });
  test('the look-up of the host name is shared by the session, and is not made without need', async () => {
    const watched = counting(createZoneResolver({ names }));
    const ports = portsWith({ names: {} }, { resolver: watched });
    const subject = subjectWith();
    await observe(['192.0.2.0/30'], ports);
    expect(watched.asked).toEqual([]);
    await observe(['big.test'], ports, subject);
    await observeUnknownClient(subject, { enabled: true }, ports);
    await observe(['big.test'], ports, { ...subject, recipient: 'eve@example.net' });
    expect(watched.asked).toHaveLength(2);
  });
});

test('there is an observer for every stage, and its evidence fits the schema', async () => {
  expect(Object.keys(OBSERVERS).sort()).toEqual([...STAGE_NAMES].sort());
  const ports = portsWith(
    { names: {} },
    { scanner: { scan: async () => ({ kind: 'clean' }) }, scorer: { score: async () => ({ score: 1, rules: [] }) } },
  );
  for (const name of STAGE_NAMES) {
    const observe = OBSERVERS[name] as (...parts: unknown[]) => Promise<unknown>;
    const evidence = await observe(subjectWith({ message: Buffer.from('x') }), STAGES[name].options.parse({}), ports);
    expect(STAGES[name].evidence.safeParse(evidence)).toMatchObject({ success: true });
  }
});
