// The model's draws for DKIM and DMARC come out at the shares of the workload, and fit the schemas of the stages.
import { expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { MAIL_KINDS, type MailKind, type SampleContext } from '../../src/pipeline/sampling.ts';
import { sampleDkim } from '../../src/stages/dkim/sample.ts';
import { dkim } from '../../src/stages/dkim/stage.ts';
import { sampleDmarc } from '../../src/stages/dmarc/sample.ts';
import { dmarc } from '../../src/stages/dmarc/stage.ts';
import { library } from '../run/office.ts';

const DRAWS = 4000;
const { evidence: profile } = Object.values(library.workloads)[0] ?? {};
if (!profile) throw new Error('no workload');

/** Only what these samplers read. */
const contexts = (kind: MailKind): SampleContext => {
  const random = openStream(`test/${kind}`);
  return { mail: { kind }, profile, random } as unknown as SampleContext;
};
/** Four standard deviations of a share among so many draws: exceeded once in 16,000 tests, and the seed is fixed. */
const near = (count: number, share: number): void =>
  expect(Math.abs(count / DRAWS - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / DRAWS) + 1e-9);

test.each(MAIL_KINDS)('DKIM of %s', (kind) => {
  const context = contexts(kind);
  const options = dkim.options.parse({ minKeyBits: 2048 });
  const drawn = Array.from({ length: DRAWS }, () => sampleDkim(context, options));
  for (const facts of drawn.slice(0, 200)) expect(dkim.evidence.parse(facts)).toEqual(facts);
  const shares = profile.dkim.results[kind];
  for (const result of ['pass', 'fail', 'permerror', 'temperror'] as const)
    near(drawn.filter(({ signatures }) => signatures[0]?.result === result).length, shares[result]);
  const junk = drawn
    .map((facts) => dkim.decide(facts, options))
    .filter((one) => 'mark' in one && one.mark?.kind === 'dkim' && one.mark.junk);
  near(junk.length, shares.fail + shares.permerror + shares.pass * profile.dkim.shortKey);
});

test.each(MAIL_KINDS)('DMARC of %s', (kind) => {
  const context = contexts(kind);
  const options = dmarc.options.parse({});
  const drawn = Array.from({ length: DRAWS }, () => sampleDmarc(context, options));
  for (const facts of drawn.slice(0, 200)) expect(dmarc.evidence.parse(facts)).toEqual(facts);
  const { policy, fail } = profile.dmarc[kind];
  for (const name of ['none', 'quarantine', 'reject'] as const)
    near(drawn.filter((facts) => facts.policy === name).length, policy[name]);
  near(drawn.filter((facts) => dmarc.decide(facts, options).kind === 'reject').length, policy.reject * fail);
});
