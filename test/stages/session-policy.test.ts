import { describe, expect, test } from 'vitest';
import { observeHeloPolicy } from '../../src/stages/helo-policy/observe.ts';
import { heloPolicy } from '../../src/stages/helo-policy/stage.ts';
import { isFqdn } from '../../src/stages/observe/is-fqdn.ts';
import { mailRecords } from '../../src/stages/observe/mail-records.ts';
import { observeSenderPolicy } from '../../src/stages/sender-policy/observe.ts';
import { senderPolicy } from '../../src/stages/sender-policy/stage.ts';
import { unknownRecipients } from '../../src/stages/unknown-recipients/stage.ts';
import { observeUnknownSender } from '../../src/stages/unknown-sender/observe.ts';
import { unknownSender } from '../../src/stages/unknown-sender/stage.ts';
import { counting, portsWith, subjectWith } from './observe/fixtures.ts';

const ZONE = {
  names: {
    'mx.example': { MX: ['10 mail.mx.example'] },
    'a.example': { A: ['192.0.2.1'] },
    'aaaa.example': { AAAA: ['2001:db8::1'] },
    'null.example': { MX: ['0 .'] },
    'empty.example': { MX: ['10 '] },
    'some.example': { MX: ['5 ', '10 mail.some.example'] },
    'broken.example': { MX: { fails: 'SERVFAIL' } },
    'half.example': { A: { fails: 'ETIMEOUT' } },
  },
};

describe('7.8 HELO policy', () => {
  const options = heloPolicy.options.parse({ enabled: true, requireKnown: true });
  test.each([
    [{ name: 'fqdn', records: 'found' }, 'accept', undefined],
    [{ name: 'literal', records: 'notAsked' }, 'accept', undefined],
    [{ name: 'notFqdn', records: 'found' }, 'reject', 504],
    [{ name: 'fqdn', records: 'none' }, 'defer', 450],
    [{ name: 'fqdn', records: 'temperror' }, 'defer', 450],
  ] as const)('%j: %s', (evidence, kind, code) => {
    expect(heloPolicy.decide(evidence, options)).toMatchObject(code ? { kind, code } : { kind });
  });

  test('each half is switched by itself, and DNS costs only where it is asked', () => {
    const nothing = heloPolicy.options.parse({ enabled: true, requireFqdn: false });
    expect(heloPolicy.decide({ name: 'notFqdn', records: 'none' }, nothing).kind).toBe('accept');
    const cost = {
      cpuSeconds: 1,
      cpuSecondsPerMiB: 0,
      cpuSecondsPerTextMiB: 0,
      readOperations: 0,
      writeOperations: 0,
      dnsRounds: 2,
      memoryBytes: 0,
    };
    const traits = { sizeBytes: 1, textBytes: 1, recipients: 1 };
    expect(heloPolicy.demand(traits, nothing, cost).dnsRounds).toBe(0);
    expect(heloPolicy.demand(traits, options, cost).dnsRounds).toBe(2);
  });

  test.each([
    ['mail.example.com', true],
    ['mail.example.com.', true],
    ['my_host.example', true],
    ['localhost', false],
    ['192.0.2.1', false],
    ['-bad.example', false],
    ['a..b', false],
    ['', false],
  ])('%j is fully qualified: %s', (name, wanted) => expect(isFqdn(name)).toBe(wanted));

  test('asks DNS once for a name, and again for another', async () => {
    const ports = portsWith(ZONE);
    const resolver = counting(ports.resolver);
    const subject = subjectWith({ helo: 'mx.example' });
    const ask = (helo: string) => observeHeloPolicy({ ...subject, helo }, options, { ...ports, resolver });
    expect(await ask('mx.example')).toEqual({ name: 'fqdn', records: 'found' });
    await ask('mx.example');
    expect(resolver.asked).toEqual(['MX mx.example']);
    expect(await ask('gone.example')).toEqual({ name: 'fqdn', records: 'none' });
    expect(await ask('null.example')).toEqual({ name: 'fqdn', records: 'found' });
    expect(await ask('[192.0.2.1]')).toEqual({ name: 'literal', records: 'notAsked' });
  });
});

describe('7.6 sender policy', () => {
  test.each([
    ['', 'null', 'accept'],
    ['a@example.com', 'fqdn', 'accept'],
    ['a@[192.0.2.1]', 'literal', 'accept'],
    ['a@localhost', 'notFqdn', 'reject'],
  ])('<%s> is %s: %s', async (sender, form, kind) => {
    const evidence = await observeSenderPolicy(subjectWith({ sender }), { enabled: true }, portsWith({ names: {} }));
    expect(evidence).toEqual({ sender: form });
    expect(senderPolicy.decide(evidence, { enabled: true }).kind).toBe(kind);
  });

  test.each([
    ['mx.example', 'found'],
    ['a.example', 'found'],
    ['aaaa.example', 'found'],
    ['null.example', 'nullMx'],
    ['empty.example', 'badMx'],
    ['some.example', 'found'],
    ['gone.example', 'none'],
    ['broken.example', 'temperror'],
    ['half.example', 'temperror'],
  ])('the records of %s: %s', async (domain, wanted) => {
    expect(await mailRecords(domain, portsWith(ZONE).resolver)).toBe(wanted);
  });

  test.each([
    ['found', 'accept', undefined],
    ['notAsked', 'accept', undefined],
    ['none', 'defer', '4.1.8'],
    ['badMx', 'defer', '4.1.8'],
    ['temperror', 'defer', '4.1.8'],
    ['nullMx', 'reject', '5.7.27'],
  ] as const)('a sender domain whose records are %s: %s', (records, kind, enhanced) => {
    const verdict = unknownSender.decide({ records }, { enabled: true });
    expect(verdict).toMatchObject(enhanced ? { kind, enhanced } : { kind });
  });

  test.each(['', 'bob@example.net', 'x@[192.0.2.1]'])(
    'DNS is not asked for <%s>: nobody, ours, an address',
    async (sender) => {
      const ports = portsWith(ZONE);
      const resolver = counting(ports.resolver);
      const evidence = await observeUnknownSender(subjectWith({ sender }), { enabled: true }, { ...ports, resolver });
      expect(evidence).toEqual({ records: 'notAsked' });
      expect(resolver.asked).toEqual([]);
    },
  );
});

describe('7.8 non-existent recipients', () => {
  const options = unknownRecipients.options.parse({ enabled: true, maxPerDay: 10 });
  test('are borne up to the limit', () => {
    expect(unknownRecipients.decide({ unknownToday: 10 }, options).kind).toBe('accept');
    expect(unknownRecipients.decide({ unknownToday: 11 }, options)).toMatchObject({ kind: 'defer', code: 421 });
  });
});

test('all of them are spared by the whitelist column of smtpd restrictions, and off unless they are switched on', () => {
  for (const stage of [heloPolicy, senderPolicy, unknownSender, unknownRecipients]) {
    expect(stage.skippedBy).toBe('smtpdRestrictions');
    expect(stage.options.parse({}).enabled).toBe(false);
  }
});
