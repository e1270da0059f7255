// What we sign, others can verify: our own verifier, and mailauth's, which shares no code with it.
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, test } from 'vitest';
import { dkimCosts } from '../../../bench/dkim.ts';
import { SIGNED_HEADERS } from '../../../src/config/dkim.ts';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { signMessage } from '../../../src/engine/dkim/sign-message.ts';
import { changed, crlf, ED25519, MAIL, NOW, RSA, resultsOf, signed, verified } from './fixtures.ts';

/** What mailauth says of the uppermost signature. */
async function byMailauth(message: Buffer, key = RSA): Promise<string | undefined> {
  const { results } = await dkimVerify(message, { resolver: async () => [[keyRecordText(key)]] });
  return results[0]?.status.result;
}

/** Header text without what mailauth takes for blanks and others do not: it is the yardstick here, not the standard. */
const word = fc.stringMatching(/^[!-9;-~]{1,12}$/);
const blank = fc.constantFrom(' ', '  ', '\t', '\r\n ', ' \r\n\t');
const value = fc.array(fc.tuple(blank, word), { minLength: 1, maxLength: 8 }).map((parts) => parts.flat().join(''));
const name = fc.constantFrom('Subject', 'To', 'X-Other', 'Received', 'cc', 'MIME-Version', 'Content-Type', 'Reply-To');
const line = fc.array(fc.constantFrom('a', 'word', ' ', '\t', '.', '=20', 'é', '\u00a0'), { maxLength: 12 });
const mails = fc
  .record({
    before: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    from: value,
    after: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    body: fc.array(line, { maxLength: 12 }),
    ended: fc.boolean(),
  })
  .map(({ before, from, after, body, ended }) => {
    const fields = [...before, ['From', from] as const, ...after].map(([key, text]) => `${key}:${text}\r\n`);
    const text = body.map((words) => words.join('')).join('\r\n');
    return Buffer.from(`${fields.join('')}\r\n${text}${ended ? '\r\n' : ''}`);
  });

describe('a signature of ours', () => {
  test('holds for any message, by our verifier and by mailauth', async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (message) => {
        const rsa = await signed(message);
        expect(await resultsOf(rsa)).toEqual(['pass']);
        // A last line without its end gets one on the way, which changes nothing.
        const sent = rsa.subarray(-2).toString() === '\r\n' ? rsa : Buffer.concat([rsa, Buffer.from('\r\n')]);
        expect(await resultsOf(sent)).toEqual(['pass']);
        expect(await byMailauth(sent)).toBe('pass');
      }),
      { numRuns: 150 },
    );
  });
  test('holds with Ed25519 too', async () => {
    const mail = await signed(MAIL, { key: ED25519, selector: 's2' });
    expect((await verified(mail)).signatures).toMatchObject([{ result: 'pass', algorithm: 'ed25519-sha256' }]);
    expect(await byMailauth(mail, ED25519)).toBe('pass');
  });
  test('bears new blanks, folds, and fields that the way adds', async () => {
    const mail = await signed(MAIL);
    const travelled = Buffer.concat([
      Buffer.from('Received: from here by there\r\nX-Scanned: yes\r\n'),
      changed(changed(mail, 'Subject: Minutes', 'SUBJECT :\r\n  Minutes  '), 'Hello  Bob,', 'Hello \t Bob,  '),
    ]);
    expect(await resultsOf(travelled)).toEqual(['pass']);
    expect(await byMailauth(travelled)).toBe('pass');
  });
  test.each(['From', 'To', 'Subject', 'Date', 'Message-ID'])(
    'a second %s added on the way is found out',
    async (field) => {
      const mail = await signed(MAIL);
      for (const added of [
        Buffer.concat([Buffer.from(`${field}: other\r\n`), mail]),
        changed(mail, '\r\n\r\n', `\r\n${field}: other\r\n\r\n`),
      ])
        expect(await resultsOf(added)).toEqual(['fail']);
    },
  );
  test('what is not there may be added: a list has its Reply-To', async () => {
    const mail = await signed(MAIL);
    expect(await resultsOf(changed(mail, 'From:', 'Reply-To: list@example.net\r\nFrom:'))).toEqual(['pass']);
  });
  test('From is signed even where the list of fields forgets it', async () => {
    const mail = await signed(MAIL, { wanted: ['Subject'] });
    expect(mail.toString()).toContain(' h=from:from:subject:subject;');
    expect(await resultsOf(mail)).toEqual(['pass']);
  });
  test('is made of short lines', async () => {
    const text = (await signed(MAIL)).toString();
    const field = text.slice(0, text.indexOf('Received:'));
    for (const one of field.split('\r\n')) expect(one.length).toBeLessThanOrEqual(78);
    expect(field).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed;\r\n d=example\.com; s=s1;/);
    expect(field).toContain(` t=${NOW};`);
    expect(field).not.toMatch(/\bl=/);
  });
  test('is not made for a message without From, and not without a key', async () => {
    const keys = [{ domain: 'example.com', selector: 's1', key: RSA }];
    expect(await signMessage(crlf('Subject: x\n\nFrom: body\n'), keys, SIGNED_HEADERS, NOW)).toEqual([]);
    expect(await signMessage(MAIL, [], SIGNED_HEADERS, NOW)).toEqual([]);
  });
  test('covers raw UTF-8 as the standard says, where mailauth 4.13.3 takes the byte A0 for a blank', async () => {
    const mail = await signed(changed(MAIL, 'Minutes', 'voil\u00e0 \u00e0'));
    expect(await resultsOf(mail)).toEqual(['pass']);
    // Negative control, and a reminder: when this passes, mailauth was mended.
    expect(await byMailauth(mail)).toBe('fail');
  });
  test('a large message with long lines is signed within a turn or two', async () => {
    const large = Buffer.concat([MAIL, Buffer.from(`${'x \t'.repeat(700_000)}\r\n`)]);
    expect(await resultsOf(await signed(large))).toEqual(['pass']);
  });
});

test('the benchmark of signatures still runs', async () => {
  const costs = await dkimCosts(1);
  expect(costs.map(({ key, sizeBytes }) => `${key} ${sizeBytes}`)).toEqual([
    'rsa-2048 5284',
    'ed25519 5284',
    'rsa-2048 303577',
    'ed25519 303577',
  ]);
  for (const { verifyMilliseconds, signMilliseconds } of costs)
    expect(Math.min(verifyMilliseconds, signMilliseconds)).toBeGreaterThan(0);
});
