import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reverseName } from '../../../src/engine/dns/reverse-name.ts';
import { createSystemResolver, DNS_SETTINGS, type RecordSource } from '../../../src/engine/dns/system-resolver.ts';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import type { Resolver } from '../../../src/pipeline/resolver.ts';
import { startDnsServer } from './dns-server.ts';

const LONG_TEXT = `v=spf1 ${'ip4:192.0.2.1 '.repeat(30)}-all`;

const names: Record<string, ZoneEntry> = {
  'example.com': {
    TXT: ['v=spf1 mx -all', LONG_TEXT],
    MX: ['10 mx1.example.com', '20 mx2.example.com'],
    A: ['192.0.2.1', '192.0.2.2'],
  },
  'v6.example.com': { AAAA: ['2001:0db8:0000:0000:0000:0000:0000:0001'] },
  'broken.example.com': { A: { fails: 'ESERVFAIL' } },
  '1.2.0.192.in-addr.arpa': { PTR: ['host.example.com'] },
};

const sorted = async (resolver: Resolver, ...[name, type]: Parameters<Resolver['lookup']>) => {
  const answer = await resolver.lookup(name, type);
  return answer.kind === 'found' ? { ...answer, values: [...answer.values].sort() } : answer;
};

function contract(title: string, open: () => Promise<{ resolver: Resolver; stop: () => Promise<void> }>): void {
  describe(title, () => {
    let resolver: Resolver;
    let stop: () => Promise<void>;
    beforeAll(async () => {
      ({ resolver, stop } = await open());
    });
    afterAll(() => stop());

    test('finds every record of a name', async () => {
      expect(await sorted(resolver, 'example.com', 'A')).toEqual({ kind: 'found', values: ['192.0.2.1', '192.0.2.2'] });
    });
    test('joins the strings of a TXT record', async () => {
      expect(await sorted(resolver, 'example.com', 'TXT')).toEqual({
        kind: 'found',
        values: [LONG_TEXT, 'v=spf1 mx -all'],
      });
    });
    test('tells MX as preference and host', async () => {
      expect(await sorted(resolver, 'example.com', 'MX')).toEqual({
        kind: 'found',
        values: ['10 mx1.example.com', '20 mx2.example.com'],
      });
    });
    test('finds host names by the reverse name', async () => {
      const name = reverseName('192.0.2.1') ?? '';
      expect(await resolver.lookup(name, 'PTR')).toEqual({ kind: 'found', values: ['host.example.com'] });
    });
    test('does not look at the case of a name', async () => {
      expect((await resolver.lookup('EXAMPLE.com', 'A')).kind).toBe('found');
    });
    test('says none for a name that does not exist and for a type that it has not', async () => {
      expect(await resolver.lookup('nobody.example.com', 'A')).toEqual({ kind: 'none' });
      expect(await resolver.lookup('example.com', 'AAAA')).toEqual({ kind: 'none' });
    });
    test('tells a failure as a value', async () => {
      expect(await resolver.lookup('broken.example.com', 'A')).toEqual({ kind: 'failed', why: 'ESERVFAIL' });
    });
    test('says none for names that cannot exist', async () => {
      expect(await resolver.lookup(`${'x'.repeat(64)}.example.com`, 'A')).toEqual({ kind: 'none' });
      expect(await resolver.lookup('a.'.repeat(200), 'A')).toEqual({ kind: 'none' });
      expect(await resolver.lookup('', 'A')).toEqual({ kind: 'none' });
    });
  });
}

contract('system resolver', async () => {
  const server = await startDnsServer(names);
  const resolver = createSystemResolver({ ...DNS_SETTINGS, servers: [server.address] });
  return { resolver, stop: server.stop };
});

contract('zone resolver', async () => ({ resolver: createZoneResolver({ names }), stop: async () => {} }));

describe('system resolver', () => {
  test('finds IPv6 addresses', async () => {
    const server = await startDnsServer(names);
    const resolver = createSystemResolver({ ...DNS_SETTINGS, servers: [server.address] });
    expect(await resolver.lookup('v6.example.com', 'AAAA')).toEqual({ kind: 'found', values: ['2001:db8::1'] });
    await server.stop();
  });
  test('gives up on a server that is silent', async () => {
    const server = await startDnsServer({}, true);
    const resolver = createSystemResolver({ servers: [server.address], timeoutSeconds: 0.05, tries: 1 });
    expect(await resolver.lookup('example.com', 'A')).toEqual({ kind: 'failed', why: 'ETIMEOUT' });
    await server.stop();
  });

  const source = (resolve4: RecordSource['resolve4']): RecordSource => ({ resolve4 }) as unknown as RecordSource;
  test('bounds what an answer may hold', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => `192.0.2.${index % 256}`);
    const answer = await createSystemResolver(DNS_SETTINGS, source((async () => many) as never)).lookup('x.test', 'A');
    expect(answer).toMatchObject({ kind: 'found', values: { length: 256 } });
  });
  test('does not hide a bug as an answer', async () => {
    const bug = async () => {
      throw new TypeError('a bug');
    };
    await expect(createSystemResolver(DNS_SETTINGS, source(bug)).lookup('x.test', 'A')).rejects.toThrow('a bug');
  });
});

describe('zone resolver', () => {
  test('asks elsewhere about names that it does not hold, and only about those', async () => {
    const elsewhere = createZoneResolver({
      names: { 'example.com': { A: ['9.9.9.9'], MX: ['1 x'] }, 'b.test': { A: ['1.1.1.1'] } },
    });
    const resolver = createZoneResolver({ names: { 'example.com': { A: ['192.0.2.1'] } } }, elsewhere);
    expect(await resolver.lookup('example.com', 'A')).toMatchObject({ values: ['192.0.2.1'] });
    expect(await resolver.lookup('example.com', 'MX')).toEqual({ kind: 'none' });
    expect(await resolver.lookup('b.test', 'A')).toMatchObject({ values: ['1.1.1.1'] });
  });
  test('takes host names by address', async () => {
    const resolver = createZoneResolver({ names: {}, ptr: { '192.0.2.7': ['a.test'], '2001:db8::7': ['b.test'] } });
    expect(await resolver.lookup('7.2.0.192.in-addr.arpa', 'PTR')).toMatchObject({ values: ['a.test'] });
    expect(await resolver.lookup(reverseName('2001:db8::7') ?? '', 'PTR')).toMatchObject({ values: ['b.test'] });
    expect(() => createZoneResolver({ names: {}, ptr: { somewhere: ['a.test'] } })).toThrow('no address');
  });
  test('holds no names of its own making', async () => {
    expect(await createZoneResolver({ names: {} }).lookup('__proto__', 'A')).toEqual({ kind: 'none' });
  });
});
