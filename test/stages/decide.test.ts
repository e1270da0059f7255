import { describe, expect, test } from 'vitest';
import { SKIPPABLE_TESTS, testSet } from '../../src/pipeline/test-set.ts';
import { accessList, RULE_TYPES, SKIPPED_BY_RULE } from '../../src/stages/access-list/stage.ts';
import { antivirus } from '../../src/stages/antivirus/stage.ts';
import { connectionPolicy } from '../../src/stages/connection-policy/stage.ts';
import { dnsbl } from '../../src/stages/dnsbl/stage.ts';
import { greylist } from '../../src/stages/greylist/stage.ts';
import { SPF_RESULTS, spf } from '../../src/stages/spf/stage.ts';
import { unknownClient } from '../../src/stages/unknown-client/stage.ts';

describe('7.7 connection policy', () => {
  const options = connectionPolicy.options.parse({ maxConnectionsPerMinute: 10, maxMessagesPerMinute: 20 });
  const calm = { concurrentConnections: 50, connectionsThisMinute: 10, messagesThisMinute: 20 };
  test('accepts counts at their limits', () => {
    expect(connectionPolicy.decide(calm, options).kind).toBe('accept');
  });
  test.each([
    ['concurrentConnections', 51, 421],
    ['connectionsThisMinute', 11, 421],
    ['messagesThisMinute', 21, 450],
  ])('defers one over the limit of %s', (count, value, code) => {
    expect(connectionPolicy.decide({ ...calm, [count]: value }, options)).toMatchObject({ kind: 'defer', code });
  });
  test('has no limit where the setting is null', () => {
    const open = connectionPolicy.options.parse({ maxConcurrentConnections: null });
    expect(
      connectionPolicy.decide({ concurrentConnections: 1e6, connectionsThisMinute: 1e6, messagesThisMinute: 1e6 }, open)
        .kind,
    ).toBe('accept');
  });
});

describe('7.5 blacklist and whitelist', () => {
  const options = accessList.options.parse({});
  test('the whitelist goes before the blacklist', () => {
    expect(accessList.decide({ known: 'envelope', white: ['sender'], black: ['reject'] }, options).kind).toBe('accept');
  });
  test('a blacklisted client is refused at the recipient, not at connect', () => {
    expect(accessList.decide({ known: 'client', white: [], black: ['reject'] }, options).kind).toBe('accept');
    expect(accessList.decide({ known: 'envelope', white: [], black: ['reject'] }, options)).toMatchObject({
      kind: 'reject',
      code: 554,
    });
  });
  test('discard says nothing to the sender', () => {
    expect(accessList.decide({ known: 'envelope', white: [], black: ['discard', 'reject'] }, options).kind).toBe(
      'discard',
    );
  });
  test('an address spares all six tests, a sender and a recipient three, as the table of the guide says', () => {
    expect(SKIPPED_BY_RULE.ip).toBe(testSet(SKIPPABLE_TESTS));
    const counts = RULE_TYPES.map(
      (type) => SKIPPABLE_TESTS.filter((name) => SKIPPED_BY_RULE[type] & testSet([name])).length,
    );
    expect(Object.fromEntries(RULE_TYPES.map((type, index) => [type, counts[index]]))).toEqual({
      sender: 3,
      recipient: 3,
      ip: 6,
      subnet: 5,
      domain: 5,
    });
    for (const missing of ['dnsbl', 'dkim', 'dmarc'] as const)
      expect(SKIPPED_BY_RULE.sender & testSet([missing])).toBe(0);
  });
  test('skips of several rules add up', () => {
    const verdict = accessList.decide({ known: 'envelope', white: ['sender', 'domain'], black: [] }, options);
    expect(verdict).toEqual({ kind: 'accept', skips: SKIPPED_BY_RULE.sender | SKIPPED_BY_RULE.domain });
  });
});

describe('9.7 DNSBL', () => {
  const servers = [
    { zone: 'bad.example', score: 2 },
    { zone: 'poor.example', score: 1 },
    { zone: 'good.example', score: -2 },
  ];
  const options = dnsbl.options.parse({ threshold: 2, servers });
  test.each([
    [['poor.example'], 'accept'],
    [['bad.example'], 'reject'],
    [['bad.example', 'poor.example'], 'reject'],
    [['bad.example', 'good.example'], 'accept'],
    [['elsewhere.example'], 'accept'],
    [[], 'accept'],
  ])('a client listed on %j: %s', (listedOn, kind) => {
    expect(dnsbl.decide({ listedOn, unanswered: [] }, options).kind).toBe(kind);
  });
  test('without servers costs nothing but the visit', () => {
    const cost = {
      cpuSeconds: 1,
      cpuSecondsPerMiB: 0,
      cpuSecondsPerTextMiB: 0,
      readOperations: 0,
      writeOperations: 0,
      dnsRounds: 1,
      memoryBytes: 0,
    };
    const traits = { sizeBytes: 1, textBytes: 1, recipients: 1 };
    expect(dnsbl.demand(traits, dnsbl.options.parse({}), cost)).toMatchObject({ cpuSeconds: 0, dnsRounds: 0 });
    expect(dnsbl.demand(traits, options, cost)).toMatchObject({ cpuSeconds: 3, dnsRounds: 1 });
  });
});

