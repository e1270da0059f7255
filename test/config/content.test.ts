import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDocumentText } from '../../src/config/document.ts';
import { configurationSchema } from '../../src/config/schema.ts';
import { validate } from '../../src/config/validate.ts';

const base = { plimsoll: 1, domains: ['example.com'] };
const problemsOf = (change: object): string => {
  try {
    validate(configurationSchema, { ...base, ...change }, 'test');
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('settings of antivirus, quarantine and notices', () => {
  test('are those of docs/content.md', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/content.md', 'utf8')) ?? [];
    const configuration = validate(
      configurationSchema,
      { ...base, ...(parseDocumentText(yaml, 'docs') as object) },
      'docs',
    );
    expect(configuration.antivirus.engines).toMatchObject([
      { kind: 'clamd', socket: '/run/clamav/clamd.ctl' },
      { kind: 'signatures' },
    ]);
    expect(configuration.stages.mcp.rules).toHaveLength(4);
    expect(configuration.stages.contentScan.tags.script).toBe('reject');
    expect(configuration.notices.virusQuarantined.subject).toBe('A message to you was kept in quarantine');
  });
  test('need nothing to be said: one engine, thirty days, nobody told but recipients', () => {
    const { antivirus, quarantine, notices, stages } = validate(configurationSchema, base, 'test');
    expect(antivirus.engines).toEqual([{ kind: 'signatures' }]);
    expect(quarantine.keepDays).toBe(30);
    expect(notices.administrator).toBeNull();
    expect([stages.mcp.enabled, stages.contentScan.enabled]).toEqual([false, false]);
  });
  test.each<[object, RegExp]>([
    [{ antivirus: { engines: [] } }, /antivirus\.engines: got a list of 0/],
    [{ antivirus: { engines: [{ kind: 'mcafee' }] } }, /antivirus\.engines\[0\]/],
    [{ antivirus: { engines: [{ kind: 'clamd', host: 'not an address' }] } }, /an IP address/],
    [{ antivirus: { engines: [{ kind: 'clamd', socket: 'relative' }] } }, /an absolute path/],
    [
      { antivirus: { databases: { sources: [{ file: '../x.ndb', url: 'https://a.example/x' }] } } },
      /a file name that ends with/,
    ],
    [
      { antivirus: { databases: { sources: [{ file: 'x.cvd', url: 'https://a.example/x' }] } } },
      /a file name that ends with/,
    ],
    [{ antivirus: { databases: { sources: [{ file: 'x.ndb', url: 'file:///etc/passwd' }] } } }, /sources\[0\]\.url/],
    [{ quarantine: { keepDays: 0 } }, /quarantine\.keepDays/],
    [{ notices: { administrator: 'nobody' } }, /a mail address/],
    [{ notices: { mcpBlocked: { body: '{secret}' } } }, /no variables but/],
    [
      { stages: { mcp: { rules: [{ name: 'a', target: 'subject', relation: 'matches', pattern: '(?=x)' }] } } },
      /rules\[0\]\.pattern.*look-around/,
    ],
    [{ stages: { contentScan: { tags: { marquee: 'allow' } } } }, /an unknown key/],
  ])('%j are refused', (change, why) => {
    expect(problemsOf(change)).toMatch(why);
  });
});
