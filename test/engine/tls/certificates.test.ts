import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain, createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { acceptTls } from '../../../src/engine/tls/accept-tls.ts';
import { type Certificates, openCertificates } from '../../../src/engine/tls/certificates.ts';
import { createCertificate } from '../../../src/engine/tls/create-certificate.ts';
import { ownIdentity } from '../../../src/engine/tls/own-identity.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';

const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;
const HOSTNAME = 'mail.example.org';

const opened: Certificates[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.stop();
  for (const one of servers.splice(0)) one.close();
});

function lab() {
  const disk = createMemoryDisk();
  const logged: string[] = [];
  const base = {
    fs: disk.fs,
    folder: '/data',
    files: null,
    hostname: HOSTNAME,
    minVersion: 'TLSv1.2' as const,
    now: () => NOW,
    log: (event: string, facts: object) => void logged.push(`${event} ${JSON.stringify(facts)}`),
  };
  const open = async (more: Partial<Parameters<typeof openCertificates>[0]> = {}) => {
    const certificates = await openCertificates({ ...base, ...more });
    opened.push(certificates);
    return certificates;
  };
  const write = async (path: string, text: string) => {
    await disk.fs.makeFolder('/etc');
    await disk.fs.remove(path);
    const file = await disk.fs.open(path, 'new');
    await file.write(Buffer.from(text));
    await file.close();
  };
  return { ...disk, logged, open, write };
}

/** The name in the certificate that a handshake shows now. */
async function shownBy(certificates: Certificates): Promise<unknown> {
  const server = createServer((socket) => void acceptTls(socket, certificates.current(), 5));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(client, 'secureConnect');
  const { subject } = client.getPeerCertificate();
  client.destroy();
  return subject.CN;
}

describe('a certificate of our own', () => {
  test('is for the host name, for serving, signs nothing, and is valid for 397 days from yesterday', async () => {
    const { certificate, key } = await createCertificate(HOSTNAME, NOW);
    const parsed = new X509Certificate(certificate);
    expect(parsed.subjectAltName).toBe(`DNS:${HOSTNAME}`);
    expect(parsed.ca).toBe(false);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(Date.parse(parsed.validFrom) / 1000).toBe(NOW - DAY);
    expect(Date.parse(parsed.validTo) / 1000).toBe(NOW + 396 * DAY);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    const other = new X509Certificate((await createCertificate(HOSTNAME, NOW)).certificate);
    expect(other.serialNumber).not.toBe(parsed.serialNumber);
  });

  test('for a name longer than a common name may be can be used too', async () => {
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    expect(new X509Certificate((await createCertificate(name, NOW)).certificate).checkHost(name)).toBe(name);
  });

  test('is made once, kept, and made anew for another name, before it ends, and when it is damaged', async () => {
    const { fs, write } = lab();
    const get = (more: object = {}) => ownIdentity({ fs, folder: '/data/tls', hostname: HOSTNAME, now: NOW, ...more });
    const first = await get();
    expect(await get()).toEqual(first);
    expect(await get({ now: NOW + 365 * DAY })).toEqual(first);
    const renewed = await get({ now: NOW + 367 * DAY });
    expect(renewed).not.toEqual(first);
    expect(await get({ hostname: 'other.example.org', now: NOW + 367 * DAY })).not.toEqual(renewed);
    await write('/data/tls/own.pem', 'rubbish');
    expect((await get()).certificate).toContain('BEGIN CERTIFICATE');
  });

  test('is renewed while the server runs', async () => {
    const { open, logged } = lab();
    let now = NOW;
    const certificates = await open({ now: () => now });
    const before = certificates.current();
    await certificates.refresh();
    expect(certificates.current()).toBe(before);
    now += 370 * DAY;
    await certificates.refresh();
    expect(certificates.current()).not.toBe(before);
    expect(logged).toEqual(['tls.renewed {"ownCertificate":true}']);
  });
});

describe('a certificate from files', () => {
  const files = { certificateFile: '/etc/cert.pem', keyFile: '/etc/key.pem' };
  async function withFiles(name: string) {
    const made = lab();
    const identity = await createCertificate(name, NOW);
    await made.write(files.certificateFile, identity.certificate);
    await made.write(files.keyFile, identity.key);
    return made;
  }

  test('is used, and a new one is when the files change', async () => {
    const { open, write } = await withFiles('one.example');
    const certificates = await open({ files });
    expect(await shownBy(certificates)).toBe('one.example');
    const next = await createCertificate('two.example', NOW);
    await write(files.certificateFile, next.certificate);
    await write(files.keyFile, next.key);
    expect(await shownBy(certificates)).toBe('one.example');
    await certificates.refresh();
    expect(await shownBy(certificates)).toBe('two.example');
  });

  test('that changed by half stays what it was, and the log says so without the key', async () => {
    const { open, write, logged } = await withFiles('one.example');
    const certificates = await open({ files });
    const next = await createCertificate('two.example', NOW);
    await write(files.certificateFile, next.certificate);
    await certificates.refresh();
    expect(await shownBy(certificates)).toBe('one.example');
    expect(logged[0]).toMatch(/^tls\.not-renewed .*KEY_VALUES_MISMATCH/);
    expect(logged.join()).not.toContain('PRIVATE');
    await write(files.keyFile, next.key);
    await certificates.refresh();
    expect(await shownBy(certificates)).toBe('two.example');
  });

  test.each([
    ['are missing', async () => {}],
    [
      'are no PEM',
      async (write: (path: string, text: string) => Promise<void>) => {
        await write(files.certificateFile, 'x');
        await write(files.keyFile, 'y');
      },
    ],
  ])('that %s is refused at the start, with their names', async (_what, prepare) => {
    const { open, write } = lab();
    await prepare(write);
    const error = await open({ files }).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain('/etc/cert.pem and /etc/key.pem');
  });
});

test('a handshake with a client that speaks something else brings its reason, not an exception', async () => {
  const certificates = await lab().open();
  const outcomes: unknown[] = [];
  const server = createServer(async (socket) => void outcomes.push(await acceptTls(socket, certificates.current(), 5)));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0\0\0\0\0']) {
    const client = connectPlain(port, '127.0.0.1');
    client.on('error', () => {});
    client.resume();
    client.write(bytes);
    await once(client, 'close');
  }
  expect(outcomes).toEqual([expect.stringMatching(/^ERR_SSL_/), expect.stringMatching(/^ERR_SSL_/)]);
});
