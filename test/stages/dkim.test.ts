import { describe, expect, test } from 'vitest';
import { dispositionOf } from '../../src/pipeline/disposition.ts';
import { ACCEPT, type Verdict } from '../../src/pipeline/verdict.ts';
import { Passage, routeOf, walk } from '../../src/pipeline/walk.ts';
import { RULE_TYPES, SKIPPED_BY_RULE } from '../../src/stages/access-list/stage.ts';
import { dkim, SIGNATURE_RESULTS, type SignatureEvidence, type SignatureResult } from '../../src/stages/dkim/stage.ts';
import { dmarc } from '../../src/stages/dmarc/stage.ts';

const signature = (result: SignatureResult, more: Partial<SignatureEvidence> = {}): SignatureEvidence => ({
  domain: 'example.com',
  selector: 's1',
  result,
  algorithm: 'rsa-sha256',
  keyBits: 2048,
  aligned: true,
  limited: false,
  ...more,
});
const decide = (signatures: readonly SignatureEvidence[], options: object = {}): Verdict =>
  dkim.decide({ whitelisted: false, signatures: [...signatures], unexamined: 0 }, dkim.options.parse(options));
const mailboxOf = (verdict: Verdict): string =>
  'mark' in verdict && verdict.mark ? dispositionOf([verdict.mark]).mailbox : 'INBOX';

describe('9.12 DKIM', () => {
  test('is off until somebody ticks it, as in the guide', () => {
    expect(dkim.options.parse({})).toMatchObject({ enabled: false, minKeyBits: 1024 });
  });
  test.each([
    ['pass', 'INBOX'],
    ['fail', 'Junk'],
    ['policy', 'Junk'],
    ['permerror', 'Junk'],
    ['neutral', 'INBOX'],
    ['temperror', 'INBOX'],
  ] as const)('one signature that says %s: %s', (result, mailbox) => {
    const verdict = decide([signature(result)]);
    expect(verdict.kind).toBe('accept');
    expect(mailboxOf(verdict)).toBe(mailbox);
  });
  test('every result is in the table above', () => {
    expect(SIGNATURE_RESULTS).toHaveLength(6);
  });
  test('a message without a signature goes on', () => {
    expect(mailboxOf(decide([]))).toBe('INBOX');
  });
  test('one good signature is enough, wherever it stands; one bad one beside an unknown one is bad', () => {
    expect(mailboxOf(decide([signature('fail'), signature('pass')]))).toBe('INBOX');
    expect(mailboxOf(decide([signature('pass'), signature('permerror')]))).toBe('INBOX');
    expect(mailboxOf(decide([signature('temperror'), signature('fail')]))).toBe('Junk');
  });
  test.each([
    [1024, 1024, 'INBOX'],
    [1024, 2048, 'Junk'],
    [2047, 2048, 'Junk'],
    [2048, 2048, 'INBOX'],
    [4096, 2048, 'INBOX'],
  ])('a key of %d bits where %d are asked for: %s', (keyBits, minKeyBits, mailbox) => {
    const verdict = decide([signature('pass', { keyBits })], { minKeyBits });
    expect(mailboxOf(verdict)).toBe(mailbox);
    const result = mailbox === 'Junk' ? 'policy' : 'pass';
    expect(verdict).toMatchObject({ mark: { signatures: [{ result, domain: 'example.com', selector: 's1' }] } });
  });
  test('an Ed25519 key is not measured by the length of RSA keys', () => {
    const ed25519 = signature('pass', { algorithm: 'ed25519-sha256', keyBits: 256 });
    expect(mailboxOf(decide([ed25519], { minKeyBits: 4096 }))).toBe('INBOX');
  });
  test('less than 1024 bits cannot be allowed (RFC 8301)', () => {
    expect(dkim.options.safeParse({ minKeyBits: 512 }).success).toBe(false);
  });
  test('a client on its whitelist passes unexamined', () => {
    expect(
      dkim.decide(
        { whitelisted: true, signatures: [], unexamined: 0 },
        dkim.options.parse({ whitelist: ['192.0.2.0/24'] }),
      ),
    ).toEqual({ kind: 'accept' });
  });
  test('what goes to Junk carries a warning for the reader', () => {
    const verdict = decide([signature('fail')]);
    const [mark] = 'mark' in verdict && verdict.mark ? [verdict.mark] : [];
    expect(mark && dispositionOf([mark]).headers).toEqual(['X-Authentication-Warning: DKIM failed']);
  });
});

describe('7.5 whitelist rules', () => {
  /** Stages that phase `data` visits after a rule of that type let the only recipient in. */
  function visited(type: (typeof RULE_TYPES)[number]): string[] {
    const passage = new Passage();
    passage.recipientSkips = SKIPPED_BY_RULE[type];
    const steps = walk(
      'data',
      routeOf(
        [
          { name: 'dkim', ...dkim },
          { name: 'dmarc', ...dmarc },
        ],
        () => true,
      ),
      passage,
    );
    const names: string[] = [];
    for (let step = steps.next(); !step.done; step = steps.next(ACCEPT)) names.push(step.value);
    return names;
  }
  test.each([
    ['ip', []],
    ['subnet', []],
    ['domain', []],
    ['sender', ['dkim', 'dmarc']],
    ['recipient', ['dkim', 'dmarc']],
  ] as const)('%s leaves the tests %j, as the table of the guide says', (type, wanted) => {
    expect(visited(type)).toEqual(wanted);
  });
  test('the table above has every type of rule', () => {
    expect(RULE_TYPES).toHaveLength(5);
  });
});
