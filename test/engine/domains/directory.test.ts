import { describe, expect, test } from 'vitest';
import { EXPANSION_LIMITS, expandAlias, type Found } from '../../../src/config/expand-alias.ts';
import { parseConfiguration } from '../../../src/config/parse.ts';
import { configuredDirectory } from '../../../src/engine/domains/configured-directory.ts';

const directoryOf = (text: string) => configuredDirectory(parseConfiguration(`plimsoll: 1\n${text}`, 'test.yaml'));

const HOUSE = directoryOf(`
hostname: mx.example.com
externalPostmasters: [Root@admin.example, ann@example.com]
domains:
  - name: example.com
    additionalDomains: [example.net, münchen.example]
    addressFormats: ["<a>", "<g>.<s>"]
    aliases:
      - { name: sales, members: [ann, partners, bob@example.com] }
      - { name: partners, members: [ann, Ext@Foreign.example, bob@example.org, sales@example.org] }
  - { name: example.org, members: [ann@example.com], aliases: [{ name: sales, members: [bob] }] }
  - { name: all.example, autoAdd: true, catchAll: bob }
  - { name: caught.example, catchAll: sales@example.com }
relay: { inboundDomains: [{ name: branch, domain: branch.example }] }
accounts:
  - { address: Ann@example.com, givenName: Ann, surname: Lee }
  - { address: bob@example.org, addresses: [robert@example.com, bob@all.example] }
  - { address: bob@example.com }`);

const reached = (address: string): readonly string[] | string => {
  const found = HOUSE.resolve(address);
  return found.kind === 'known'
    ? found.targets.map(({ address: one, account }) => (account === one ? one : `>${one}`))
    : found.kind;
};

describe('the directory', () => {
  test.each([
    ['a login, case folded', 'ANN@Example.COM', ['ann@example.com']],
    ['the address that a format builds', 'ann.lee@example.com', ['ann@example.com']],
    ['an address in an additional domain', 'ann@example.net', ['ann@example.com']],
    ['a domain in its own script', 'ann.lee@MÜNCHEN.example', ['ann@example.com']],
    ['the same domain in ASCII', 'ann.lee@xn--mnchen-3ya.example', ['ann@example.com']],
    ['a dot behind the domain', 'ann@example.com.', ['ann@example.com']],
    ["a member of another domain, by that domain's formats", 'ann@example.org', ['ann@example.com']],
    ['not by the formats of its own', 'ann.lee@example.org', 'unknown'],
    ['a further address of its own', 'robert@example.net', ['bob@example.org']],
    ['namesakes in two domains', 'bob@example.com', ['bob@example.com']],
    ['namesakes in two domains, the other', 'bob@example.org', ['bob@example.org']],
    ['a domain that takes every account', 'ann@all.example', ['ann@example.com']],
    [
      'an alias, aliases within it followed, everybody once',
      'Sales@example.net',
      ['ann@example.com', '>Ext@foreign.example', 'bob@example.org', 'bob@example.com'],
    ],
    ['an alias of the same name in another domain', 'sales@example.org', ['bob@example.org']],
    ['nobody', 'nobody@example.com', 'unknown'],
    ['a part behind a plus sign, which the guide does not know', 'ann+x@example.com', 'unknown'],
    ['nobody, where somebody catches all', 'nobody@all.example', ['bob@example.org']],
    [
      'nobody, where an alias catches all',
      'nobody@caught.example',
      ['ann@example.com', '>Ext@foreign.example', 'bob@example.org', 'bob@example.com'],
    ],
    ['the postmaster of the server', 'postmaster', ['>Root@admin.example', 'ann@example.com']],
    ['the same in capitals', 'POSTMASTER', ['>Root@admin.example', 'ann@example.com']],
    [
      'the postmaster of a domain, before its catch-all',
      'Postmaster@all.example',
      ['>Root@admin.example', 'ann@example.com'],
    ],
    [
      'the mailer-daemon of an additional domain',
      'mailer-daemon@example.net',
      ['>Root@admin.example', 'ann@example.com'],
    ],
    ['the postmaster of the host', 'postmaster@mx.example.com', ['>Root@admin.example', 'ann@example.com']],
    ['others at the host', 'ann@mx.example.com', 'foreign'],
    [
      'a domain relayed inbound, the case of its local part kept',
      'Any.Body@Branch.example',
      ['>Any.Body@branch.example'],
    ],
    ['below a domain relayed inbound', 'x@sub.branch.example', 'foreign'],
    ['below a domain of ours', 'ann@sub.example.com', 'foreign'],
    ['another domain', 'x@elsewhere.example', 'foreign'],
    ['a quoted local part', '"ann lee"@example.com', 'unknown'],
    ['what is no address', '', 'foreign'],
    ['a name of JavaScript', 'constructor@__proto__', 'foreign'],
  ])('%s', (_what, address, expected) => {
    expect(reached(address)).toEqual(expected);
  });

  test('an account may send as all its addresses, and as the aliases it is in itself', () => {
    const may = (account: string, ...addresses: string[]) =>
      addresses.map((address) => HOUSE.maySendAs(account, address));
    expect(
      may(
        'Ann@example.com',
        'ann@example.com',
        'Ann.Lee@münchen.example',
        'sales@example.com',
        'sales@example.net',
        'partners@example.com',
      ),
    ).toEqual([true, true, true, true, true]);
    expect(may('bob@example.org', 'robert@example.com', 'sales@example.org', 'partners@example.com')).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      may('bob@example.org', 'sales@example.com', 'bob@example.com', 'ann@example.com', 'x@elsewhere.example', ''),
    ).toEqual([false, false, false, false, false]);
  });

  test('without external postmasters the first account is it, and without accounts nobody', () => {
    const one = directoryOf('domains: [a.example]\naccounts: [{ address: x@a.example }, { address: y@a.example }]');
    expect(one.resolve('mailer-daemon@a.example')).toEqual({
      kind: 'known',
      targets: [{ address: 'x@a.example', account: 'x@a.example' }],
    });
    expect(directoryOf('domains: [a.example]').resolve('postmaster')).toEqual({ kind: 'unknown' });
  });

  test('an account or an alias called postmaster goes before the rule', () => {
    const house = directoryOf(
      'domains: [{ name: a.example, aliases: [{ name: postmaster, members: [y] }] }]\naccounts: [{ address: x@a.example }, { address: y@a.example }]',
    );
    expect(house.resolve('postmaster@a.example')).toMatchObject({ targets: [{ account: 'y@a.example' }] });
  });

  test('looks up one of 100,000 accounts as fast as one of ten', () => {
    const build = (count: number) =>
      configuredDirectory({
        ...parseConfiguration(
          'plimsoll: 1\ndomains: [{ name: a.example, addressFormats: ["<a>", "<g>.<a>"], autoAdd: true }, b.example]',
          'x',
        ),
        accounts: Array.from({ length: count }, (_, index) => ({
          address: `u${index}@b.example`,
          givenName: 'jo',
          addresses: [],
        })),
      });
    const secondsOf = (count: number): number => {
      const house = build(count);
      const start = performance.now();
      for (let turn = 0; turn < 20_000; turn += 1) {
        const wanted = `u${turn % count}@b.example`;
        expect(house.resolve(`jo.u${turn % count}@a.example`)).toMatchObject({ targets: [{ account: wanted }] });
      }
      return (performance.now() - start) / 1000;
    };
    secondsOf(10);
    // A search through the accounts would take thousands of times as long.
    expect(secondsOf(100_000)).toBeLessThan(20 * secondsOf(10) + 0.5);
  });
});

