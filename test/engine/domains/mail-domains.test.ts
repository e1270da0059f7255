import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/config/parse.ts';
import { configuredDirectory } from '../../../src/engine/domains/configured-directory.ts';
import type { AcceptedRecipient } from '../../../src/engine/domains/expand-envelope.ts';
import { mailDomains, type Sending } from '../../../src/engine/domains/mail-domains.ts';
import { outboundUsage } from '../../../src/engine/domains/outbound-usage.ts';
import { DailyQuota } from '../../../src/pipeline/daily-quota.ts';

const NOON = Date.parse('2025-03-10T12:00:00Z') / 1000;

function house(text: string) {
  const configuration = parseConfiguration(`plimsoll: 1\n${text}`, 'test.yaml');
  const directory = configuredDirectory(configuration);
  const quota = new DailyQuota();
  const logged: string[] = [];
  const log = (event: string, facts: object) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const domains = mailDomains({ domains: configuration.domains, directory, quota, log });
  const to = (...addresses: string[]): AcceptedRecipient[] =>
    addresses.map((address) => {
      const found = directory.resolve(address);
      const targets = found.kind === 'known' ? found.targets : [{ address, account: null }];
      return { address, targets, fate: 'deliver', notify: false };
    });
  return { domains, usage: outboundUsage(quota, domains, () => NOON), to, logged };
}

const user = (account: string, sender = account): Sending => ({ origin: 'user', account, sender });
const stranger = (sender: string): Sending => ({ origin: 'stranger', account: null, sender });
const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const HELLO = mail('Subject: x', '', 'Hello', '');

describe('sending limits (row 8.8)', () => {
  const { domains, usage } = house(`
domains:
  - name: example.com
    additionalDomains: [example.net]
    limits: { maxMessageBytes: 1000, maxAttachmentBytes: 30, dailyMessages: 2, dailyBytes: 500 }
  - free.example
accounts: [{ address: ann@example.com }, { address: bob@example.com }, { address: cid@free.example }]`);
  const attached = (bytes: number): Buffer =>
    mail(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'a text that is longer than thirty bytes',
      '--b',
      'Content-Type: application/x',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.alloc(bytes).toString('base64'),
      '--b--',
      '',
    );

  test('a message too large is refused when it is announced, and when it comes', () => {
    expect(domains.refusalOfMail(user('ann@example.com'), 1000, NOON)).toMatchObject({ kind: 'defer' });
    expect(domains.refusalOfMail(user('ann@example.com'), 1001, NOON)).toMatchObject({
      code: 552,
      enhanced: '5.3.4',
      reason: 'message-too-large',
    });
    expect(domains.admit(user('ann@example.com'), Buffer.alloc(1001), NOON)).toMatchObject({
      verdict: { code: 552, reason: 'message-too-large' },
    });
  });

  test('an attachment is measured decoded, and text is none', () => {
    expect(domains.admit(user('bob@example.com'), attached(31), NOON)).toMatchObject({
      verdict: { code: 552, enhanced: '5.3.4', reason: 'attachment-too-large' },
    });
    const admission = domains.admit(user('bob@example.com'), attached(30), NOON);
    expect(admission.kind).toBe('admitted');
    if (admission.kind === 'admitted') admission.release();
    expect(usage.list()).toEqual([]);
  });

  test('the quota is full when it is full, at MAIL and at the end of the data, under whatever address', () => {
    for (const sender of ['ann@example.com', 'ann@example.net'])
      expect(domains.admit(user('Ann@Example.com', sender), HELLO, NOON).kind).toBe('admitted');
    const full = { code: 452, enhanced: '4.7.1', reason: 'daily-messages' };
    expect(domains.refusalOfMail(user('ann@example.com'), null, NOON)).toMatchObject(full);
    expect(domains.admit(user('ann@example.com', ''), HELLO, NOON)).toMatchObject({ kind: 'refused', verdict: full });
    expect(usage.list()).toEqual([
      { account: 'ann@example.com', messages: 2, bytes: 2 * HELLO.length, dailyMessages: 2, dailyBytes: 500 },
    ]);
    expect(usage.clear('ANN@example.com')).toBe(true);
    expect(domains.refusalOfMail(user('ann@example.com'), null, NOON)).toBeNull();
    expect(domains.refusalOfMail(user('ann@example.com'), 501, NOON)).toMatchObject({ reason: 'daily-bytes' });
    expect(usage.clearAll()).toBe(0);
  });

  test('nobody else is held to them: no other domain, no stranger with a forged address', () => {
    for (const sending of [user('cid@free.example'), stranger('ann@example.com')]) {
      expect(domains.refusalOfMail(sending, 1e9, NOON)).toBeNull();
      for (let turn = 0; turn < 5; turn += 1) expect(domains.admit(sending, attached(31), NOON).kind).toBe('admitted');
    }
  });

  test('a trusted server is held to the sizes of the domain it sends for, and to no quota', () => {
    const trusted: Sending = { origin: 'trusted', account: null, sender: 'ann@example.com' };
    expect(domains.admit(trusted, attached(31), NOON)).toMatchObject({ verdict: { reason: 'attachment-too-large' } });
    for (let turn = 0; turn < 5; turn += 1) expect(domains.admit(trusted, HELLO, NOON).kind).toBe('admitted');
    expect(domains.admit({ ...trusted, sender: 'x@elsewhere.example' }, attached(31), NOON).kind).toBe('admitted');
  });
});

