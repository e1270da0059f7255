import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { createCertificate } from '../../../src/engine/tls/create-certificate.ts';
import { secureContext } from '../../../src/engine/tls/secure-context.ts';
import { PASSWORD, startData, startSmtp } from './smtp-lab.ts';

describe('STARTTLS', () => {
  test('is offered until it is done, and the message that comes behind it says so', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    expect(await client.say('EHLO client.example')).toContain('250-STARTTLS');
    await client.startTls();
    expect(await client.say('EHLO client.example')).not.toContain('STARTTLS');
    expect(await client.say('STARTTLS')).toMatch(/^503 5\.5\.1/);
    await startData(client);
    client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept[0]?.envelope).toMatchObject({ secure: true, account: null, role: 'smtp' });
  });

  test.each([
    ['there is no certificate', { tls: false as const }],
    ['the listener does not offer it', { rules: { starttls: false } }],
  ])('is not there when %s', async (_why, options) => {
    const client = await (await startSmtp(options)).connect();
    expect(await client.say('EHLO client.example')).not.toContain('STARTTLS');
    expect(await client.say('STARTTLS')).toMatch(/^502 5\.5\.1/);
    expect(await client.say('NOOP')).toMatch(/^250/);
  });

  test('forgets all that was said in plain text: EHLO, the transaction, the login', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await client.say(`AUTH PLAIN ${Buffer.from(`\0ann@example.org\0${PASSWORD}`).toString('base64')}`);
    await client.say('MAIL FROM:<ann@example.org>');
    await client.say('STARTTLS');
    await client.handshake();
    expect(await client.say('RCPT TO:<ann@example.org>')).toMatch(/^503/);
    expect(await client.say('MAIL FROM:<ann@example.org>')).toMatch(/^503 5\.5\.1 Send HELO/);
    await client.say('EHLO client.example');
    await client.say('MAIL FROM:<ann@example.org>');
    expect(await client.say('RCPT TO:<x@elsewhere.example>')).toMatch(/^554 5\.7\.1 Relay/);
  });
});

describe('injection into STARTTLS', () => {
  test('a chunk of a message before it is no part of a message behind it', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
    client.send('BDAT 6\r\nevil\r\n');
    await client.reply();
    await client.startTls();
    await client.sayAll('MAIL FROM:<s@example.net>', 'RCPT TO:<ann@example.org>');
    client.send('BDAT 6 LAST\r\ngood\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(lab.kept.map(({ message }) => message)).toEqual(['good\r\n']);
  });

  const INJECTED = 'EHLO evil.example\r\nMAIL FROM:<evil@example.net>\r\nRCPT TO:<ann@example.org>\r\n';

  test.each([true, false])(
    'commands in the same packet end the session (pipelining refused: %s)',
    async (refusePipelining) => {
      const lab = await startSmtp({ limits: { refusePipelining } });
      const client = await lab.connect();
      client.send(`STARTTLS\r\n${INJECTED}`);
      expect(await client.rest()).toEqual([expect.stringMatching(/^554 5\.5\.1 Nothing may follow STARTTLS/)]);
    },
  );

  test('commands that come between the 220 and the handshake are no handshake, and are never answered', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    expect(await client.say('STARTTLS')).toMatch(/^220/);
    client.send(INJECTED);
    expect(await client.rest()).toEqual([]);
    expect(lab.logged.some((line) => line.startsWith('smtp.tls-failed'))).toBe(true);
  });

  test('commands in front of the client hello end the handshake, and nothing of them is heard inside', async () => {
    const lab = await startSmtp();
    const socket = connect(lab.port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'data');
    socket.write('EHLO x.example\r\n');
    await once(socket, 'data');
    socket.write('STARTTLS\r\n');
    await once(socket, 'data');
    socket.write('NOOP\r\n');
    const secure = connectTls({ socket, rejectUnauthorized: false });
    const [error] = (await once(secure, 'error')) as [Error];
    expect(error).toBeInstanceOf(Error);
  });
});

describe('the handshake', () => {
  test('that does not come is waited for only so long', async () => {
    const lab = await startSmtp({ limits: { handshakeSeconds: 0.2 } });
    const client = await lab.connect();
    await client.say('STARTTLS');
    expect(await client.rest()).toEqual([]);
    expect(lab.logged.at(-1)).toMatch(/smtp\.tls-failed .*timeout/);
  });

  test('that a client leaves is no fault of the server', async () => {
    const lab = await startSmtp();
    const client = await lab.connect();
    await client.say('STARTTLS');
    client.close();
    await lab.server.stop(5);
    expect(lab.logged.filter((line) => line.startsWith('smtp.fault'))).toEqual([]);
    expect(lab.ports.rates.counts('127.0.0.1', 1_700_000_000).concurrentConnections).toBe(0);
  });

  test('with TLS 1.1 is refused', async () => {
    const lab = await startSmtp({ rules: { role: 'submissions' } });
    const old = connectTls({
      port: lab.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    const [error] = (await once(old, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS/);
  });

  test('cannot be asked for again: renegotiation is refused', async () => {
    const lab = await startSmtp({ rules: { role: 'submissions' } });
    const client = connectTls({ port: lab.port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
    await once(client, 'data');
    const error = await new Promise<Error | null>((resolve) => {
      client.on('error', resolve);
      client.renegotiate({}, resolve);
    });
    expect(String(error)).toMatch(/no renegotiation|NO_RENEGOTIATION/i);
    client.destroy();
  });

  test('uses the certificate of the moment: sessions before a change keep theirs', async () => {
    const made = await Promise.all(
      ['one.example', 'two.example'].map(async (name) =>
        secureContext(await createCertificate(name, Date.now() / 1000), 'TLSv1.2'),
      ),
    );
    let index = 0;
    const current = () => made[index] ?? made[0]!;
    const lab = await startSmtp({ tls: current });
    const names: unknown[] = [];
    const first = await lab.connect();
    await first.say('STARTTLS');
    const running = await first.handshake();
    names.push(running.getPeerCertificate().subject.CN);
    index = 1;
    const second = await lab.connect();
    await second.say('STARTTLS');
    names.push((await second.handshake()).getPeerCertificate().subject.CN);
    expect(names).toEqual(['one.example', 'two.example']);
    expect(await first.say('EHLO still.example')).toMatch(/^250/);
  });
});

describe('port 465', () => {
  test('speaks TLS from the first byte, then asks for a login', async () => {
    const client = await (await startSmtp({ rules: { role: 'submissions', plaintextLogin: false } })).open();
    expect(await client.reply()).toMatch(/^220/);
    const offers = await client.say('EHLO client.example');
    expect(offers).toContain('AUTH PLAIN LOGIN');
    expect(offers).not.toContain('STARTTLS');
    expect(await client.say('MAIL FROM:<ann@example.org>')).toBe('530 5.7.0 Authentication required');
  });

  test('does not answer plain text, and does not wait for it for ever', async () => {
    const lab = await startSmtp({ rules: { role: 'submissions' } });
    const socket = connect(lab.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.write('EHLO x.example\r\n');
    await once(socket, 'close');
    // At most a TLS alert.
    expect(heard).not.toMatch(/\d{3}/);
  });
});
