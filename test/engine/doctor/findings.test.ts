import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { configurationSchema } from '../../../src/config/schema.ts';
import { validate } from '../../../src/config/validate.ts';
import { DAY_SECONDS } from '../../../src/core/units.ts';
import { keyPlaces, makeKey } from '../../../src/engine/dkim/key-store.ts';
import { txtRecord } from '../../../src/engine/dkim/txt-record.ts';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import { adminFindings } from '../../../src/engine/doctor/admin-findings.ts';
import { certificateFindings } from '../../../src/engine/doctor/certificate-findings.ts';
import type { Finding } from '../../../src/engine/doctor/check.ts';
import { diskFindings } from '../../../src/engine/doctor/disk-findings.ts';
import { portFindings } from '../../../src/engine/doctor/machine-findings.ts';
import { reputationFindings } from '../../../src/engine/doctor/reputation-findings.ts';
import type { FileSystem } from '../../../src/engine/ports/file-system.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { openDataFolder } from '../../../src/engine/store/data-folder.ts';
import { createCertificate } from '../../../src/engine/tls/create-certificate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const configured = (change: Record<string, unknown> = {}) =>
  validate(
    configurationSchema,
    { plimsoll: 1, hostname: 'mail.example.com', domains: ['example.com'], storage: { folder }, ...change },
    'test',
  );
const said = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(
    findings.map(({ name, status, detail }) => [name.replace(folder, ''), `${status} ${detail.replace(folder, '')}`]),
  );