describe('an alias', () => {
  const find =
    (aliases: Readonly<Record<string, readonly string[]>>) =>
    (address: string): Found => {
      const members = Object.hasOwn(aliases, address) ? aliases[address] : undefined;
      if (members) return { kind: 'alias', members };
      return address.startsWith('no') ? { kind: 'nobody' } : { kind: 'account', account: address };
    };
  const expand = (start: string, aliases: Readonly<Record<string, readonly string[]>>) =>
    expandAlias(start, aliases[start] ?? [], find(aliases));

  test('that contains itself ends, and is told', () => {
    const { targets, faults } = expand('a', { a: ['x', 'b'], b: ['c', 'y'], c: ['a', 'b', 'z'] });
    expect(targets.map(({ address }) => address)).toEqual(['x', 'z', 'y']);
    expect(faults).toEqual([
      { kind: 'loop', at: 'a' },
      { kind: 'loop', at: 'b' },
    ]);
  });

  test('reached on two ways is no loop', () => {
    expect(expand('a', { a: ['b', 'c'], b: ['d'], c: ['d'], d: ['x'] })).toEqual({
      targets: [{ address: 'x', account: 'x' }],
      faults: [],
    });
  });

  test('is followed 100 deep and no deeper', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [`a${index}`, index < length - 1 ? [`a${index + 1}`] : ['x']]),
      );
    expect(expand('a0', chain(100)).faults).toEqual([]);
    expect(expand('a0', chain(101))).toEqual({ targets: [], faults: [{ kind: 'depth', at: 'a100' }] });
  });

  test('does bounded work, however often its aliases name each other', () => {
    const names = Array.from({ length: 400 }, (_, index) => `a${index}`);
    const aliases = Object.fromEntries(names.map((name, index) => [name, [...names.slice(index + 1), `x${index}`]]));
    const asked: string[] = [];
    const { targets } = expandAlias('a0', aliases['a0'] ?? [], (address) => {
      asked.push(address);
      return find(aliases)(address);
    });
    expect(asked.length).toBeLessThanOrEqual(EXPANSION_LIMITS.steps);
    expect(targets.length).toBeGreaterThan(0);
  });

  test('leaves out members that do not exist, and says so, twenty times at most', () => {
    const members = Array.from({ length: 50 }, (_, index) => `no${index}`);
    const { targets, faults } = expandAlias('a', [...members, 'x'], find({}));
    expect(targets).toHaveLength(1);
    expect(faults).toHaveLength(20);
  });
});
