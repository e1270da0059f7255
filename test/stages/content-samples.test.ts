// The model's draws for antivirus, content rules and content scan come out at the shares of the workload, and fit the schemas of
// the stages.
import { expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { HTML_TAGS } from '../../src/pipeline/rewrite-plan.ts';
import { MAIL_KINDS, type MailKind, type SampleContext } from '../../src/pipeline/sampling.ts';
import { sampleAntivirus } from '../../src/stages/antivirus/sample.ts';
import { antivirus } from '../../src/stages/antivirus/stage.ts';
import { sampleContentScan } from '../../src/stages/content-scan/sample.ts';
import { contentScan } from '../../src/stages/content-scan/stage.ts';
import { sampleMcp } from '../../src/stages/mcp/sample.ts';
import { mcp } from '../../src/stages/mcp/stage.ts';
import { library } from '../run/office.ts';

const DRAWS = 4000;
const { evidence: profile } = Object.values(library.workloads)[0] ?? {};
if (!profile) throw new Error('no workload');

/** Only what these samplers read. */
const contextOf = (kind: MailKind): SampleContext =>
  ({
    mail: { kind, sizeBytes: 1000 },
    profile,
    random: openStream(`test/content/${kind}`),
  }) as unknown as SampleContext;
/** Four standard deviations of a share among so many draws; the seed is fixed. */
const near = (count: number, share: number, draws = DRAWS): void =>
  expect(Math.abs(count / draws - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / draws) + 1e-9);
const draw = <T>(sample: () => T): T[] => Array.from({ length: DRAWS }, sample);

test.each(MAIL_KINDS)('antivirus of %s', (kind) => {
  const context = contextOf(kind);
  const options = antivirus.options.parse({});
  const drawn = draw(() => sampleAntivirus(context, options));
  for (const facts of drawn.slice(0, 200)) expect(antivirus.evidence.parse(facts)).toEqual(facts);
  const found = profile.virusFound[kind];
  near(drawn.filter(({ outcome }) => outcome === 'infected').length, found);
  near(drawn.filter(({ outcome }) => outcome === 'unscannable').length, profile.unscannable[kind] * (1 - found));
});

test.each(MAIL_KINDS)('content rules of %s', (kind) => {
  const context = contextOf(kind);
  const rules = Array.from({ length: 10 }, (_, i) => ({ name: `r${i}`, target: 'subject', pattern: 'x' }));
  const options = mcp.options.parse({ rules });
  const drawn = draw(() => sampleMcp(context, options));
  for (const facts of drawn.slice(0, 200)) expect(mcp.evidence.parse(facts)).toEqual(facts);
  near(
    drawn.reduce((sum, { matched }) => sum + matched.length, 0),
    profile.mcpRule[kind],
    10 * DRAWS,
  );
});

test.each(MAIL_KINDS)('content scan of %s', (kind) => {
  const context = contextOf(kind);
  const options = contentScan.options.parse({});
  const { content } = profile;
  const drawn = draw(() => sampleContentScan(context, options));
  for (const facts of drawn.slice(0, 200)) expect(contentScan.evidence.parse(facts)).toEqual(facts);
  near(drawn.filter(({ html }) => html).length, content.html[kind]);
  for (const tag of HTML_TAGS)
    near(drawn.filter(({ tags }) => tags.includes(tag)).length, content.html[kind] * content.tagInHtml[tag][kind]);
  near(
    drawn.filter(({ phishingLinks }) => phishingLinks > 0).length,
    content.html[kind] * content.phishingInHtml[kind],
  );
  near(drawn.filter(({ protection }) => protection === 'encrypted').length, content.encrypted[kind]);
});