describe('hidden copies (row 8.7)', () => {
  const { domains, to, logged } = house(`
domains:
  - name: example.com
    aliases: [{ name: all, members: [ann, bob] }]
    autoBcc:
      - { match: from, contains: "Boss@", to: audit }
      - { match: to, contains: sales@, to: archive@outside.example }
      - { match: to, contains: all@, to: bob }
  - name: other.example
    autoBcc: [{ match: all, to: cid }]
accounts:
  - { address: ann@example.com, addresses: [sales@example.com, boss@example.com] }
  - { address: bob@example.com }
  - { address: audit@example.com }
  - { address: cid@other.example }`);
  const reached = (sending: Sending, ...addresses: string[]) =>
    domains.envelope(sending, to(...addresses)).map(({ address, original }) => [address, original]);

  test('go by MAIL FROM, by RCPT TO as it was given, or with every message of the domain', () => {
    expect(reached(user('ann@example.com', 'BOSS@example.com'), 'x@b.example')).toEqual([
      ['x@b.example', 'x@b.example'],
      ['audit@example.com', 'audit@example.com'],
    ]);
    expect(reached(stranger('x@b.example'), 'sales@example.com')).toEqual([
      ['ann@example.com', 'sales@example.com'],
      ['archive@outside.example', 'archive@outside.example'],
    ]);
    expect(reached(stranger('x@b.example'), 'ann@example.com')).toHaveLength(1);
    expect(reached(user('cid@other.example'), 'x@b.example')).toContainEqual([
      'cid@other.example',
      'cid@other.example',
    ]);
    expect(reached(stranger('boss@b.example'), 'x@b.example')).toHaveLength(1);
  });

  test('make no rule apply to themselves, and nobody gets two', () => {
    expect(reached(user('bob@example.com'), 'all@example.com')).toEqual([
      ['ann@example.com', 'all@example.com'],
      ['bob@example.com', 'all@example.com'],
    ]);
  });

  test('are never reported as undeliverable, and stand in no header', () => {
    const sending = user('ann@example.com', 'boss@example.com');
    const recipients = to('x@b.example');
    const copy = domains.envelope(sending, recipients).at(-1);
    expect(copy).toMatchObject({ dsn: { notify: [], orcpt: null }, notify: false });
    expect(domains.outgoing(sending, 'ID', HELLO, recipients)).toBe(HELLO);
  });

  test('are not made of what is kept from everybody', () => {
    const kept = to('sales@example.com').map((one) => ({ ...one, fate: 'quarantine' as const }));
    expect(domains.envelope(stranger('x@b.example'), kept)).toHaveLength(1);
    expect(logged).toEqual([]);
  });
});

