import { describe, expect, test } from 'vitest';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { createZoneResolver } from '../../../src/engine/dns/zone-resolver.ts';
import type { Subject } from '../../../src/pipeline/observation.ts';
import { observeDkim } from '../../../src/stages/dkim/observe.ts';
import { dkim } from '../../../src/stages/dkim/stage.ts';
import { changed, MAIL, NAME, RSA, signed } from '../../engine/dkim/fixtures.ts';
import { counting, portsWith, subjectWith } from './fixtures.ts';

const ZONE = { names: { [NAME]: { TXT: [keyRecordText(RSA)] } } };
const observe = (message: Buffer, options: object = {}, more: Partial<Subject> = {}) =>
  observeDkim(subjectWith({ phase: 'data', message, ...more }), dkim.options.parse(options), portsWith(ZONE));

describe('DKIM', () => {
  test('sees a signature of the author’s domain', async () => {
    expect(await observe(await signed(MAIL))).toEqual({
      whitelisted: false,
      signatures: [
        {
          domain: 'example.com',
          selector: 's1',
          result: 'pass',
          algorithm: 'rsa-sha256',
          keyBits: 1024,
          aligned: true,
          limited: false,
        },
      ],
      unexamined: 0,
    });
  });
  test('sees that another domain signed', async () => {
    const mail = changed(MAIL, 'ann@example.com', 'ann@example.org');
    expect((await observe(await signed(mail))).signatures).toMatchObject([{ result: 'pass', aligned: false }]);
  });
  test('sees no alignment where From cannot be read', async () => {
    const mail = changed(MAIL, 'Ann <ann@example.com>', '"');
    expect((await observe(await signed(mail))).signatures).toMatchObject([{ result: 'pass', aligned: false }]);
  });
  test('its facts fit the schema of the stage, whatever the signature says', async () => {
    const nonsense = Buffer.concat([
      Buffer.from(`DKIM-Signature: d=${'x'.repeat(400)}\r\nDKIM-Signature: \xff\r\nDKIM-Signature:\r\n`, 'latin1'),
      await signed(MAIL),
    ]);
    const facts = await observe(nonsense);
    expect(dkim.evidence.parse(facts)).toEqual(facts);
    expect(facts.signatures).toHaveLength(4);
  });
  test('does not look at mail of a client on its whitelist', async () => {
    const mail = changed(await signed(MAIL), 'Minutes', 'Hours');
    const options = { whitelist: ['192.0.2.0/24', '2001:db8::1'] };
    expect(await observe(mail, options)).toEqual({ whitelisted: true, signatures: [], unexamined: 0 });
    expect((await observe(mail, options, { clientAddress: '::ffff:192.0.2.9' })).whitelisted).toBe(true);
    expect((await observe(mail, options, { clientAddress: '198.51.100.1' })).signatures).toMatchObject([
      { result: 'fail' },
    ]);
  });
  test('examines a message once, the next one of the session afresh', async () => {
    const watched = counting(createZoneResolver(ZONE));
    const ports = portsWith({ names: {} }, { resolver: watched });
    const options = dkim.options.parse({});
    const subject = subjectWith({ phase: 'data', message: await signed(MAIL) });
    for (let times = 0; times < 3; times += 1) await observeDkim(subject, options, ports);
    expect(watched.asked).toEqual([`TXT ${NAME}`]);
    const next = { ...subject, message: changed(await signed(MAIL), 'Minutes', 'Hours') };
    expect((await observeDkim(next, options, ports)).signatures).toMatchObject([{ result: 'fail' }]);
    // Nothing of a message stays with the session.
    expect(subject.memo.size).toBe(0);
  });
});
