// Keys on a real disk: who can read them, when they are made, and what signs with them.
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DkimSettings, dkimSettings } from '../../../src/config/dkim.ts';
import { validate } from '../../../src/config/validate.ts';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { keyPlaces, makeKey, openKey, readKey } from '../../../src/engine/dkim/key-store.ts';
import { createOutgoingSigner } from '../../../src/engine/dkim/outgoing-signer.ts';
import { publishedKeyFinding } from '../../../src/engine/dkim/published-key.ts';
import { txtRecord } from '../../../src/engine/dkim/txt-record.ts';
import { NODE_FILE_SYSTEM as fs } from '../../../src/engine/ports/node-file-system.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { changed, crlf, ED25519, MAIL, NOW, RSA, resultsOf, zoneOf } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-dkim-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (...selectors: readonly object[]): DkimSettings =>
  validate(dkimSettings, { domains: { 'example.com': { selectors } } }, 'test');
const place = (selector: object) => {
  const [first] = keyPlaces(settings(selector), folder);
  if (!first) throw new Error('no place');
  return first;
};
const pem = (key = RSA): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a key', () => {
  test('is made once, for its owner alone to read', async () => {
    const where = place({ name: 's1', algorithm: 'ed25519' });
    const first = await openKey(fs, where);
    expect(first.made).toBe(true);
    expect(where.path).toBe(join(folder, 'dkim/example.com/s1.pem'));
    expect(statSync(where.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'dkim/example.com')).mode & 0o077).toBe(0);
    const again = await openKey(fs, where);
    expect(again.made).toBe(false);
    expect(again.key.equals(first.key)).toBe(true);
  });
  test.each([
    ['rsa-1024', 1024],
    ['rsa-2048', 2048],
  ])('is %s when asked for', async (algorithm, bits) => {
    const { key } = await openKey(fs, place({ name: 's1', algorithm }));
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(bits);
  });
  test('is rsa-2048 when nothing is said, and 512 bits cannot be asked for', () => {
    expect(place({ name: 's1' }).algorithm).toBe('rsa-2048');
    expect(() => settings({ name: 's1', algorithm: 'rsa-512' })).toThrow();
  });
  test('is replaced when that is asked for', async () => {
    const where = place({ name: 's1', algorithm: 'ed25519' });
    const { key } = await openKey(fs, where);
    const other = await makeKey(fs, where);
    expect(other.equals(key)).toBe(false);
    expect((await readKey(fs, where))?.equals(other)).toBe(true);
    expect(statSync(where.path).mode & 0o777).toBe(0o600);
  });
  test('of somebody else is read where it lies, and never made', async () => {
    const where = place({ name: 's1', keyFile: 'mine.pem' });
    await expect(openKey(fs, where)).rejects.toThrow('does not exist');
    writeFileSync(join(folder, 'mine.pem'), pem());
    expect((await openKey(fs, where)).key.equals(RSA)).toBe(true);
  });
  test.each([
    ['text', 'top secret'],
    ['a broken key', pem().replace(/[A-Za-z]{9}\n/, 'secret!!!\n')],
    ['a public key', '-----BEGIN PUBLIC KEY-----\ntop secret\n-----END PUBLIC KEY-----\n'],
    ['a large file', `${pem()}${' '.repeat(70_000)}`],
  ])('that is %s is refused without a word of it', async (_what, text) => {
    writeFileSync(join(folder, 'mine.pem'), text);
    const refusal = openKey(fs, place({ name: 's1', keyFile: 'mine.pem' }));
    await expect(refusal).rejects.toThrow('no usable key');
    await expect(refusal).rejects.not.toThrow(/secret|BEGIN/);
  });
});