describe('the envelope', () => {
  const { domains, to } = house(`
domains:
  - name: example.com
    aliases: [{ name: all, members: [ann, bob, x@b.example] }]
accounts: [{ address: ann@example.com }, { address: bob@example.com }]`);
  const envelope = (...recipients: AcceptedRecipient[]) => domains.envelope(stranger('s@b.example'), recipients);
  const one = (address: string, more: Partial<AcceptedRecipient> = {}): AcceptedRecipient => ({
    ...(to(address)[0] as AcceptedRecipient),
    ...more,
  });

  test('names everybody once, by the first way', () => {
    expect(
      envelope(...to('bob@example.com', 'all@example.com', 'x@b.example')).map(({ address, original }) => [
        address,
        original,
      ]),
    ).toEqual([
      ['bob@example.com', 'bob@example.com'],
      ['ann@example.com', 'all@example.com'],
      ['x@b.example', 'all@example.com'],
    ]);
  });

  test('delivers to whoever is delivered to by any way', () => {
    const dsn = { notify: ['success' as const], orcpt: null };
    const [first, ...more] = envelope(
      one('bob@example.com', { fate: 'discard' }),
      one('all@example.com', { dsn }),
      one('bob@example.com', { fate: 'quarantine' }),
    );
    expect(first).toEqual({
      address: 'bob@example.com',
      account: 'bob@example.com',
      original: 'all@example.com',
      fate: 'deliver',
      notify: false,
      dsn,
    });
    expect(more.map(({ fate }) => fate)).toEqual(['deliver', 'deliver']);
  });

  test('of a thousand times ten thousand recipients is made in bounded time and room', () => {
    const targets = Array.from({ length: 10_000 }, (_, index) => ({ address: `u${index}@b.example`, account: null }));
    const start = performance.now();
    const all = envelope(
      ...Array.from({ length: 1000 }, () => ({
        address: 'all@example.com',
        targets,
        fate: 'deliver' as const,
        notify: false,
      })),
    );
    expect(all).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('disclaimers (row 8.9)', () => {
  const { domains, to, logged } = house(`
domains:
  - name: example.com
    additionalDomains: [example.net]
    aliases:
      - { name: inside, members: [ann, bob] }
      - { name: outside, members: [ann, x@b.example] }
    disclaimers:
      - { name: off, enabled: false, text: OFF }
      - { name: legal, match: any, rules: [{ on: sender, pattern: "ann@*" }, { on: recipient, pattern: "*@court.example" }], exceptions: [{ on: recipient, pattern: "*@friend.example" }], text: LEGAL }
      - { name: both, match: all, rules: [{ on: sender, pattern: "bob@*" }, { on: recipient, pattern: "*@court.example" }], text: BOTH }
      - { name: usual, skipInternal: true, text: USUAL }
  - plain.example
accounts: [{ address: ann@example.com }, { address: bob@example.com }, { address: cid@plain.example }]`);
  const line = (sending: Sending, ...addresses: string[]): string | undefined => {
    const message = domains.outgoing(sending, 'ID', HELLO, to(...addresses));
    return message === HELLO ? 'untouched' : message.toString().trimEnd().split('\r\n').at(-1);
  };

  test.each<[string, Sending, string[], string]>([
    ['the first that fits', user('ann@example.com'), ['x@b.example'], 'LEGAL'],
    ['one recipient that matches is enough', user('bob@example.com'), ['x@b.example', 'judge@Court.example'], 'LEGAL'],
    [
      'an exception goes before the rules, and the next one is asked',
      user('ann@example.com'),
      ['x@friend.example', 'y@b.example'],
      'USUAL',
    ],
    [
      'all rules must match where all is said',
      user('bob@example.com'),
      ['x@friend.example', 'judge@court.example'],
      'BOTH',
    ],
    ['without rules it is for every message', user('bob@example.com'), ['x@b.example'], 'USUAL'],
    [
      'internal mail is spared where that is set',
      user('bob@example.com'),
      ['ann@example.com', 'inside@example.net'],
      'untouched',
    ],
    ['one recipient outside makes it external', user('bob@example.com'), ['ann@example.com', 'x@b.example'], 'USUAL'],
    ['an alias that leads outside does too', user('bob@example.com'), ['outside@example.com'], 'USUAL'],
    ['a user of another domain is no user of this one', user('bob@example.com'), ['cid@plain.example'], 'USUAL'],
    ['internal mail is not spared where it is not set', user('ann@example.com'), ['bob@example.com'], 'LEGAL'],
    ['a domain without disclaimers adds none', user('cid@plain.example'), ['x@b.example'], 'untouched'],
    ['a forged sender gets none', stranger('ann@example.com'), ['bob@example.com'], 'untouched'],
    [
      'a trusted server that sends for the domain gets it',
      { origin: 'trusted', account: null, sender: 'ann@example.net' },
      ['x@b.example'],
      'LEGAL',
    ],
    ["the sender's domain counts, then that of the login", user('bob@example.com', ''), ['x@b.example'], 'USUAL'],
  ])('%s', (_what, sending, addresses, expected) => {
    expect(line(sending, ...addresses)).toBe(expected);
  });

  test('what must not be touched goes out as it is, and that is told', () => {
    const signed = mail('DKIM-Signature: d=b.example', '', 'x', '');
    expect(domains.outgoing(user('ann@example.com'), 'ID9', signed, to('x@b.example'))).toBe(signed);
    expect(logged).toEqual(['domains.disclaimer {"id":"ID9","disclaimer":"legal","left":"signed-by-others"}']);
  });
});
