import { describe, expect, test, vi } from 'vitest';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import type { Subject } from '../../../src/pipeline/observation.ts';
import { observeDkim } from '../../../src/stages/dkim/observe.ts';
import { dkim } from '../../../src/stages/dkim/stage.ts';
import { readDmarcRecord } from '../../../src/stages/dmarc/observe/dmarc-record.ts';
import { observeDmarc } from '../../../src/stages/dmarc/observe.ts';
import { dmarc } from '../../../src/stages/dmarc/stage.ts';
import { observeSpf } from '../../../src/stages/spf/observe.ts';
import { spf } from '../../../src/stages/spf/stage.ts';
import { MAIL, RSA, signed } from '../../engine/dkim/fixtures.ts';
import { signLimited } from '../../engine/dkim/sign-limited.ts';
import { counting, mail, portsWith, subjectWith } from './fixtures.ts';

const options = dmarc.options.parse({});
const KEY = keyRecordText(RSA);
const PASSING: ZoneEntry = { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] };

/** Mail from 192.0.2.1. */
const observe = (names: Record<string, ZoneEntry>, message: Buffer = MAIL, more: Partial<Subject> = {}) =>
  observeDmarc(
    subjectWith({ phase: 'data', message, sender: 'x@elsewhere.test', ...more }),
    options,
    portsWith({ names }),
  );
const policy = (text: string): Record<string, ZoneEntry> => ({ '_dmarc.example.com': { TXT: [text] } });
const from = (value: string): Buffer => mail(`From: ${value}`, 'Subject: x', '', 'text');