describe('its record', () => {
  const where = { domain: 'example.com', selector: 's1' };
  test('is what the guide shows, in strings that fit into DNS', () => {
    const long = createPrivateKey(pem());
    const { name, value, strings, zoneLine } = txtRecord(where, long);
    expect(name).toBe('s1._domainkey.example.com');
    expect(value).toMatch(/^v=DKIM1; k=rsa; p=MI[A-Za-z0-9+/]+=*$/);
    expect(strings.join('')).toBe(value);
    for (const part of strings) expect(part.length).toBeLessThanOrEqual(255);
    expect(zoneLine).toBe(`${name}. 3600 IN TXT ( ${strings.map((part) => `"${part}"`).join(' ')} )`);
  });
  test('of Ed25519 holds the bare key (RFC 8463)', () => {
    expect(txtRecord(where, ED25519).value).toMatch(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  });

  const signs = {
    domain: 'example.com',
    selector: 's1',
    algorithm: 'rsa-1024',
    signs: true,
    path: '',
    own: true,
  } as const;
  const right = keyRecordText(RSA);
  test.each([
    ['as it is', 'ok', 'warn', [right]],
    ['with other blanks and tags', 'ok', 'ok', [`v=DKIM1; t=s; ${right.slice(8)} ;`]],
    ['not at all', 'fail', 'warn', []],
    ['with another key', 'fail', 'warn', [keyRecordText(ED25519)]],
    ['taken back', 'fail', 'warn', ['v=DKIM1; p=']],
    ['twice', 'fail', 'warn', [right, right]],
    ['as something else', 'fail', 'warn', ['hello']],
  ])('published %s', async (_what, signing, waiting, TXT) => {
    const resolver = zoneOf({ 's1._domainkey.example.com': TXT });
    expect(await publishedKeyFinding(signs, RSA, resolver)).toMatchObject({ status: signing });
    const idle = await publishedKeyFinding({ ...signs, signs: false }, RSA, resolver);
    expect(idle.status).toBe(signing === 'ok' ? 'ok' : waiting);
  });
  test('that DNS does not tell of, and a key that is not there', async () => {
    const silent = zoneOf({ 's1._domainkey.example.com': { fails: 'ETIMEOUT' } });
    expect(await publishedKeyFinding(signs, RSA, silent)).toMatchObject({ status: 'warn' });
    expect(await publishedKeyFinding(signs, null, silent)).toMatchObject({ status: 'fail' });
  });
});

describe('outgoing mail', () => {
  const logged: string[] = [];
  const log = (event: string, facts: object) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const signer = (selectors: readonly object[], whitelist: readonly string[] = []) =>
    createOutgoingSigner({ settings: settings(...selectors), whitelist, fs, folder, now: () => NOW, log });
  const envelope = (more: Partial<Envelope> = {}): Envelope => ({
    version: 1,
    id: 'Q1',
    receivedSeconds: NOW,
    client: { address: '192.0.2.1', helo: 'x', extended: true },
    sender: 'ann@example.com',
    recipients: [],
    marks: [],
    trail: [],
    origin: 'user',
    ...more,
  });
  const count = (message: Buffer): number => message.toString().match(/^DKIM-Signature:/gm)?.length ?? 0;
  const zone = () =>
    zoneOf(
      Object.fromEntries(
        ['s1', 's2'].map((selector) => {
          try {
            const key = createPrivateKey(readFileSync(join(folder, `dkim/example.com/${selector}.pem`)));
            return [`${selector}._domainkey.example.com`, [keyRecordText(key)]];
          } catch {
            return [`${selector}._domainkey.example.com`, []];
          }
        }),
      ),
    );
  const S1 = { name: 's1', algorithm: 'rsa-1024' };
  const S2 = { name: 's2', algorithm: 'ed25519' };

  test.each([
    ['a user', { origin: 'user' as const }, 1],
    ['a trusted network', { origin: 'trusted' as const }, 1],
    ['this server itself', { origin: 'stranger' as const, report: 'sender' as const }, 1],
    ['a stranger who pretends to be ours', { origin: 'stranger' as const }, 0],
  ])('of %s', async (_what, more, signatures) => {
    const sign = await signer([S1]);
    const sent = await sign(envelope(more), MAIL);
    expect(count(sent)).toBe(signatures);
    if (signatures === 0) expect(sent).toBe(MAIL);
    else expect(await resultsOf(sent, zone())).toEqual(['pass']);
  });
  test('of an envelope that an older version kept is a stranger’s', async () => {
    const { origin: _origin, ...old } = envelope();
    expect(count(await (await signer([S1]))(old, MAIL))).toBe(0);
  });
  test.each([
    ['192.0.2.1', ['192.0.2.0/24'], 1],
    ['::ffff:192.0.2.1', ['192.0.2.1'], 1],
    ['192.0.2.1', ['198.51.100.0/24', '192.0.2.2'], 0],
  ])('of the client %s, with the whitelist %j', async (address, whitelist, signatures) => {
    const sign = await signer([S1], whitelist);
    const client = { address, helo: 'x', extended: true };
    expect(count(await sign(envelope({ origin: 'stranger', client }), MAIL))).toBe(signatures);
  });
  test.each([
    ['another domain', 'From: ann@example.org'],
    ['a domain below ours', 'From: ann@mail.example.com'],
    ['two domains', 'From: ann@example.com, eve@example.org'],
    ['nobody', 'From: undisclosed:;'],
  ])('in the name of %s is not signed', async (_what, from) => {
    const mail = changed(MAIL, 'From: Ann <ann@example.com>', from);
    expect(await (await signer([S1]))(envelope(), mail)).toBe(mail);
  });
  test('without any domain that signs stays as it is', async () => {
    const sign = await createOutgoingSigner({
      settings: dkimSettings.parse({}),
      whitelist: [],
      fs,
      folder,
      now: () => NOW,
      log,
    });
    expect(await sign(envelope(), MAIL)).toBe(MAIL);
  });
  test('a change of keys: both sign, then only the new one', async () => {
    const both = await (await signer([S1, S2]))(envelope(), MAIL);
    expect(await resultsOf(both, zone())).toEqual(['pass', 'pass']);
    const after = await (await signer([{ ...S1, signs: false }, S2]))(envelope(), MAIL);
    expect(after.toString()).not.toContain('s=s1;');
    expect(await resultsOf(after, zone())).toEqual(['pass']);
    // What the old key signed can still be verified: it is kept.
    expect(await resultsOf(both, zone())).toEqual(['pass', 'pass']);
  });
  test('the log of a new key says what to publish, and not what to hide', async () => {
    logged.length = 0;
    await signer([S1, S2]);
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain('s1._domainkey.example.com');
    for (const selector of ['s1', 's2']) {
      const [, body = ''] = readFileSync(join(folder, `dkim/example.com/${selector}.pem`), 'utf8').split('\n');
      expect(body.length).toBeGreaterThan(30);
      expect(logged.join('\n')).not.toContain(body);
    }
    expect(logged.join('\n')).not.toContain('PRIVATE');
  });
  test('a domain in another script signs as its A-labels', async () => {
    const sign = await createOutgoingSigner({
      settings: validate(dkimSettings, { domains: { 'München.example': { selectors: [S2] } } }, 'test'),
      whitelist: [],
      fs,
      folder,
      now: () => NOW,
      log,
    });
    const sent = await sign(envelope(), crlf('From: ann@münchen.example\n\nx\n'));
    expect(sent.toString()).toContain(' d=xn--mnchen-3ya.example;');
  });
});

describe('the settings', () => {
  test.each([
    ['a selector twice', { selectors: [{ name: 's1' }, { name: 's1' }] }],
    ['no selector', { selectors: [] }],
    ['a selector with a blank', { selectors: [{ name: 's 1' }] }],
    ['a selector that leaves the folder', { selectors: [{ name: '../s1' }] }],
    ['a field with a colon', { selectors: [{ name: 's1' }], signedHeaders: ['From:'] }],
  ])('refuse %s', (_what, domain) => {
    expect(() => validate(dkimSettings, { domains: { 'example.com': domain } }, 'test')).toThrow();
  });
  test('refuse a domain that is none', () => {
    expect(() => validate(dkimSettings, { domains: { '../x': { selectors: [{ name: 's1' }] } } }, 'test')).toThrow();
  });
});
