import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../src/config/parse.ts';
import { configuredDirectory } from '../../../src/engine/domains/configured-directory.ts';
import { mailDomains } from '../../../src/engine/domains/mail-domains.ts';
import { DailyQuota } from '../../../src/pipeline/daily-quota.ts';
import { PASSWORD, startSmtp } from '../smtp/smtp-lab.ts';

const NOON = Date.parse('2025-03-10T12:00:00Z') / 1000;
const LOGIN = `AUTH PLAIN ${Buffer.from(`\0ann@example.org\0${PASSWORD}`).toString('base64')}`;

async function lab(more: Omit<NonNullable<Parameters<typeof startSmtp>[0]>, 'domains' | 'resolve'> = {}) {
  const configuration = parseConfiguration(
    `plimsoll: 1
domains:
  - name: example.org
    aliases: [{ name: all, members: [ann, bob, x@elsewhere.example] }]
    autoBcc: [{ match: to, contains: all@, to: archive@elsewhere.example }]
    limits: { dailyMessages: 2, maxMessageBytes: 1000 }
    disclaimers: [{ name: legal, skipInternal: true, text: LEGAL }]
accounts: [{ address: ann@example.org }, { address: bob@example.org }]`,
    'test.yaml',
  );
  const directory = configuredDirectory(configuration);
  const quota = new DailyQuota();
  const domains = mailDomains({ domains: configuration.domains, directory, quota, log: () => {} });
  const smtp = await startSmtp({ now: () => NOON, ...more, domains, resolve: directory.resolve });
  const client = await smtp.connect();
  const send = async (to: string, from = 'ann@example.org') => {
    const begun = await client.sayAll(`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA');
    return begun[2]?.startsWith('354') ? client.sayAll('Subject: x\r\n\r\nHello\r\n.') : [begun[0] ?? ''];
  };
  return { ...smtp, client, quota, send };
}

describe('domains behind a real session', () => {
  test('an alias is expanded, a copy added, the disclaimer appended before the queue has it', async () => {
    const { client, send, kept } = await lab();
    await client.say(LOGIN);
    expect(await send('all@example.org')).toEqual([expect.stringMatching(/^250 /)]);
    expect(kept[0]?.envelope.recipients.map(({ address, account }) => [address, account])).toEqual([
      ['ann@example.org', 'ann@example.org'],
      ['bob@example.org', 'bob@example.org'],
      ['x@elsewhere.example', null],
      ['archive@elsewhere.example', null],
    ]);
    expect(kept[0]?.message).toBe('Subject: x\r\n\r\nHello\r\n\r\nLEGAL\r\n');
  });

  test('the third message of two is refused, and so is one that says it is too large', async () => {
    const { client, send, kept } = await lab();
    await client.say(LOGIN);
    expect(await client.say('MAIL FROM:<ann@example.org> SIZE=1001')).toMatch(/^552 5\.3\.4 /);
    await send('bob@example.org');
    await send('bob@example.org');
    expect(await send('bob@example.org')).toEqual([expect.stringMatching(/^452 4\.7\.1 /)]);
    expect(kept).toHaveLength(2);
  });

  test('what a filter or the queue refuses does not count', async () => {
    let verdict: 'infected' | 'clean' = 'infected';
    let full = true;
    const { client, send, quota, kept } = await lab({
      stages: { antivirus: { action: 'delete', onFailure: 'defer' } },
      observers: {
        antivirus: async () => {
          if (verdict === 'infected') throw new Error('no scanner');
          return { outcome: 'clean', virus: null, engine: null };
        },
      },
      submit: async () => (full ? { kind: 'failed', full: true } : { kind: 'kept' }),
    });
    await client.say(LOGIN);
    for (let turn = 0; turn < 3; turn += 1)
      expect(await send('bob@example.org')).toEqual([expect.stringMatching(/^451 /)]);
    verdict = 'clean';
    for (let turn = 0; turn < 3; turn += 1)
      expect(await send('bob@example.org')).toEqual([expect.stringMatching(/^452 4\.3\.1/)]);
    expect(quota.list(NOON)).toEqual([]);
    full = false;
    await send('bob@example.org');
    await send('bob@example.org');
    expect(await send('bob@example.org')).toEqual([expect.stringMatching(/^452 4\.7\.1/)]);
    expect(kept).toHaveLength(2);
  });

  test("a stranger who forges an address of ours uses up nobody's quota and gets no disclaimer", async () => {
    const { send, quota, kept } = await lab();
    for (let turn = 0; turn < 4; turn += 1)
      expect(await send('bob@example.org')).toEqual([expect.stringMatching(/^250 /)]);
    expect(quota.list(NOON)).toEqual([]);
    expect(kept[0]?.message).not.toContain('LEGAL');
  });
});
