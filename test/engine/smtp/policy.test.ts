import { describe, expect, test } from 'vitest';
import { antispamEvidence } from '../../../src/stages/antispam/stage.ts';
import { startData, startSmtp } from './smtp-lab.ts';

const rule = (type: string, match: string, action: string) => ({ name: match, type, match, action });
const blacklist = (...rules: object[]) => ({ accessList: { blacklist: rules } });

describe('what the stages say is done', () => {
  test('a refusal at connect replaces the greeting', async () => {
    const stages = { connectionPolicy: { maxConcurrentConnections: 1 } };
    const lab = await startSmtp({ stages });
    await lab.connect();
    const second = await lab.open();
    expect(await second.rest()).toEqual([expect.stringMatching(/^421 4\.7\.0/)]);
    expect(lab.ports.rates.counts('127.0.0.1', 1_700_000_000).connectionsThisMinute).toBe(2);
  });

  test('messages are counted at MAIL, and refused beyond the limit', async () => {
    const client = await (await startSmtp({ stages: { connectionPolicy: { maxMessagesPerMinute: 1 } } })).connect();
    expect(await client.say('MAIL FROM:<a@example.net>')).toMatch(/^250/);
    await client.say('RSET');
    expect(await client.say('MAIL FROM:<a@example.net>')).toMatch(/^450 4\.7\.1/);
  });

  test('a recipient that is refused or deferred does not cost the others their mail', async () => {
    const lab = await startSmtp({ stages: blacklist(rule('recipient', 'bob@example.org', 'reject')) });
    const client = await lab.connect();
    const replies = await client.sayAll(
      'MAIL FROM:<a@example.net>',
      'RCPT TO:<bob@example.org>',
      'RCPT TO:<ann@example.org>',
      'DATA',
    );
    expect(replies[1]).toMatch(/^554 5\.7\.1/);
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope.recipients.map(({ address }) => address)).toEqual(['ann@example.org']);
  });

  test('a discarded recipient hears 250 and gets nothing; a message with no other is dropped', async () => {
    const lab = await startSmtp({ stages: blacklist(rule('recipient', 'bob@example.org', 'discard')) });
    const client = await lab.connect();
    for (const others of [['RCPT TO:<ann@example.org>'], []]) {
      await client.sayAll('MAIL FROM:<a@example.net>', 'RCPT TO:<bob@example.org>', ...others, 'DATA');
      client.send('x\r\n.\r\n');
      expect(await client.reply()).toMatch(/^250 2\.0\.0/);
    }
    expect(lab.kept).toHaveLength(1);
    expect(lab.kept[0]?.envelope.recipients.map(({ address }) => address)).toEqual(['ann@example.org']);
  });

  test.each([
    ['delete', 'discard'],
    ['quarantine', 'quarantine'],
  ])('a virus under action %s: the sender hears 250, the recipients are told', async (action, fate) => {
    const lab = await startSmtp({
      stages: { antivirus: { action, notifyRecipients: true } },
      observers: { antivirus: async () => ({ outcome: 'infected', virus: 'Eicar', engine: null }) },
    });
    const client = await lab.connect();
    await startData(client);
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope).toMatchObject({
      recipients: [{ account: 'ann@example.org', fate, notify: true }],
      marks: [{ kind: 'virus', virus: 'Eicar' }],
    });
  });

  test('the observer sees the message as it was received, and the trail keeps what every stage saw and said', async () => {
    let seen = '';
    const lab = await startSmtp({
      stages: { accessList: {}, antispam: {} },
      observers: {
        antispam: async ({ message, sender, helo }) => {
          seen = `${sender} ${helo} ${Buffer.from(message ?? []).toString()}`;
          return antispamEvidence.parse({ score: 1.5 });
        },
      },
    });
    const client = await lab.connect();
    await startData(client);
    client.send('..x\r\n.\r\n');
    await client.reply();
    expect(seen).toBe('s@example.net client.example .x\r\n');
    expect(lab.kept[0]?.envelope.trail).toMatchObject([
      { stage: 'accessList', phase: 'connect', recipient: null, verdict: { kind: 'accept' } },
      { stage: 'accessList', phase: 'rcpt', recipient: 'ann@example.org' },
      { stage: 'antispam', phase: 'data', evidence: { score: 1.5 } },
    ]);
  });

  test('an observer that breaks defers the message, says so in the log, and the session lives', async () => {
    const lab = await startSmtp({
      stages: { antispam: {} },
      observers: {
        antispam: async () => {
          throw new Error('a bug');
        },
      },
    });
    const client = await lab.connect();
    await startData(client);
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^451 4\.3\.0/);
    expect(await client.say('NOOP')).toMatch(/^250/);
    expect(lab.kept).toEqual([]);
    expect(lab.logged.some((line) => line.startsWith('stage.fault') && line.includes('a bug'))).toBe(true);
  });

  test.each([
    [true, /^452 4\.3\.1/],
    [false, /^451 4\.3\.0/],
  ])('a queue that cannot keep it (full: %s) is no 250', async (full, wanted) => {
    const client = await (await startSmtp({ submit: async () => ({ kind: 'failed', full }) })).connect();
    await startData(client);
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(wanted);
  });
});