describe('7.7 unknown client', () => {
  const options = unknownClient.options.parse({ enabled: true });
  test.each([
    ['verified', 'accept'],
    ['unknown', 'defer'],
    ['temperror', 'defer'],
  ] as const)('a host name that is %s: %s', (hostname, kind) => {
    expect(unknownClient.decide({ hostname }, options).kind).toBe(kind);
  });
});

describe('9.11 SPF', () => {
  test.each(SPF_RESULTS.map((result) => [result, result === 'fail' ? 'reject' : 'accept']))(
    '%s: %s',
    (result, kind) => {
      expect(spf.decide({ result: result as 'pass' }, spf.options.parse({})).kind).toBe(kind);
    },
  );
  test('softfail is refused where the option says so', () => {
    expect(spf.decide({ result: 'softfail' }, spf.options.parse({ rejectSoftfail: true })).kind).toBe('reject');
  });
});

describe('9.8 greylist', () => {
  const options = greylist.options.parse({
    sources: [
      { source: '192.0.2.0/24', action: 'whitelist' },
      { source: 'pest.example', action: 'blacklist' },
    ],
  });
  test.each([
    ['defers a first-seen triplet with 451', null, null, { kind: 'defer', code: 451 }],
    ['defers a triplet that comes back too early', null, 299, { kind: 'defer', code: 451 }],
    ['accepts a triplet that waited the period', null, 300, { kind: 'accept' }],
    ['accepts a source on its whitelist at once', '192.0.2.0/24', null, { kind: 'accept' }],
    ['refuses a source on its blacklist, however old', 'pest.example', 9999, { kind: 'reject', code: 554 }],
  ])('%s', (_what, matchedSource, ageSeconds, wanted) => {
    expect(greylist.decide({ matchedSource, ageSeconds }, options)).toMatchObject(wanted);
  });
  test.each([
    ['whitelist', 'accept'],
    ['blacklist', 'reject'],
  ] as const)('default action %s: %s', (defaultAction, kind) => {
    expect(
      greylist.decide({ matchedSource: null, ageSeconds: null }, greylist.options.parse({ defaultAction })).kind,
    ).toBe(kind);
  });
});

describe('9.9 and 9.10 antivirus', () => {
  const infected = { outcome: 'infected', virus: 'Eicar', engine: 'signatures' } as const;
  test.each([
    ['delete', 'discard'],
    ['quarantine', 'quarantine'],
    ['deliver', 'accept'],
  ] as const)('action %s on a virus: %s', (action, kind) => {
    expect(antivirus.decide(infected, antivirus.options.parse({ action }))).toMatchObject({
      kind,
      mark: { virus: 'Eicar' },
    });
  });
  test.each([
    ['tooLarge', 'defer', 'accept'],
    ['unscannable', 'defer', 'accept'],
    ['failed', 'defer', 'defer'],
    ['failed', 'deliver', 'accept'],
    ['clean', 'defer', 'accept'],
  ] as const)('%s with onFailure %s: %s', (outcome, onFailure, kind) => {
    expect(antivirus.decide({ outcome, virus: null, engine: null }, antivirus.options.parse({ onFailure })).kind).toBe(
      kind,
    );
  });
  test('mail above the limit costs no scan', () => {
    const cost = {
      cpuSeconds: 1,
      cpuSecondsPerMiB: 1,
      cpuSecondsPerTextMiB: 0,
      readOperations: 0,
      writeOperations: 0,
      dnsRounds: 0,
      memoryBytes: 9,
    };
    const options = antivirus.options.parse({});
    const traits = { sizeBytes: options.maxScanBytes, textBytes: 1, recipients: 1 };
    expect(antivirus.demand(traits, options, cost).cpuSeconds).toBe(21);
    expect(antivirus.demand({ ...traits, sizeBytes: options.maxScanBytes + 1 }, options, cost).cpuSeconds).toBe(0);
  });
});
