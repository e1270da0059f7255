// Other people's programs and tests: dkimpy (Debian's python3-dkim) on our signatures and we on its, and the openspf.org test suite of
// RFC 7208 (Debian's golang-blitiri-go-spf-dev). Asked for by PLIMSOLL_CLIENT_TESTS=1; what is not installed is skipped and says so.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import type { DnsAnswer } from '../../../src/pipeline/resolver.ts';
import { observeSpf } from '../../../src/stages/spf/observe.ts';
import { spf } from '../../../src/stages/spf/stage.ts';
import { portsWith, subjectWith } from '../../stages/observe/fixtures.ts';
import { changed, ED25519, MAIL, NAME, RSA, resultsOf, signed, ZONE } from './fixtures.ts';

const ASKED = process.env['PLIMSOLL_CLIENT_TESTS'] === '1';
/** Debian's own Python: another one first in the path does not see Debian's packages. */
const PYTHON = '/usr/bin/python3';
const SUITE = '/usr/share/gocode/src/blitiri.com.ar/go/spf/testdata/rfc7208-tests.yml';
const hasDkimpy = ASKED && spawnSync(PYTHON, ['-c', 'import dkim']).status === 0;
const hasSuite = ASKED && existsSync(SUITE);

if (ASKED)
  afterAll(() => {
    if (!hasDkimpy) console.warn('skipped: dkimpy is missing (apt-get install python3-dkim)');
    if (!hasSuite) console.warn('skipped: the SPF suite is missing (apt-get install golang-blitiri-go-spf-dev)');
  });

const RECORDS = { [NAME]: keyRecordText(RSA), 's2._domainkey.example.com': keyRecordText(ED25519) };

