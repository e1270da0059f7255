import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HTML_TAGS, type HtmlTag } from '../../../src/pipeline/rewrite-plan.ts';
import { createSignatureScanner } from '../../../src/stages/antivirus/observe/signature-scanner.ts';
import { observeAntivirus } from '../../../src/stages/antivirus/observe.ts';
import { antivirusOptions } from '../../../src/stages/antivirus/stage.ts';
import { createContentScanObserver, observeContentScan } from '../../../src/stages/content-scan/observe.ts';
import { contentScan, contentScanOptions } from '../../../src/stages/content-scan/stage.ts';
import { observeMcp } from '../../../src/stages/mcp/observe.ts';
import { mcp, mcpOptions } from '../../../src/stages/mcp/stage.ts';
import { mail, portsWith, subjectWith } from '../observe/fixtures.ts';

const OPTIONS = contentScanOptions.parse({});
const look = (message: Buffer, observe = observeContentScan) =>
  observe(subjectWith({ phase: 'data', recipient: null, message }), OPTIONS, portsWith({ names: {} }));
const NOTHING = {
  partial: false,
  externalBody: false,
  html: false,
  tags: [] as HtmlTag[],
  phishingLinks: 0,
  protection: 'none',
  unread: null,
} as const;

describe('what content scan sees', () => {
  const html = (...body: string[]) => mail('Content-Type: text/html', '', ...body);
  test.each([
    ['a plain message', mail('Subject: x', '', '<script>not HTML</script>'), {}],
    ['HTML', html('<p>hello</p>'), { html: true }],
    ['tags, in one order', html('<form><script></script><iframe>'), { html: true, tags: ['iframe', 'form', 'script'] }],
    ['an invisible image', html('<img src=http://t.example/ width=1 height=1>'), { html: true, tags: ['webBug'] }],
    [
      'false links',
      html('<a href=http://evil.example>www.bank.com</a><a href=http://1.2.3.4>x</a>'),
      { html: true, phishingLinks: 2 },
    ],
    ['a piece of a message', mail('Content-Type: message/partial; number=1', '', 'x'), { partial: true }],
    ['a body elsewhere', mail('Content-Type: message/external-body; access-type=URL', '', 'x'), { externalBody: true }],
    [
      'a piece within',
      mail('Content-Type: multipart/mixed; boundary=c', '', '--c', 'Content-type: MESSAGE/Partial', '', '--c--'),
      { partial: true },
    ],
    [
      'a type that only the second field tells',
      mail('Content-Type: text/plain', 'Content-Type: text/html', '', '<form>'),
      { html: true, tags: ['form'], unread: 'structure' },
    ],
    [
      'S/MIME, encrypted',
      mail('Content-Type: application/pkcs7-mime; smime-type=enveloped-data', '', 'x'),
      { protection: 'encrypted' },
    ],
    [
      'S/MIME, signed',
      mail('Content-Type: application/x-pkcs7-mime; smime-type=signed-data', '', 'x'),
      { protection: 'signed' },
    ],
    [
      'HTML that is signed',
      mail('Content-Type: multipart/signed; boundary=c', '', '--c', 'Content-Type: text/html', '', '<form>', '--c--'),
      { html: true, tags: ['form'], protection: 'signed' },
    ],
    [
      'HTML in an attached message',
      mail('Content-Type: message/rfc822', '', 'Content-Type: text/html', '', '<form>'),
      { html: true, tags: ['form'] },
    ],
    ['a multipart without parts', mail('Content-Type: multipart/mixed; boundary=c', '', 'nothing'), {}],
  ])('%s', async (_what, message, wanted) => {
    expect(await look(message)).toEqual({ ...NOTHING, ...wanted });
  });

  const nested = (levels: number, inside: string): Buffer =>
    Buffer.from(
      `${Array.from({ length: levels }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')}${inside}`,
    );
  test.each([
    [
      '10,001 parts',
      mail(
        'Content-Type: multipart/mixed; boundary=c',
        '',
        ...Array.from({ length: 10_001 }, () => '--c\r\n\r\nx'),
        '--c--',
      ),
    ],
    [
      '100,000 parts',
      mail(
        'Content-Type: multipart/mixed; boundary=c',
        '',
        ...Array.from({ length: 100_000 }, () => '--c\r\n\r\nx'),
        '--c--',
      ),
    ],
    ['a hundred levels and one', nested(101, 'Content-Type: text/html\r\n\r\n<script>')],
    [
      'messages in messages',
      Buffer.from(`${'Content-Type: message/rfc822\r\n\r\n'.repeat(150)}Content-Type: text/html\r\n\r\n<script>`),
    ],
    [
      '20,000 fields',
      mail(...Array.from({ length: 20_000 }, (_, i) => `X-${i}: y`), 'Content-Type: text/html', '', '<form>'),
    ],
    [
      'two encodings',
      mail(
        'Content-Transfer-Encoding: 7bit',
        'Content-Transfer-Encoding: base64',
        'Content-Type: text/html',
        '',
        'PHNjcmlwdD4=',
      ),
    ],
  ])('and what it cannot see, as that: %s', async (_what, message) => {
    const started = performance.now();
    expect((await look(message)).unread).toBe('structure');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
  test('a hundred honest levels, or HTML that takes no time, are seen', async () => {
    expect(await look(nested(14, 'Content-Type: text/html\r\n\r\n<script>'))).toMatchObject({
      tags: ['script'],
      unread: null,
    });
  });
  test('HTML that takes too long or is too large is told as unread', async () => {
    let now = 0;
    const slow = createContentScanObserver(() => {
      now += 30;
      return now;
    });
    expect(await look(html('<p>x</p>'.repeat(5000)), slow)).toMatchObject({ html: true, unread: 'html' });
    expect(await look(html('<p>x</p>'.repeat(1_200_000)))).toMatchObject({ html: true, unread: 'html' });
  });
});

describe('9.15 content scan', () => {
  const decide = (evidence: Partial<Parameters<typeof contentScan.decide>[0]>, options: Record<string, unknown>) =>
    contentScan.decide({ ...NOTHING, ...evidence }, contentScanOptions.parse({ enabled: true, ...options }));
  const all = (action: string) => ({ tags: Object.fromEntries(HTML_TAGS.map((tag) => [tag, action])) });

  test.each([
    ['partial', 'rejectPartial', 'partial-message'],
    ['externalBody', 'rejectExternalBodies', 'external-body'],
  ] as const)('refuses %s only where %s is ticked', (fact, option, reason) => {
    expect(decide({ [fact]: true }, { [option]: true })).toMatchObject({ kind: 'reject', code: 550, reason });
    expect(decide({ [fact]: true }, {})).toEqual({ kind: 'accept' });
  });
  test.each(HTML_TAGS)('does with %s what its own setting says', (tag) => {
    expect(decide({ html: true, tags: [tag] }, { tags: { [tag]: 'reject' } })).toMatchObject({
      kind: 'reject',
      reason: 'html-tag',
    });
    expect(decide({ html: true, tags: [tag] }, { tags: { [tag]: 'allow' } })).toEqual({ kind: 'accept' });
    expect(decide({ html: true, tags: [tag] }, {})).toMatchObject({
      kind: 'accept',
      mark: { kind: 'rewrite', plan: { disarm: [tag] } },
    });
    const others = HTML_TAGS.filter((other) => other !== tag);
    expect(
      decide({ html: true, tags: others }, { ...all('allow'), tags: { ...all('allow').tags, [tag]: 'reject' } }),
    ).toEqual({ kind: 'accept' });
  });
  test('rewrites only what there is to rewrite', () => {
    const options = { ...all('allow'), highlightPhishing: true, htmlToText: true };
    expect(decide({}, options)).toEqual({ kind: 'accept' });
    expect(decide({ html: true }, options)).toMatchObject({
      mark: { plan: { disarm: [], highlightPhishing: false, htmlToText: true } },
    });
    expect(decide({ html: true, phishingLinks: 1 }, { ...options, htmlToText: false })).toMatchObject({
      mark: { plan: { highlightPhishing: true, htmlToText: false } },
    });
  });
  test('says which messages nobody may change, and refuses their tags all the same', () => {
    expect(decide({ html: true, tags: ['form'], protection: 'signed' }, {})).toMatchObject({
      mark: { spared: 'signed' },
    });
    expect(decide({ html: true, tags: ['form'], protection: 'signed' }, all('reject'))).toMatchObject({
      kind: 'reject',
    });
  });
  test('refuses what it cannot see into, unless told to deliver it disarmed', () => {
    expect(decide({ unread: 'structure' }, {})).toMatchObject({ kind: 'reject', reason: 'unreadable-content' });
    expect(decide({ unread: 'html', html: true }, {})).toMatchObject({
      kind: 'accept',
      mark: { plan: { disarm: HTML_TAGS } },
    });
    expect(decide({ unread: 'html', html: true }, all('reject'))).toMatchObject({ kind: 'reject' });
    expect(decide({ unread: 'structure' }, { onUnreadable: 'deliver' })).toMatchObject({
      kind: 'accept',
      mark: { plan: { disarm: HTML_TAGS } },
    });
  });
  test('costs by the text, and more where HTML becomes text', () => {
    const cost = {
      cpuSeconds: 1,
      cpuSecondsPerMiB: 0,
      cpuSecondsPerTextMiB: 10,
      readOperations: 0,
      writeOperations: 0,
      dnsRounds: 0,
      memoryBytes: 0,
    };
    const traits = { sizeBytes: 1, textBytes: 1024 ** 2, recipients: 1 };
    expect(contentScan.demand(traits, OPTIONS, cost).cpuSeconds).toBe(11);
    expect(contentScan.demand(traits, { ...OPTIONS, htmlToText: true }, cost).cpuSeconds).toBe(44);
  });
});

describe('whatever comes', () => {
  const piece = fc.constantFrom(
    'Content-Type: text/html',
    'Content-Type: multipart/mixed; boundary=c',
    'Content-Type: message/rfc822',
    'Content-Type: message/partial',
    'Content-Type: multipart/signed; boundary="c',
    'content-type:',
    'Content-Transfer-Encoding: base64',
    "Content-Disposition: attachment; filename*=utf-8''%",
    '\r\n',
    '\r\n\r\n',
    '--c',
    '--c--',
    '<script>',
    '<a href=',
    '\xff\xfe',
    '\0',
    '=',
    'PHNjcmlwdD4',
    ': ',
  );
  const message = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join('\r\n'), 'latin1')),
    fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  );
  test('the observers of viruses, rules and HTML find facts that fit their schemas, and never throw', async () => {
    const scanner = createSignatureScanner();
    const rules = ['subject', 'contents', 'sender', 'receiver', 'attachmentName'].map((target) => ({
      name: target,
      target,
      relation: 'matches',
      pattern: '.',
    }));
    const mcpSettings = mcpOptions.parse({ rules });
    await fc.assert(
      fc.asyncProperty(message, async (bytes) => {
        const subject = subjectWith({ phase: 'data', recipient: null, message: bytes });
        const ports = portsWith({ names: {} }, { scanner });
        const found = await observeContentScan(subject, OPTIONS, ports);
        expect(contentScan.evidence.parse(found)).toEqual(found);
        expect(contentScan.decide(found, OPTIONS)).toBeDefined();
        expect(mcp.evidence.parse(await observeMcp(subject, mcpSettings, ports))).toBeDefined();
        expect((await observeAntivirus(subject, antivirusOptions.parse({}), ports)).outcome).not.toBe('failed');
      }),
      { numRuns: 1500, seed: 21 },
    );
  });
});
