import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { keyRecordText, readKeyRecord } from '../../../src/engine/dkim/key-record.ts';
import { readSignature } from '../../../src/engine/dkim/signature-field.ts';
import { readHeader } from '../../../src/engine/mime/header-fields.ts';
import { counting } from '../../stages/observe/fixtures.ts';
import { changed, ED25519, MAIL, NAME, NOW, RSA, resultsOf, signed, verified, ZONE, zoneOf } from './fixtures.ts';

const RECORD = keyRecordText(RSA);
const KEY = RECORD.slice(RECORD.indexOf('p='));

/** What is said of a signature field alone: who it claims to be, or what is wrong with it. */
function claim(value: string) {
  const bytes = Buffer.from(`DKIM-Signature: ${value}\r\n\r\n`, 'latin1');
  const [field] = readHeader(bytes, 0, bytes.length, 1).fields;
  if (!field) throw new Error('no field');
  return readSignature(field);
}
const GOOD = 'v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to; bh=AAAA; b=AAAA';

/** A record for an RSA key that nobody has the other half of. */
const unownedKey = (bits: number, exponent = Buffer.from([1, 0, 1])): string => {
  const modulus = randomBytes(bits / 8);
  modulus[0] = 0xc1;
  modulus[modulus.length - 1] = 0x0b;
  const key = createPublicKey({
    key: { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') },
    format: 'jwk',
  });
  return keyRecordText(key);
};

describe('a signature field (RFC 6376, section 6.1.1)', () => {
  test('is read, whatever its blanks', () => {
    expect(
      claim('v=1;a=RSA-SHA256;c=Relaxed;d=Example.COM;s=S1;\r\n h= From :\r\n\tTO ;bh=AA\r\n AA;b=AAAA;'),
    ).toMatchObject({
      domain: 'example.com',
      selector: 's1',
      algorithm: 'rsa-sha256',
      header: 'relaxed',
      body: 'simple',
      signed: ['from', 'to'],
      bodyLimit: null,
      identityDomain: 'example.com',
    });
  });
  test('may name its domain in another script (RFC 8616)', () => {
    const utf8 = Buffer.from(GOOD.replace('example.com', 'münchen.example')).toString('latin1');
    expect(claim(utf8)).toMatchObject({ domain: 'xn--mnchen-3ya.example' });
  });
  test.each([
    ['no version', GOOD.replace('v=1; ', '')],
    ['another version', GOOD.replace('v=1', 'v=2')],
    ['no domain', GOOD.replace('d=example.com; ', '')],
    ['a domain that is none', GOOD.replace('example.com', 'exa mple..com')],
    ['no selector', GOOD.replace('s=s1; ', '')],
    ['no body hash', GOOD.replace('bh=AAAA; ', '')],
    ['an empty signature', GOOD.replace('b=AAAA', 'b=').replace('bh=', 'bh=AAAA')],
    ['no algorithm', GOOD.replace('a=rsa-sha256; ', '')],
    ['an unsigned From', GOOD.replace('from:to', 'to:subject')],
    ['a tag that stands twice', `${GOOD}; d=example.org`],
    ['a part that is no tag', `${GOOD}; nonsense`],
    ['an identity of somebody else', `${GOOD}; i=ann@example.org`],
    ['an identity above the domain', `${GOOD.replace('d=example.com', 'd=mail.example.com')}; i=@example.com`],
    ['an identity whose domain only ends alike', `${GOOD}; i=@badexample.com`],
    ['an identity without @', `${GOOD}; i=example.com`],
    ['a negative length', `${GOOD}; l=-1`],
    ['a length in other digits', `${GOOD}; l=0x10`],
    ['an expiry before its time', `${GOOD}; t=20; x=10`],
    ['more than 16 KiB', `${GOOD}; z=${'x'.repeat(17_000)}`],
    ['501 names', GOOD.replace('from:to', `from${':to'.repeat(500)}`)],
    ['51 tags', `${GOOD}${Array.from({ length: 44 }, (_, index) => `; x${index}=1`).join('')}`],
  ])('with %s is a permerror', (_what, value) => {
    expect(claim(value)).toMatchObject({ result: 'permerror' });
  });
  test.each([
    ['an algorithm', GOOD.replace('rsa-sha256', 'mldsa-sha512')],
    ['a canonicalization', `${GOOD}; c=relaxed/nowsp`],
    ['a way to ask for keys', `${GOOD}; q=https/json`],
  ])('with %s that we do not know counts as not there', (_what, value) => {
    expect(claim(value)).toMatchObject({ result: 'neutral' });
  });
});

describe('a key record', () => {
  test.each([
    ['the plain one', `v=DKIM1; k=rsa; ${KEY}`],
    ['without a version', KEY],
    ['with strings and blanks', `v=DKIM1 ; t=n ; n=my key; ${KEY.slice(0, 40)} ${KEY.slice(40)} ;`],
    ['for mail', `v=DKIM1; s=other:email; ${KEY}`],
  ])('%s is read', (_what, text) => {
    expect(readKeyRecord(text)).toMatchObject({ type: 'rsa', bits: 1024 });
  });
  test.each([
    ['another version', `v=DKIM2; ${KEY}`],
    ['the version at the end', `${KEY}; v=DKIM1`],
    ['something else', 'v=spf1 -all'],
    ['nothing', ''],
    ['a kind that is none', `v=DKIM1; k=ecdsa; ${KEY}`],
    ['another service', `v=DKIM1; s=tlsrpt; ${KEY}`],
    ['no base64', 'v=DKIM1; p=*'],
    ['no key in it', 'v=DKIM1; p=AAAA'],
    ['an Ed25519 key that is an RSA key', `v=DKIM1; k=ed25519; ${KEY}`],
    ['an RSA key that is an Ed25519 key', keyRecordText(ED25519).replace('ed25519', 'rsa')],
    ['an exponent as long as the modulus', unownedKey(1024, Buffer.concat([Buffer.from([0x7f]), randomBytes(64)]))],
    ['5000 characters', `${RECORD}; n=${'x'.repeat(5000)}`],
  ])('%s is no key', (_what, text) => {
    expect(readKeyRecord(text)).toBeNull();
  });
  test('an empty p= takes the key back', () => {
    expect(readKeyRecord('v=DKIM1; k=rsa; p=')).toBe('revoked');
  });
});

describe('the result', () => {
  const another = () => keyRecordText(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
  test.each([
    ['its key', 'pass', [RECORD]],
    ['its key among other records', 'pass', ['v=spf1 -all', RECORD]],
    ['its key taken back', 'permerror', ['v=DKIM1; p=']],
    ['another kind of record', 'permerror', ['v=spf1 -all']],
    ['another kind of key', 'permerror', [keyRecordText(ED25519)]],
    ['its key for SHA-1 alone', 'permerror', [`${RECORD}; h=sha1`]],
    ['its key for this hash too', 'pass', [`${RECORD}; h=sha1:sha256`]],
    ['another key', 'fail', [another()]],
    ['another key while the domain tests', 'neutral', [`${another()}; t=y`]],
    ['its key while the domain tests', 'pass', [`${RECORD}; t=y:s`]],
    ['a key of 1016 bits', 'policy', [unownedKey(1016)]],
    ['a key of 512 bits', 'policy', [unownedKey(512)]],
    ['a key of 8192 bits, which would cost us time', 'policy', [unownedKey(8192)]],
  ])('with %s in DNS is %s', async (_what, result, records) => {
    expect(await resultsOf(await signed(MAIL), zoneOf({ [NAME]: records }))).toEqual([result]);
  });
  test('is permerror without a record, and temperror when DNS fails', async () => {
    const mail = await signed(MAIL);
    expect(await resultsOf(mail, zoneOf({}))).toEqual(['permerror']);
    expect(await resultsOf(mail, zoneOf({ [NAME]: { fails: 'ESERVFAIL' } }))).toEqual(['temperror']);
  });
  test('is none of these for a message without signatures', async () => {
    expect(await verified(MAIL)).toMatchObject({ signatures: [], unexamined: 0 });
  });
  test('SHA-1 proves nothing (RFC 8301)', async () => {
    const mail = changed(await signed(MAIL), 'rsa-sha256', 'rsa-sha1');
    expect(await resultsOf(mail)).toEqual(['policy']);
  });
  test('an expired signature proves nothing, one before its expiry does', async () => {
    const unsigned = changed(await signed(MAIL), 's=s1;', `s=s1; x=${NOW + 60};`);
    expect(await resultsOf(unsigned, ZONE, NOW + 61)).toEqual(['policy']);
    // The tag was added behind the signature's back.
    expect(await resultsOf(unsigned, ZONE, NOW)).toEqual(['fail']);
  });
  test('t=s forbids an identity below the domain', async () => {
    const mail = changed(await signed(MAIL), 's=s1;', 's=s1; i=@mail.example.com;');
    expect(await resultsOf(mail, zoneOf({ [NAME]: [`${RECORD}; t=s`] }))).toEqual(['permerror']);
  });
  test('a second From above the first is found out, a first one alone is not missed', async () => {
    const mail = await signed(MAIL);
    expect(await resultsOf(changed(mail, 'Received:', 'From: eve@example.net\r\nReceived:'))).toEqual(['fail']);
    expect(await resultsOf(changed(mail, 'From: Ann <ann@example.com>\r\n', ''))).toEqual(['fail']);
    expect(await resultsOf(mail)).toEqual(['pass']);
  });
  test.each(['From: Ann', 'To: Bob', 'Minutes', 'Hello', 'see you', '10:00:00 +0000\r\nMessage'])(
    'a changed %j is found out',
    async (text) => {
      expect(await resultsOf(changed(await signed(MAIL), text, `x${text}`))).toEqual(['fail']);
    },
  );
  test('every bit of the signature counts', async () => {
    const mail = await signed(MAIL, { key: ED25519, selector: 's2' });
    expect(await resultsOf(mail)).toEqual(['pass']);
    const at = mail.indexOf(' b=') + 4;
    for (const bit of [1, 2, 4]) {
      const other = Buffer.from(mail);
      other[at] = (mail[at] ?? 0) ^ bit;
      expect(await resultsOf(other)).not.toEqual(['pass']);
    }
  });
});

describe('l=', () => {
  /** Signs a limit too: the key is ours. */
  async function limited(length: number) {
    const { signLimited } = await import('./sign-limited.ts');
    return signLimited(MAIL, length);
  }
  const canonicalBytes = 'Hello Bob,\r\n\r\nsee you.\r\n'.length;
  test('that covers the whole body is a signature like others', async () => {
    expect((await verified(await limited(canonicalBytes))).signatures).toMatchObject([
      { result: 'pass', limited: false },
    ]);
  });
  test.each([0, 5, canonicalBytes - 1])('of %d bytes leaves some unsigned and is not trusted', async (length) => {
    const mail = await limited(length);
    expect((await verified(mail)).signatures).toMatchObject([{ result: 'policy', limited: true }]);
    const longer = Buffer.concat([mail, Buffer.from('Buy now!\r\n')]);
    expect((await verified(longer)).signatures).toMatchObject([{ result: 'policy', limited: true }]);
  });
  test('beyond the body is a fault', async () => {
    expect(await resultsOf(await limited(canonicalBytes + 1))).toEqual(['permerror']);
  });
});

describe('hostile messages', () => {
  /** A message of which nobody may take longer than so many milliseconds: generous for a busy machine, far below what would hurt. */
  async function soon<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    expect(performance.now() - start).toBeLessThan(milliseconds);
    return result;
  }

  test('of 200 signatures ten are examined, with ten look-ups at most', async () => {
    const mail = await signed(MAIL);
    const field = mail.subarray(0, mail.indexOf('Received:'));
    const other = (index: number) => changed(Buffer.from(field), 's=s1', `s=x${index}`);
    const many = Buffer.concat([...Array.from({ length: 200 }, (_, index) => other(index)), MAIL]);
    const watched = counting(ZONE);
    const { signatures, unexamined } = await soon(2000, () => verified(many, watched));
    expect(signatures).toHaveLength(10);
    expect(unexamined).toBe(190);
    expect(watched.asked).toHaveLength(10);
  });
  test('one key is asked for once, however many signatures use it', async () => {
    const mail = await signed(MAIL);
    const field = mail.subarray(0, mail.indexOf('Received:'));
    const watched = counting(ZONE);
    const { signatures } = await verified(Buffer.concat([field, field, field, MAIL]), watched);
    expect(signatures.map(({ result }) => result)).toEqual(['pass', 'pass', 'pass']);
    expect(watched.asked).toEqual([`TXT ${NAME}`]);
  });
  test('a good signature behind ten bad ones is not seen: the bound is kept', async () => {
    const mail = await signed(MAIL);
    const bad = Array.from({ length: 10 }, () => Buffer.from('DKIM-Signature: v=1\r\n'));
    expect(await resultsOf(Buffer.concat([...bad, mail]))).toEqual(Array(10).fill('permerror'));
    expect(await resultsOf(Buffer.concat([...bad.slice(1), mail]))).toContain('pass');
  });
  test.each([
    ['a To of 100,000 addresses', 'neutral', `To: ${'a@example.net, '.repeat(100_000)}\r\n`],
    ['a field of 100,000 lines', 'fail', `To: a${'\r\n b'.repeat(100_000)}\r\n`],
    ['100,000 fields', 'neutral', 'A: b\r\n'.repeat(100_000)],
    ['a million blanks', 'neutral', `To: a${' '.repeat(1_000_000)}b\r\n`],
    ['400,000 blanks', 'fail', `To: a${' '.repeat(400_000)}b\r\n`],
    ['a From of 400 KB', 'fail', `From: ${'"'.repeat(400_000)}\r\n`],
  ])('%s is soon found to be %s', async (_what, result, fields) => {
    const hostile = changed(await signed(MAIL), 'Received:', `${fields}Received:`);
    expect(await soon(2000, () => resultsOf(hostile))).toEqual([result]);
  });
  test('a header of many names and many fields is bounded', async () => {
    const mail = await signed(MAIL);
    const names = `from:${Array.from({ length: 400 }, (_, index) => `x${index % 7}`).join(':')}`;
    const fields = Array.from({ length: 1900 }, (_, index) => `X${index % 7}: ${'v '.repeat(100)}\r\n`).join('');
    const head = mail.subarray(0, mail.indexOf('Received:')).toString();
    const field = head.replace(/ h=[^;]*/, ` h=${names}`);
    const hostile = Buffer.from(field.repeat(10) + fields + MAIL.toString());
    expect(await soon(3000, () => resultsOf(hostile))).toEqual(Array(10).fill('fail'));
  });
  test('a key that DNS does not bring in time is a temperror', async () => {
    vi.useFakeTimers();
    try {
      const waiting = verified(await signed(MAIL), { lookup: () => new Promise(() => {}) });
      await vi.advanceTimersByTimeAsync(5000);
      expect((await waiting).signatures).toMatchObject([{ result: 'temperror', keyBits: null }]);
    } finally {
      vi.useRealTimers();
    }
  });
  test('a message that is nothing but a header, or nothing at all', async () => {
    expect(await resultsOf(Buffer.from('DKIM-Signature: v=1'))).toEqual(['permerror']);
    expect(await resultsOf(Buffer.alloc(0))).toEqual([]);
    expect(await resultsOf(await signed(Buffer.from('From: ann@example.com\r\n\r\n')))).toEqual(['pass']);
  });
});