describe('the doctor on certificates', () => {
  const now = Date.UTC(2026, 0, 1) / 1000;
  const files = { submission: { enabled: true } };
  /** A pair of files made at `made` for `name`. */
  async function pair(made: number, name = 'mail.example.com', mode = 0o600) {
    const { certificate, key } = await createCertificate(name, made);
    const tls = { certificateFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    writeFileSync(tls.certificateFile, certificate);
    writeFileSync(tls.keyFile, key);
    chmodSync(tls.keyFile, mode);
    return { tls, listeners: files, key };
  }

  test('finds a good pair good', async () => {
    const { tls, listeners } = await pair(now);
    expect(said(await certificateFindings(configured({ tls, listeners }), now))).toEqual({
      certificate: 'ok valid until 2027-02-01, 396 days',
      'certificate for mail.example.com': 'ok DNS:mail.example.com',
      'key /key.pem': 'ok readable by its owner alone (600)',
    });
  });

  test.each([
    ['over', 400, 'fail ended on 2025-12-28'],
    ['soon over', 390, 'warn ends on 2026-01-07, in 6 days'],
    ['not yet valid', -10, /^fail not valid before /],
  ])('finds one that is %s', async (_what, daysAgo, wanted) => {
    const { tls, listeners } = await pair(now - daysAgo * DAY_SECONDS);
    expect(said(await certificateFindings(configured({ tls, listeners }), now))['certificate']).toMatch(wanted);
  });

  test('finds another name, a key that others may read, and a key of another certificate', async () => {
    const { tls, listeners } = await pair(now, 'other.example', 0o644);
    writeFileSync(tls.keyFile, (await createCertificate('x.example', now)).key);
    expect(said(await certificateFindings(configured({ tls, listeners }), now))).toMatchObject({
      'certificate for mail.example.com': 'fail is for DNS:other.example',
      'key /key.pem': 'fail belongs to another certificate',
    });
    const findings = await certificateFindings(configured({ tls, listeners }), now);
    expect(findings).toContainEqual(expect.objectContaining({ status: 'warn', detail: 'others may read it (644)' }));
  });

  test('finds files that are missing or no PEM, and never quotes a key', async () => {
    const tls = { certificateFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    const look = async () => certificateFindings(configured({ tls, listeners: files }), now);
    expect(said(await look())['certificate']).toBe('fail /cert.pem cannot be read (ENOENT)');
    writeFileSync(tls.certificateFile, 'nonsense');
    expect(said(await look())['certificate']).toBe('fail /cert.pem is no certificate in PEM');
    const { key } = await pair(now);
    writeFileSync(tls.keyFile, key.replace('BEGIN', 'START'));
    const findings = await look();
    expect(said(findings)['key /key.pem']).toBe('fail is no private key');
    expect(JSON.stringify(findings)).not.toContain(key.split('\n')[1]);
  });

  test('warns of one of our own only where people would see it', async () => {
    const at = (listeners: object) => certificateFindings(configured({ listeners }), now);
    expect((await at({ submission: { enabled: true } })).map(({ status }) => status)).toEqual(['warn']);
    expect((await at({})).map(({ status }) => status)).toEqual(['ok']);
    expect(await at({ smtp: { starttls: false } })).toEqual([]);
  });
});

describe('the doctor on the disk', () => {
  const steady = () => performance.now() / 1000;

  test('flushes a file as the queue does, and leaves nothing behind', async () => {
    const findings = await diskFindings(folder, NODE_FILE_SYSTEM, steady);
    expect(findings.at(-1)).toMatchObject({
      status: expect.stringMatching(/ok|warn/),
      detail: expect.stringContaining('durable in'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('fails a disk whose flush fails, and warns of one that is slow', async () => {
    let turned = 0;
    const fs: FileSystem = {
      ...NODE_FILE_SYSTEM,
      syncFolder: () => Promise.reject(Object.assign(new Error('io'), { code: 'EIO' })),
    };
    expect((await diskFindings(folder, fs, steady)).at(-1)).toMatchObject({
      status: 'fail',
      detail: 'a file cannot be made durable (EIO)',
    });
    const slow = () => {
      turned += 0.3;
      return turned;
    };
    expect((await diskFindings(folder, NODE_FILE_SYSTEM, slow)).at(-1)).toMatchObject({
      status: 'warn',
      detail: 'a file is durable in 300.0 ms (median of 5)',
    });
  });
});

describe('the doctor on ports', () => {
  test('looks at every listener that is on, the admin listener too, and says who has them while the engine runs', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const off = { enabled: false };
    const configuration = configured({
      listeners: { smtp: { port }, imap: off, submission: off, submissions: off },
      admin: { enabled: true, port },
    });
    const statuses = async () => (await portFindings(configuration)).map(({ name, status }) => `${name} ${status}`);
    expect(await statuses()).toEqual([`SMTP on 127.0.0.1:${port} fail`, `ADMIN on 127.0.0.1:${port} fail`]);
    const held = await openDataFolder(folder);
    expect(await statuses()).toEqual([`SMTP on 127.0.0.1:${port} ok`, `ADMIN on 127.0.0.1:${port} ok`]);
    held.release();
  });
});

describe('the doctor on the admin listener', () => {
  test('warns beyond loopback, and of a token that others may read', async () => {
    expect(await adminFindings(configured())).toEqual([]);
    expect(said(await adminFindings(configured({ admin: { enabled: true } })))['admin listener']).toMatch(/^ok/);
    writeFileSync(join(folder, 'admin.token'), 'x', { mode: 0o644 });
    expect(said(await adminFindings(configured({ admin: { enabled: true, host: '0.0.0.0' } })))['admin listener']).toBe(
      'warn others may read /admin.token',
    );
    expect(await adminFindings(configured({ admin: { enabled: true, host: '0.0.0.0' } }))).toHaveLength(2);
  });
});

describe('the doctor on what others think of us (row 2.5)', () => {
  const zone = (names: Record<string, ZoneEntry>) => createZoneResolver({ names });
  const look = async (names: Record<string, ZoneEntry>, change = {}) =>
    said(await reputationFindings(configured(change), zone(names), NODE_FILE_SYSTEM));
  const host = { 'mail.example.com': { A: ['192.0.2.7'] } };

  test.each([
    ['no record', {}, 'warn no record'],
    ['two records', { TXT: ['v=spf1 -all', 'v=spf1 mx -all'] }, 'fail 2 records where one may be'],
    ['a record without this server', { TXT: ['v=spf1 -all'] }, 'warn says fail for 192.0.2.7: v=spf1 -all'],
    [
      'a record that knows this server',
      { TXT: ['other', 'v=spf1 ip4:192.0.2.7 -all'] },
      'ok v=spf1 ip4:192.0.2.7 -all',
    ],
    ['dead DNS', { TXT: { fails: 'ETIMEOUT' } }, 'warn DNS did not answer (ETIMEOUT)'],
  ])('SPF: %s', async (_what, entry, wanted) => {
    expect((await look({ ...host, 'example.com': entry }))['SPF of example.com']).toBe(wanted);
  });

  test.each([
    ['no record', {}, 'warn no record'],
    ['a policy', { TXT: ['v=DMARC1; p=quarantine; pct=50'] }, 'ok policy quarantine for 50 % of the mail'],
    ['dead DNS', { TXT: { fails: 'ESERVFAIL' } }, 'warn DNS did not answer'],
  ])('DMARC: %s', async (_what, entry, wanted) => {
    expect((await look({ '_dmarc.example.com': entry }))['DMARC of example.com']).toBe(wanted);
  });

  test('DKIM: compares what is published with the key', async () => {
    const dkim = { domains: { 'example.com': { selectors: [{ name: 's1', algorithm: 'ed25519' }] } } };
    const [place] = keyPlaces(configured({ dkim }).dkim, folder);
    if (place === undefined) throw new Error('no key');
    const name = 'DKIM key s1 of example.com';
    expect((await look({}, { dkim }))[name]).toBe('fail there is no key yet');
    const key = await makeKey(NODE_FILE_SYSTEM, place);
    expect((await look({}, { dkim }))[name]).toBe('fail not published');
    const record = txtRecord(place, key);
    expect((await look({ [record.name]: { TXT: [record.value] } }, { dkim }))[name]).toBe('ok published as it is');
  });

  test('blocking lists: asks those of the configuration about our own addresses', async () => {
    const stages = {
      dnsbl: {
        servers: [
          { zone: 'bl.example', score: 1 },
          { zone: 'wl.example', score: -1 },
        ],
      },
    };
    const listed = await look({ ...host, '7.2.0.192.bl.example': { A: ['127.0.0.2'] } }, { stages });
    expect(listed['192.0.2.7 on bl.example']).toMatch(/^fail listed/);
    expect((await look(host, { stages }))['192.0.2.7 on bl.example']).toBe('ok not listed');
    expect(Object.keys(listed).filter((name) => name.includes('wl.example'))).toEqual([]);
  });
});
