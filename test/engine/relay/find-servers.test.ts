import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/core/random-streams.ts';
import { createZoneResolver, type Zone } from '../../../src/engine/dns/zone-resolver.ts';
import { findServers } from '../../../src/engine/relay/find-servers.ts';
import { ownAddresses } from '../../../src/engine/relay/own-addresses.ts';
import { direct, named } from './relay-lab.ts';

const find = async (names: Zone['names'], hop = direct('far.example', 25), seed = 'test'): Promise<string[]> => {
  const found = await findServers(hop, {
    resolver: createZoneResolver({ names }),
    random: openStream(seed),
    isOwnAddress: ownAddresses({ ports: () => [25], allowLoopback: false, addresses: () => ['192.0.2.200'] }),
    hostname: 'mx.example.org',
  });
  return found.kind === 'none'
    ? [found.answer.status]
    : found.servers.map(({ name, address }) => (name === address ? address : `${name} ${address}`));
};
const mx = (...values: string[]) => ({ MX: values });
const a = (...values: string[]) => ({ A: values });

describe('the servers of a domain', () => {
  test('come by preference, whatever the order of the records', async () => {
    const names = {
      'far.example': mx('30 c.example', '10 a.example', '20 b.example'),
      'a.example': a('192.0.2.1'),
      'b.example': a('192.0.2.2'),
      'c.example': a('192.0.2.3'),
    };
    expect(await find(names)).toEqual(['a.example 192.0.2.1', 'b.example 192.0.2.2', 'c.example 192.0.2.3']);
  });

  test('of one preference come in any order, by chance', async () => {
    const names = {
      'far.example': mx('10 a.example', '10 b.example'),
      'a.example': a('192.0.2.1'),
      'b.example': a('192.0.2.2'),
    };
    const firsts = new Map<string, number>();
    for (let seed = 0; seed < 200; seed += 1) {
      const [first = ''] = await find(names, direct('far.example', 25), `seed ${seed}`);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    expect(Math.min(...firsts.values())).toBeGreaterThan(70);
    expect(firsts.size).toBe(2);
  });

  test('is the domain itself where it has no MX', async () => {
    expect(await find({ 'far.example': a('192.0.2.1') })).toEqual(['far.example 192.0.2.1']);
  });

  test('is nobody where it says so, though it has an address (null MX)', async () => {
    expect(await find({ 'far.example': { MX: ['0 .'], A: ['192.0.2.1'] } })).toEqual(['5.1.10']);
    expect(await find({ 'far.example': { MX: ['0 '], A: ['192.0.2.1'] } })).toEqual(['5.1.10']);
  });

  test('are those that have a name, beside a null MX that should not be there', async () => {
    expect(await find({ 'far.example': mx('0 .', '10 a.example'), 'a.example': a('192.0.2.1') })).toEqual([
      'a.example 192.0.2.1',
    ]);
  });

  test('do not exist where the domain does not', async () => {
    expect(await find({})).toEqual(['5.1.2']);
    expect(await find({ 'far.example': mx('10 gone.example') })).toEqual(['5.4.4']);
  });

  test('are asked for again where DNS fails', async () => {
    expect(await find({ 'far.example': { MX: { fails: 'ETIMEOUT' } } })).toEqual(['4.4.3']);
    expect(await find({ 'far.example': mx('10 a.example'), 'a.example': { A: { fails: 'ESERVFAIL' } } })).toEqual([
      '4.4.3',
    ]);
    expect(await find({ 'far.example': { A: { fails: 'ESERVFAIL' } } })).toEqual(['4.4.3']);
  });

  test('that have an address are enough, when others fail', async () => {
    const names = {
      'far.example': mx('10 a.example', '20 b.example'),
      'a.example': { A: { fails: 'x' } },
      'b.example': a('192.0.2.2'),
    };
    expect(await find(names)).toEqual(['b.example 192.0.2.2']);
  });

  test('are five addresses at most, of both families by turns', async () => {
    const names = {
      'far.example': mx('10 a.example'),
      'a.example': { A: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], AAAA: ['2001:db8::1', '2001:db8::2', '2001:db8::3'] },
    };
    const found = await find(names);
    expect(found).toHaveLength(5);
    expect(found.map((line) => line.includes(':'))).toEqual([true, false, true, false, true]);
  });

  test('may be named with records that are nonsense', async () => {
    expect(
      await find({
        'far.example': mx('10', 'x y', '10 a.example extra', '99999999 b.example'),
        'a.example': a('192.0.2.1'),
      }),
    ).toEqual(['5.1.2']);
    expect(await find({ 'far.example': mx('10 a.example'), 'a.example': a('not an address', '192.0.2.1') })).toEqual([
      'a.example 192.0.2.1',
    ]);
  });

  test('before us are those that are preferred to us, and without any it is a loop', async () => {
    const names = (ours: number) => ({
      'far.example': mx('10 a.example', `${ours} MX.example.org.`, '30 c.example'),
      'a.example': a('192.0.2.1'),
      'c.example': a('192.0.2.3'),
    });
    expect(await find(names(20))).toEqual(['a.example 192.0.2.1']);
    expect(await find(names(10))).toEqual(['5.4.6']);
    expect(await find(names(5))).toEqual(['5.4.6']);
    const byAddress = { 'far.example': mx('10 other-name.example'), 'other-name.example': a('192.0.2.200') };
    expect(await find(byAddress)).toEqual(['5.4.6']);
  });

  test('are an address literal itself', async () => {
    expect(await find({}, direct('[192.0.2.7]', 25))).toEqual(['192.0.2.7']);
    expect(await find({}, direct('[IPv6:2001:db8::7]', 25))).toEqual(['2001:db8::7']);
    expect(await find({}, direct('[999.0.2.7]', 25))).toEqual(['5.1.2']);
  });
});

describe('a relay host', () => {
  test('is looked up as a host, without MX', async () => {
    const names = { 'relay.example': { MX: ['10 a.example'], A: ['192.0.2.9'] }, 'a.example': a('192.0.2.1') };
    expect(await find(names, named('relay.example', 25))).toEqual(['relay.example 192.0.2.9']);
    expect(await find(names, named('192.0.2.5', 25))).toEqual(['192.0.2.5']);
  });

  test('that does not exist is the administrator’s fault, and the mail waits', async () => {
    expect(await find({}, named('gone.example', 25))).toEqual(['4.4.4']);
  });
});