describe('the policy', () => {
  test.each([
    ['v=DMARC1; p=reject', { policy: 'reject', percent: 100, strictDkim: false, strictSpf: false }],
    [
      'v=DMARC1; p=Quarantine; pct=20; adkim=s; aspf=s',
      { policy: 'quarantine', percent: 20, strictDkim: true, strictSpf: true },
    ],
    ['v=DMARC1;p=none;;nonsense;pct=abc;adkim=x', { policy: 'none', percent: 100, strictDkim: false }],
    ['v=DMARC1; p=reject; pct=900', { percent: 100 }],
    ['v=DMARC1; p=reject; t=y', { policy: 'reject', percent: 0 }],
    ['v=DMARC1; p=bogus; rua=mailto:a@example.com', { policy: 'none' }],
    ['v=DMARC1; rua=mailto:a@example.com', { policy: 'none' }],
    ['v=DMARC1; p=reject; p=none', { policy: 'reject' }],
    ['v=DMARC1; p=reject; sp=none', { policy: 'reject' }],
  ])('of %j', (text, wanted) => {
    expect(readDmarcRecord(text, false)).toMatchObject(wanted);
  });
  test('of a record that asks for nothing', () => {
    expect(readDmarcRecord('v=DMARC1', false)).toBeNull();
    expect(readDmarcRecord('v=DMARC1; p=bogus', false)).toBeNull();
  });
  test('for a subdomain is sp, and p where there is none', () => {
    expect(readDmarcRecord('v=DMARC1; p=reject; sp=none', true)).toMatchObject({ policy: 'none' });
    expect(readDmarcRecord('v=DMARC1; p=reject', true)).toMatchObject({ policy: 'reject' });
    expect(readDmarcRecord('v=DMARC1; p=reject; sp=bogus', true)).toMatchObject({ policy: 'reject' });
  });
  test('is that of the domain itself, or of its organisation', async () => {
    const message = from('ann@a.b.example.com');
    const org = policy('v=DMARC1; p=reject; sp=quarantine');
    expect(await observe(org, message)).toMatchObject({ fromDomain: 'a.b.example.com', policy: 'quarantine' });
    const own = { ...org, '_dmarc.a.b.example.com': { TXT: ['v=DMARC1; p=none'] } };
    expect(await observe(own, message)).toMatchObject({ policy: 'none' });
    // Nothing in between is asked (RFC 7489, section 6.6.3).
    expect(await observe({ '_dmarc.b.example.com': { TXT: ['v=DMARC1; p=reject'] } }, message)).toMatchObject({
      result: 'none',
    });
  });
  test.each([
    ['no record', {}],
    ['another record', policy('v=spf1 -all')],
    ['a version that only begins alike', policy('v=DMARC12; p=reject')],
    ['two records', { '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] } }],
    ['a record that asks for nothing', policy('v=DMARC1; p=bogus')],
  ] as [string, Record<string, ZoneEntry>][])('is none with %s', async (_what, names) => {
    expect(await observe(names)).toMatchObject({ fromDomain: 'example.com', policy: null, result: 'none' });
  });
  test('that DNS does not tell is a temperror', async () => {
    expect(await observe({ '_dmarc.example.com': { TXT: { fails: 'ESERVFAIL' } } })).toMatchObject({
      result: 'temperror',
      policy: null,
    });
  });
  test('that does not come in time is a temperror', async () => {
    vi.useFakeTimers();
    try {
      const resolver = { lookup: () => new Promise<never>(() => {}) };
      const waiting = observeDmarc(
        subjectWith({ phase: 'data', message: MAIL }),
        options,
        portsWith({ names: {} }, { resolver }),
      );
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await waiting).toMatchObject({ result: 'temperror' });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the proof', () => {
  const reject = policy('v=DMARC1; p=reject');
  test('is neither SPF nor DKIM: the message fails', async () => {
    expect(await observe(reject)).toEqual({
      fromDomain: 'example.com',
      policy: 'reject',
      sampled: true,
      spfAligned: false,
      dkimAligned: false,
      result: 'fail',
    });
  });
  test.each([
    ['example.com', 'v=DMARC1; p=reject', true],
    ['mail.example.com', 'v=DMARC1; p=reject', true],
    ['mail.example.com', 'v=DMARC1; p=reject; aspf=s', false],
    ['example.com', 'v=DMARC1; p=reject; aspf=s', true],
    ['example.org', 'v=DMARC1; p=reject', false],
  ])('is SPF of %s under %j: %s', async (domain, text, aligned) => {
    const facts = await observe({ ...policy(text), [domain]: PASSING }, MAIL, { sender: `x@${domain}` });
    expect(facts).toMatchObject({ spfAligned: aligned, dkimAligned: false, result: aligned ? 'pass' : 'fail' });
  });
  test('is no SPF that only did not fail', async () => {
    for (const text of ['v=spf1 ~all', 'v=spf1 ?all', 'v=spf1 -all', 'nothing'])
      expect(
        await observe({ ...reject, 'example.com': { TXT: [text] } }, MAIL, { sender: 'x@example.com' }),
      ).toMatchObject({
        spfAligned: false,
        result: 'fail',
      });
  });
  test('is SPF of the HELO name for the null sender', async () => {
    const names = { ...reject, 'mx.example.com': PASSING };
    expect(await observe(names, MAIL, { sender: '', helo: 'mx.example.com' })).toMatchObject({
      spfAligned: true,
      result: 'pass',
    });
    expect(await observe(names, MAIL, { sender: '', helo: 'mx.example.org' })).toMatchObject({ result: 'fail' });
    expect(await observe(names, MAIL, { sender: '', helo: '[192.0.2.1]' })).toMatchObject({ result: 'fail' });
  });
  test.each([
    ['example.com', 'v=DMARC1; p=reject', true],
    ['mail.example.com', 'v=DMARC1; p=reject', true],
    ['mail.example.com', 'v=DMARC1; p=reject; adkim=s', false],
    ['example.com', 'v=DMARC1; p=reject; adkim=s', true],
    ['example.org', 'v=DMARC1; p=reject', false],
  ])('is DKIM of %s under %j: %s', async (domain, text, aligned) => {
    const names = { ...policy(text), [`s1._domainkey.${domain}`]: { TXT: [KEY] } };
    expect(await observe(names, await signed(MAIL, { domain }))).toMatchObject({
      spfAligned: false,
      dkimAligned: aligned,
      result: aligned ? 'pass' : 'fail',
    });
  });
  test('is no signature that leaves a part of the body open', async () => {
    const names = { ...reject, 's1._domainkey.example.com': { TXT: [KEY] } };
    expect(await observe(names, await signLimited(MAIL, 3))).toMatchObject({ dkimAligned: false, result: 'fail' });
  });
  test('might be what DNS keeps to itself: then nothing is held against the message', async () => {
    const fails = { TXT: { fails: 'ETIMEOUT' } };
    expect(await observe({ ...reject, 's1._domainkey.example.com': fails }, await signed(MAIL))).toMatchObject({
      result: 'temperror',
    });
    expect(await observe({ ...reject, 'example.com': fails }, MAIL, { sender: 'x@example.com' })).toMatchObject({
      result: 'temperror',
    });
    // But not if the silence is about somebody else.
    const other = await signed(MAIL, { domain: 'evil.test' });
    expect(await observe({ ...reject, 's1._domainkey.evil.test': fails }, other)).toMatchObject({ result: 'fail' });
  });
});

describe('the author', () => {
  const names = {
    ...policy('v=DMARC1; p=quarantine'),
    '_dmarc.bank.test': { TXT: ['v=DMARC1; p=reject'] },
    'evil.test': PASSING,
    '_dmarc.evil.test': { TXT: ['v=DMARC1; p=reject'] },
  };
  test.each([
    ['from two addresses', from('x@evil.test, ceo@bank.test')],
    ['from two fields', mail('From: x@evil.test', 'From: ceo@bank.test', '', 'text')],
    ['from two fields, the other way round', mail('From: ceo@bank.test', 'From: x@evil.test', '', 'text')],
    ['from two angle brackets', from('<ceo@bank.test> <x@evil.test>')],
    ['from a group', from('Us: x@evil.test, ceo@bank.test;')],
  ])('is the one who is wronged most: %s', async (_what, message) => {
    expect(await observe(names, message, { sender: 'x@evil.test' })).toMatchObject({
      fromDomain: 'bank.test',
      policy: 'reject',
      result: 'fail',
    });
  });
  test('passes when all of several pass', async () => {
    const both = { ...names, '_dmarc.mail.evil.test': { TXT: ['v=DMARC1; p=reject'] } };
    const message = from('x@evil.test, y@mail.evil.test');
    expect(await observe(both, message, { sender: 'x@evil.test' })).toMatchObject({ result: 'pass' });
  });
  test.each([
    ['no From', mail('Subject: x', '', 'From: ann@example.com')],
    ['an empty group', from('undisclosed: ;')],
    ['100,000 addresses', from('a@example.com, '.repeat(100_000))],
    ['a From behind 600 KB of header', mail(`X: ${'y'.repeat(600_000)}`, 'From: ceo@bank.test', '', 'text')],
  ])('cannot be told with %s', async (_what, message) => {
    expect(await observe(names, message)).toMatchObject({ fromDomain: null, result: 'permerror' });
  });
  test('may write its domain in any script', async () => {
    const zone = { '_dmarc.xn--mnchen-3ya.example': { TXT: ['v=DMARC1; p=reject'] } };
    for (const spelling of ['ann@münchen.example', 'ann@MÜNCHEN.example', 'ann@xn--mnchen-3ya.example'])
      expect(await observe(zone, from(spelling))).toMatchObject({
        fromDomain: 'xn--mnchen-3ya.example',
        policy: 'reject',
      });
  });
});

describe('the share', () => {
  const share = async (percent: number): Promise<number> => {
    const names = policy(`v=DMARC1; p=reject; pct=${percent}`);
    const facts = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        observe(names, mail('From: a@example.com', `Message-ID: <${index}@x>`, '', 'text')),
      ),
    );
    return facts.filter(({ sampled }) => sampled).length;
  };
  test('of the mail that a policy is meant for is kept', async () => {
    expect(await share(0)).toBe(0);
    expect(await share(100)).toBe(1000);
    // Binomial, 1000 draws at .3: three standard deviations are 43.
    expect(Math.abs((await share(30)) - 300)).toBeLessThan(44);
  });
  test('holds a message that comes again in its place', async () => {
    const names = policy('v=DMARC1; p=reject; pct=50');
    const once = await observe(names, Buffer.from(MAIL));
    expect(await observe(names, Buffer.from(MAIL))).toEqual(once);
  });
});

test('what SPF and DKIM found before is not asked again', async () => {
  const names = {
    'example.com': PASSING,
    's1._domainkey.example.com': { TXT: [KEY] },
    ...policy('v=DMARC1; p=reject'),
  };
  const watched = counting(createZoneResolver({ names }));
  const ports = portsWith({ names: {} }, { resolver: watched });
  const atRecipient = subjectWith({ sender: 'ann@example.com' });
  await observeSpf(atRecipient, spf.options.parse({}), ports);
  const atData = { ...atRecipient, phase: 'data', recipient: null, message: await signed(MAIL) } as const;
  await observeDkim(atData, dkim.options.parse({}), ports);
  expect(await observeDmarc(atData, options, ports)).toMatchObject({
    result: 'pass',
    spfAligned: true,
    dkimAligned: true,
  });
  expect(watched.asked).toEqual(['TXT example.com', 'TXT s1._domainkey.example.com', 'TXT _dmarc.example.com']);
});

test('five authors cost ten look-ups of policies at most', async () => {
  const watched = counting(createZoneResolver({ names: {} }));
  const authors = Array.from({ length: 5 }, (_, index) => `a@x.d${index}.example`).join(', ');
  const subject = subjectWith({ phase: 'data', message: from(authors) });
  await observeDmarc(subject, options, portsWith({ names: {} }, { resolver: watched }));
  expect(watched.asked).toHaveLength(10);
});
