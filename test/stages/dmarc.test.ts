import { describe, expect, test } from 'vitest';
import { dispositionOf } from '../../src/pipeline/disposition.ts';
import { DMARC_POLICIES, dmarc } from '../../src/stages/dmarc/stage.ts';

type Evidence = Parameters<typeof dmarc.decide>[0];
const options = dmarc.options.parse({});
const evidence = (more: Partial<Evidence>): Evidence => ({
  fromDomain: 'example.com',
  policy: 'reject',
  sampled: true,
  spfAligned: false,
  dkimAligned: false,
  result: 'fail',
  ...more,
});
/** What becomes of the message: refused, or the mailbox. */
function fate(more: Partial<Evidence>): string {
  const verdict = dmarc.decide(evidence(more), options);
  if (verdict.kind !== 'accept') return `${verdict.kind} ${'code' in verdict ? verdict.code : ''}`;
  return verdict.mark ? dispositionOf([verdict.mark]).mailbox : 'INBOX';
}

describe('9.13 DMARC', () => {
  test('is off until somebody ticks it, as in the guide', () => {
    expect(options.enabled).toBe(false);
  });
  test.each([
    ['reject', true, 'reject 550'],
    ['reject', false, 'Junk'],
    ['quarantine', true, 'Junk'],
    ['quarantine', false, 'INBOX'],
    ['none', true, 'INBOX'],
    ['none', false, 'INBOX'],
  ] as const)('a failure under %s, sampled %s: %s', (policy, sampled, wanted) => {
    expect(fate({ policy, sampled })).toBe(wanted);
  });
  test.each(DMARC_POLICIES)('what passes, is not under a policy, or cannot be told, goes on under %s', (policy) => {
    expect(fate({ policy, result: 'pass' })).toBe('INBOX');
    expect(fate({ policy, result: 'temperror' })).toBe('INBOX');
    expect(fate({ policy: null, result: 'none' })).toBe('INBOX');
  });
  test('a message whose author nobody can tell goes to Junk', () => {
    expect(fate({ fromDomain: null, policy: null, result: 'permerror' })).toBe('Junk');
  });
  test('a refusal names the policy of the domain, and the reason is counted', () => {
    expect(dmarc.decide(evidence({}), options)).toMatchObject({ enhanced: '5.7.1', reason: 'dmarc-fail' });
  });
});
