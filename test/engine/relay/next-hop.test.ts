import { describe, expect, test } from 'vitest';
import { type DeliverySettings, deliverySettings } from '../../../src/config/delivery.ts';
import { destinationOf, nextHops } from '../../../src/engine/relay/next-hop.ts';

const rule = (name: string, match: string[], host = `${name}.example`) => ({ name, match, relayHost: { host } });
const hop = (settings: Record<string, unknown>, sender: string, recipient: string): string =>
  destinationOf(nextHops(deliverySettings.parse(settings) as DeliverySettings)(sender, recipient));

describe('where mail goes next', () => {
  test('is the server of the recipient where nothing else is said', () => {
    expect(hop({}, 'ann@example.org', 'x@Far.Example')).toBe('far.example');
    expect(hop({}, 'ann@example.org', 'x@bücher.example')).toBe('xn--bcher-kva.example');
  });

  test('is the relay host for all mail where there is one', () => {
    expect(hop({ relayHost: { host: 'relay.example', port: 587 } }, 'ann@example.org', 'x@far.example')).toBe(
      'relay.example:587',
    );
  });

  const settings = {
    relayHost: { host: 'relay.example' },
    recipientRules: [rule('one', ['far.example']), rule('two', ['x@far.example', 'far.example'])],
    senderRules: [rule('three', ['example.org']), rule('four', ['boss@example.org'])],
  };

  test.each([
    ['a rule for the recipient goes before one for the sender', 'ann@example.org', 'y@far.example', 'one.example:25'],
    [
      'an address goes before its domain, wherever the rules stand',
      'ann@example.org',
      'X@FAR.example',
      'two.example:25',
    ],
    ['a rule for the sender goes before the relay host', 'ann@example.org', 'y@other.example', 'three.example:25'],
    ['of senders, too, the address goes first', 'boss@example.org', 'y@other.example', 'four.example:25'],
    ['nobody else is meant by a rule', 'ann@sub.example.org', 'y@sub.far.example', 'relay.example:25'],
    ['the null sender has no rule', '', 'y@other.example', 'relay.example:25'],
  ])('%s', (_what, sender, recipient, wanted) => {
    expect(hop(settings, sender, recipient)).toBe(wanted);
  });

  test('has the manners of its rule: port, TLS, login', () => {
    const relayHost = {
      host: 'r.example',
      port: 2525,
      tls: 'encrypt',
      verifyCertificate: true,
      login: { user: 'u', password: 'p' },
    };
    const parsed = deliverySettings.parse({
      tls: 'none',
      recipientRules: [{ name: 'r', match: ['far.example'], relayHost }],
    });
    expect(nextHops(parsed)('', 'x@far.example')).toEqual({ kind: 'host', ...relayHost });
    expect(nextHops(parsed)('', 'x@other.example')).toMatchObject({
      kind: 'direct',
      port: 25,
      tls: 'none',
      login: null,
    });
  });
});

describe('the settings of delivery', () => {
  test.each([
    [
      'a certificate to be verified without TLS being demanded',
      { relayHost: { host: 'r.example', verifyCertificate: true } },
    ],
    ['a host that is none', { relayHost: { host: 'not a host' } }],
    ['a rule that matches nothing', { recipientRules: [{ name: 'x', match: [], relayHost: { host: 'r.example' } }] }],
    [
      'a rule for what is no address',
      { senderRules: [{ name: 'x', match: ['a b@c'], relayHost: { host: 'r.example' } }] },
    ],
    ['a port that is none', { port: 0 }],
  ])('refuse %s', (_what, settings) => {
    expect(deliverySettings.safeParse(settings).success).toBe(false);
  });
});
