// SMTP, submission and TLS as real programs speak them: swaks, curl, openssl, Python's smtplib. Run with PLIMSOLL_CLIENT_TESTS=1.
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labFolder, type Ready, startEngine, stopEngine } from './engine-process.ts';

const clients = process.env['PLIMSOLL_CLIENT_TESTS'] === '1' ? describe : describe.skip;
const CURL_LOGIN = ['--user', 'alice@example.com:alice-secret'];

/** Exit code and all that a program said. */
function run(program: string, args: readonly string[], input = '') {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, timeout: 30_000 });
  if (error) throw error;
  return { status, text: `${stdout}${stderr}` };
}

const swaks = (port: number, ...args: readonly string[]) =>
  run('swaks', ['--server', `127.0.0.1:${port}`, '--ehlo', 'client.example', '--to', 'bob@example.com', ...args]);
const asAlice = (mechanism: string) => [
  '--auth',
  mechanism,
  '--auth-user',
  'alice@example.com',
  '--auth-password',
  'alice-secret',
];

clients('SMTP, with real clients', () => {
  // What is tried here is the protocol: filters have their own tests.
  const lab = labFolder((configuration) => {
    configuration['stages'] = { antispam: { enabled: false }, greylist: { enabled: false } };
  });
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let ready: Ready;
  beforeAll(async () => {
    engine = await startEngine(lab.config);
    ready = engine.ready;
  });
  afterAll(async () => {
    await stopEngine(engine.child, 'SIGKILL');
    lab.remove();
  });

  test.each(['PLAIN', 'LOGIN'])('swaks logs in by %s behind STARTTLS on 587 and sends', (mechanism) => {
    const { status, text } = swaks(ready.submission, '--tls', ...asAlice(mechanism), '--from', 'alice@example.com');
    expect(text).toMatch(/TLS started with cipher TLSv1\.[23]/);
    expect(text).toMatch(/~ +235 2\.7\.0/);
    expect(status).toBe(0);
  });

  test('swaks sends by TLS at once on 465, and by PIPELINING', () => {
    expect(
      swaks(ready.submissions, '--tls-on-connect', '--pipeline', ...asAlice('PLAIN'), '--from', 'alice@example.com')
        .status,
    ).toBe(0);
  });

  test('swaks hears why without a login, with a wrong one, and as an open relay', () => {
    expect(swaks(ready.submission, '--tls', '--from', 'alice@example.com').text).toMatch(/530 5\.7\.0/);
    const wrong = ['--auth', 'PLAIN', '--auth-user', 'alice@example.com', '--auth-password', 'no'];
    expect(swaks(ready.submission, '--tls', ...wrong, '--from', 'alice@example.com').text).toMatch(/535 5\.7\.8/);
    const relayed = swaks(
      ready.smtp,
      '--local-interface',
      '127.0.0.2',
      '--from',
      's@partner.example',
      '--to',
      'x@elsewhere.example',
    );
    expect(relayed.text).toMatch(/554 5\.7\.1 Relay access denied/);
  });

  test('swaks sends to port 25 over STARTTLS, as another server would', () => {
    const sent = swaks(ready.smtp, '--tls', '--local-interface', '127.0.0.2', '--from', 's@partner.example');
    expect([sent.status, sent.text]).toEqual([0, expect.stringContaining('TLS started')]);
  });

  test('curl sends by smtps:// and by STARTTLS', () => {
    const mail = 'From: alice@example.com\r\nTo: bob@example.com\r\nSubject: by curl\r\n\r\n.\r\nhello\r\n';
    const letter = [
      '--mail-from',
      'alice@example.com',
      '--mail-rcpt',
      'bob@example.com',
      '--upload-file',
      '-',
      '--silent',
      '--show-error',
    ];
    const at = (url: string, ...more: readonly string[]) =>
      run('curl', ['--insecure', '--url', url, ...CURL_LOGIN, ...letter, ...more], mail);
    expect(at(`smtps://127.0.0.1:${ready.submissions}/client.example`)).toEqual({ status: 0, text: '' });
    expect(at(`smtp://127.0.0.1:${ready.submission}/client.example`, '--ssl-reqd')).toEqual({ status: 0, text: '' });
    expect(at(`smtps://127.0.0.1:${ready.submissions}`, '--tls-max', '1.1').status).not.toBe(0);
  });

  test("Python's smtplib holds a whole conversation, DSN, SMTPUTF8 and BDAT included", () => {
    const ports = [ready.smtp, ready.submission, ready.submissions].map(String);
    expect(run('python3', ['test/clients/smtp_conversation.py', ...ports])).toEqual({ status: 0, text: '' });
  });

  test('openssl sees TLS 1.2 and 1.3, no older one, and no renegotiation', () => {
    const ask = (...args: readonly string[]) =>
      run(
        'openssl',
        ['s_client', '-connect', `127.0.0.1:${ready.smtp}`, '-starttls', 'smtp', '-crlf', ...args],
        'QUIT\n',
      );
    expect(ask('-tls1_3').text).toContain('New, TLSv1.3');
    expect(ask('-tls1_2').text).toContain('New, TLSv1.2');
    expect(ask('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0').text).toMatch(/alert protocol version|no protocols available/);
    const again = run('openssl', ['s_client', '-connect', `127.0.0.1:${ready.submissions}`, '-tls1_2'], 'R\n');
    expect(again.text).toMatch(/no renegotiation|RENEGOTIATING[\s\S]*error/);
  });

  test('the key is the owner’s alone, and a SIGHUP brings a new certificate to new sessions', async () => {
    const own = join(lab.data, 'tls', 'own.pem');
    expect(statSync(own).mode & 0o777).toBe(0o600);
    const serial = (): string => {
      const { text } = run('openssl', ['s_client', '-connect', `127.0.0.1:${ready.submissions}`, '-showcerts'], '');
      return new X509Certificate(/-----BEGIN CERT[\s\S]+?-----END CERTIFICATE-----/.exec(text)?.[0] ?? '').serialNumber;
    };
    const before = serial();
    writeFileSync(own, '');
    engine.child.kill('SIGHUP');
    await expect.poll(serial).not.toBe(before);
    await expect.poll(engine.stderr).toContain('tls.renewed');
  });

  test('nothing secret is in the log, and the received mail says how it came', async () => {
    const out = execFileSync('python3', [
      'test/clients/read_mailbox.py',
      String(ready.imap),
      'bob@example.com',
      'bob-secret',
      'INBOX',
    ]);
    const mails = (JSON.parse(out.toString()) as string[]).map((text) =>
      Buffer.from(text, 'base64').toString('latin1'),
    );
    expect(mails.length).toBeGreaterThanOrEqual(9);
    for (const word of ['ESMTPSA', 'ESMTPS', 'UTF8SMTPSA']) expect(mails.join('')).toContain(` with ${word} id `);
    await expect.poll(engine.stderr).toContain('smtp.login');
    for (const secret of ['alice-secret', Buffer.from('\0alice@example.com\0alice-secret').toString('base64')])
      expect(engine.stderr()).not.toContain(secret);
  });
});
