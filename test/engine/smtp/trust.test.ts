import { describe, expect, test } from 'vitest';
import type { Directory } from '../../../src/engine/directory.ts';
import { DIRECTORY, PASSWORD, startSmtp } from './smtp-lab.ts';

const FOREIGN = 'x@elsewhere.example';
const logIn = `AUTH PLAIN ${Buffer.from(`\0ann@example.org\0${PASSWORD}`).toString('base64')}`;

describe('who may relay', () => {
  test.each([
    ['a trusted server, by its address', { trusted: ['127.0.0.1'] }, /^250/],
    ['a trusted server, by its network', { trusted: ['127.0.0.0/8'] }, /^250/],
    ['a client in a network that need not log in', { exemptNetworks: ['127.0.0.0/8'] }, /^250/],
    ['a client outside of both', { trusted: ['192.0.2.1'], exemptNetworks: ['192.0.2.0/24'] }, /^554 5\.7\.1/],
    ['anybody else', {}, /^554 5\.7\.1/],
  ])('%s', async (_who, access, wanted) => {
    const client = await (await startSmtp({ access })).connect();
    await client.say('MAIL FROM:<s@example.net>');
    expect(await client.say(`RCPT TO:<${FOREIGN}>`)).toMatch(wanted);
  });

  test('an unknown user of ours is unknown to all of them', async () => {
    const client = await (await startSmtp({ access: { trusted: ['127.0.0.1'] } })).connect();
    await client.say('MAIL FROM:<s@example.net>');
    expect(await client.say('RCPT TO:<nobody@example.org>')).toMatch(/^550 5\.1\.1/);
  });

  test.each([
    ['trusted', { trusted: ['127.0.0.1'] }],
    ['exempt', { exemptNetworks: ['127.0.0.1'] }],
  ])('a %s client is not judged as a stranger, but its mail is scanned', async (_who, access) => {
    const visited: string[] = [];
    const seen = (name: string) => async () => {
      visited.push(name);
      return {
        result: 'fail',
        hostname: 'unknown',
        name: 'notFqdn',
        records: 'none',
        outcome: 'clean',
        virus: null,
        sender: 'fqdn',
      } as never;
    };
    const names = ['unknownClient', 'spf', 'heloPolicy', 'unknownSender', 'senderPolicy', 'antivirus'] as const;
    const lab = await startSmtp({
      access,
      stages: Object.fromEntries(names.map((name) => [name, { enabled: true }])),
      observers: Object.fromEntries(names.map((name) => [name, seen(name)])),
    });
    const client = await lab.connect();
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>', 'DATA');
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(visited).toEqual(['senderPolicy', 'antivirus']);
    expect(lab.kept[0]?.envelope.origin).toBe('trusted');
  });
});

describe('a server behind ours (row 7.10)', () => {
  const resolve: Directory['resolve'] = (address) =>
    address.endsWith('@behind.example')
      ? { kind: 'known', targets: [{ address, account: null }] }
      : DIRECTORY.resolve(address);

  test('gets mail from anybody', async () => {
    const lab = await startSmtp({ resolve });
    const client = await lab.connect();
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<u@behind.example>', 'DATA');
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope.recipients).toMatchObject([{ address: 'u@behind.example', account: null }]);
  });

  test.each(['u%evil.example@behind.example', '"u@evil.example"@behind.example', 'evil.example!u@behind.example'])(
    'gets no route hidden in a local part from a stranger: %s',
    async (address) => {
      const client = await (await startSmtp({ resolve })).connect();
      await client.say('MAIL FROM:<s@example.net>');
      expect(await client.say(`RCPT TO:<${address}>`)).toMatch(/^554 5\.7\.1/);
    },
  );
});

describe('a sender that must belong to the login (row 7.4)', () => {
  const access = { senderMustBelongToLogin: true };
  test.each([
    ['a user with an own address', true, 'ann@example.org', {}, /^250/],
    ["a user with somebody else's", true, 'bob@example.org', {}, /^553 5\.7\.1/],
    ['a user with a foreign one', true, 's@example.net', {}, /^553 5\.7\.1/],
    ['a user with the null sender', true, '', {}, /^250/],
    ["a stranger with a user's", false, 'ann@example.org', {}, /^553 5\.7\.1/],
    ['a stranger with a foreign one', false, 's@example.net', {}, /^250/],
    ["a trusted server with a user's", false, 'ann@example.org', { trusted: ['127.0.0.1'] }, /^553 5\.7\.1/],
    [
      "a trusted server with a user's, where that is allowed",
      false,
      'ann@example.org',
      { trusted: ['127.0.0.1'], trustedMaySendAsAnybody: true },
      /^250/,
    ],
    [
      "a client that need not log in, with a user's",
      false,
      'ann@example.org',
      { exemptNetworks: ['127.0.0.1'] },
      /^250/,
    ],
  ])('%s', async (_who, loggedIn, sender, more, wanted) => {
    const client = await (await startSmtp({ access: { ...access, ...more } })).connect();
    if (loggedIn) await client.say(logIn);
    expect(await client.say(`MAIL FROM:<${sender}>`)).toMatch(wanted);
  });

  test('is no rule unless it is switched on', async () => {
    const client = await (await startSmtp()).connect();
    await client.say(logIn);
    expect(await client.say('MAIL FROM:<bob@example.org>')).toMatch(/^250/);
  });
});

describe('recipients that do not exist (row 7.8)', () => {
  test('beyond the limit of the day the address is shut out until the next one', async () => {
    let now = 1_700_000_000;
    const lab = await startSmtp({ stages: { unknownRecipients: { enabled: true, maxPerDay: 2 } }, now: () => now });
    const client = await lab.connect();
    await client.say('MAIL FROM:<s@example.net>');
    for (const name of ['a', 'b', 'c'])
      expect(await client.say(`RCPT TO:<${name}@example.org>`)).toMatch(/^550 5\.1\.1/);
    await client.say('RSET');
    client.send('MAIL FROM:<s@example.net>\r\n');
    expect(await client.rest()).toEqual([expect.stringMatching(/^421 4\.7\.1/)]);
    expect(await (await lab.open()).rest()).toEqual([expect.stringMatching(/^421 4\.7\.1/)]);
    now += 86_400;
    expect(await (await lab.open()).reply()).toMatch(/^220/);
  });

  test('a whitelisted address is spared', async () => {
    const whitelist = [{ name: 'us', type: 'ip', match: '127.0.0.1' }];
    const lab = await startSmtp({
      stages: { unknownRecipients: { enabled: true, maxPerDay: 1 }, accessList: { whitelist } },
    });
    const client = await lab.connect();
    await client.say('MAIL FROM:<s@example.net>');
    for (const name of ['a', 'b', 'c']) await client.say(`RCPT TO:<${name}@example.org>`);
    expect(await (await lab.open()).reply()).toMatch(/^220/);
  });
});