function dkimpy<T>(messages: readonly Buffer[], more: object = {}): T {
  const input = JSON.stringify({ messages: messages.map((one) => one.toString('base64')), records: RECORDS, ...more });
  const { status, stdout, stderr } = spawnSync(PYTHON, ['test/clients/verify_dkim.py'], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

describe.skipIf(!hasDkimpy)('dkimpy', () => {
  const word = fc.stringMatching(/^[!-9;-~]{1,12}$/);
  const blank = fc.constantFrom(' ', '  ', '\t', '\r\n ', ' \r\n\t');
  const value = fc.array(fc.tuple(blank, word), { minLength: 1, maxLength: 8 }).map((parts) => parts.flat().join(''));
  const field = fc.tuple(fc.constantFrom('Subject', 'To', 'X-Other', 'cc', 'Content-Type', 'Reply-To'), value);
  const line = fc
    .array(fc.constantFrom('a', 'word', ' ', '\t', '.', 'é', '\u00e0', '\u00a0'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const mails = fc
    .tuple(fc.array(field, { maxLength: 6 }), value, fc.array(line, { maxLength: 12 }))
    .map(([fields, from, lines]) =>
      Buffer.from(
        `${[...fields, ['From', from]].map(([name, text]) => `${name}:${text}\r\n`).join('')}\r\n${lines.map((one) => `${one}\r\n`).join('')}`,
      ),
    );
  const sample = fc.sample(mails, { numRuns: 100, seed: 6376 });
  const raw = changed(MAIL, 'Minutes', 'voil\u00e0 \u00e0');

  test('verifies what we sign, RSA and Ed25519', async () => {
    const messages = await Promise.all([...sample, MAIL, raw].map((message) => signed(message)));
    expect(dkimpy<string[][]>(messages)).toEqual(messages.map(() => ['pass']));
    const both = await signed(await signed(MAIL), { key: ED25519, selector: 's2' });
    expect(dkimpy<string[][]>([both])).toEqual([['pass', 'pass']]);
  });
  test('refuses what was changed: it does look', async () => {
    const bad = changed(await signed(MAIL), 'Hello', 'Hallo');
    expect(dkimpy<string[][]>([bad])[0]?.[0]).not.toBe('pass');
  });
  test.each([
    ['relaxed', 'relaxed'],
    ['relaxed', 'simple'],
    ['simple', 'relaxed'],
    ['simple', 'simple'],
  ])('signs %s/%s, and we verify it', async (...canonicalize) => {
    const key = RSA.export({ type: 'pkcs1', format: 'pem' });
    const how = { selector: 's1', domain: 'example.com', key, canonicalize, algorithm: 'rsa-sha256' };
    const messages = [...sample, MAIL, raw];
    const theirs = dkimpy<string[]>(messages, { sign: how }).map((text) => Buffer.from(text, 'base64'));
    for (const message of theirs) expect(await resultsOf(message)).toEqual(['pass']);
    const [first] = theirs.slice(-2);
    if (!first) throw new Error('no message');
    expect(await resultsOf(changed(first, 'Hello', 'Hallo'))).toEqual(['fail']);
  });
  test('signs a length, and we see that it covers the body, or not', async () => {
    const key = RSA.export({ type: 'pkcs1', format: 'pem' });
    const how = {
      selector: 's1',
      domain: 'example.com',
      key,
      canonicalize: ['relaxed', 'relaxed'],
      length: true,
      algorithm: 'rsa-sha256',
    };
    const [text = ''] = dkimpy<string[]>([MAIL], { sign: how });
    const message = Buffer.from(text, 'base64');
    expect(await resultsOf(message, ZONE)).toEqual(['pass']);
    expect(await resultsOf(Buffer.concat([message, Buffer.from('more\r\n')]))).toEqual(['policy']);
  });
});

interface SuitePart {
  readonly description: string;
  readonly tests: Readonly<
    Record<string, { host: string; helo?: string; mailfrom?: string; result: string | string[] }>
  >;
  readonly zonedata: Readonly<Record<string, readonly (string | Readonly<Record<string, unknown>>)[]>>;
}

describe.skipIf(!hasSuite)('the test suite of RFC 7208', () => {
  /** Where mailauth 4.13.3 differs: faults of records that it does not see, and HELO names that are none. Nothing of it becomes a pass. */
  const KNOWN = [
    'IP6 mechanism syntax: bare-ip6',
    'Semantics of exp and other modifiers: exp-syntax-error',
    'Semantics of exp and other modifiers: exp-twice',
    'Macro expansion rules: exp-only-macro-char',
    'Macro expansion rules: p-macro-multiple',
    'Macro expansion rules: invalid-hello-macro',
    'Macro expansion rules: hello-domain-literal',
    'Macro expansion rules: require-valid-helo',
  ];

  function lookupIn(zonedata: SuitePart['zonedata']) {
    const zone = new Map(Object.entries(zonedata).map(([name, entries]) => [name.toLowerCase(), entries]));
    return async function lookup(name: string, type: string): Promise<DnsAnswer> {
      const entries = (zone.get(name.toLowerCase().replace(/\.$/, '')) ?? []).filter(
        (entry) => typeof entry === 'object',
      );
      const has = (key: string): boolean => entries.some((entry) => key in entry);
      // The suite writes a record once for both types where it does not matter.
      const types = type === 'TXT' && !has('TXT') ? ['TXT', 'SPF'] : [type];
      const values = entries.flatMap((entry) => types.flatMap((key) => (key in entry ? [entry[key]] : [])));
      const texts = values
        .filter((value) => value !== 'NONE')
        .map((value) => (Array.isArray(value) ? value.join(type === 'MX' ? ' ' : '') : String(value)));
      if (texts.length > 0) return { kind: 'found', values: texts };
      const alias = entries.find((entry) => 'CNAME' in entry);
      if (alias) return lookup(String(alias['CNAME']), type);
      return has('TIMEOUT') ? { kind: 'failed', why: 'ETIMEOUT' } : { kind: 'none' };
    };
  }

  test('comes out as it should, but for what is known', async () => {
    const parts = parseAllDocuments(readFileSync(SUITE, 'latin1'), { uniqueKeys: false, logLevel: 'silent' })
      .map((document) => ('toJS' in document ? (document.toJS() as SuitePart | null) : null))
      .filter((part): part is SuitePart => part?.tests !== undefined);
    const differing: string[] = [];
    let count = 0;
    for (const { description, tests, zonedata } of parts) {
      const ports = portsWith({ names: {} }, { resolver: { lookup: lookupIn(zonedata) } });
      for (const [name, { host, helo = '', mailfrom = '', result }] of Object.entries(tests)) {
        count += 1;
        const subject = subjectWith({ clientAddress: host, helo, sender: mailfrom });
        const found = await observeSpf(subject, spf.options.parse({}), ports);
        if (![result].flat().includes(found.result)) differing.push(`${description}: ${name}`);
      }
    }
    expect(count).toBeGreaterThan(200);
    expect(differing).toEqual(KNOWN);
  });
});
