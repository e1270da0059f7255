import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchDatabases } from '../../../src/engine/antivirus/fetch-databases.ts';
import { openSignatureDatabases } from '../../../src/engine/antivirus/signature-databases.ts';
import { createSignatureScanner } from '../../../src/stages/antivirus/observe/signature-scanner.ts';
import { mail } from '../../stages/observe/fixtures.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const signature = (name: string, text: string): string => `${name}:0:*:${hex(text)}\n`;
const bytes = (text: string): Buffer => Buffer.from(text);

async function write(disk: MemoryDisk, path: string, text: string): Promise<void> {
  await disk.fs.makeFolder('/db');
  await disk.fs.remove(path);
  const file = await disk.fs.open(path, 'new');
  await file.write(Buffer.from(text));
  await file.close();
}

async function lab(fetch: (() => Promise<void>) | null = null) {
  const disk = createMemoryDisk();
  const clock = createVirtualClock();
  const events: string[] = [];
  await write(disk, '/db/one.ndb', signature('One', 'first virus'));
  const open = () =>
    openSignatureDatabases({
      fs: disk.fs,
      folders: ['/db', '/extra'],
      fetch,
      updateSeconds: 86_400,
      clock,
      log: (event, facts) => void events.push(`${event} ${JSON.stringify(facts)}`),
    });
  return { disk, clock, events, open };
}

describe('signature databases', () => {
  test('of several folders are in use together, other files are passed over', async () => {
    const { disk, open } = await lab();
    await write(disk, '/db/readme.txt', 'hello');
    await disk.fs.makeFolder('/extra');
    await write(disk, '/extra/two.ndb', signature('Two', 'second virus'));
    const databases = await open();
    expect(databases.status()).toMatchObject({ signatures: 2, files: [{ state: 'loaded' }, { state: 'loaded' }] });
    expect(await databases.current().match(bytes('a second virus'), false)).toEqual({ name: 'Two' });
  });
  test('are none where the folder is not there', async () => {
    const { disk, open } = await lab();
    await disk.fs.removeFolder('/db');
    expect((await open()).current().signatures).toBe(0);
  });
  test('are read again every day, and those that went are gone', async () => {
    const { disk, clock, open } = await lab();
    const databases = await open();
    await write(disk, '/db/two.ndb', signature('Two', 'second virus'));
    await disk.fs.remove('/db/one.ndb');
    await clock.advance(86_399);
    expect(databases.current().signatures).toBe(1);
    await clock.advance(2, async () => void (await databases.update()));
    expect(await databases.current().match(bytes('a second virus'), false)).toEqual({ name: 'Two' });
    expect(await databases.current().match(bytes('a first virus'), false)).toBe('none');
    await databases.stop();
  });
  test('that are damaged leave the old ones in use, and tell why', async () => {
    const { disk, events, open } = await lab();
    const databases = await open();
    for (const damaged of ['', '<html>404</html>\n', `${signature('New', 'new virus')}${'broken\n'.repeat(5)}`]) {
      await write(disk, '/db/one.ndb', damaged);
      const status = await databases.update();
      expect(status.files).toMatchObject([{ path: '/db/one.ndb', state: 'kept', why: expect.any(String) }]);
      expect(await databases.current().match(bytes('a first virus'), false)).toEqual({ name: 'One' });
    }
    expect(events.some((event) => event.includes('"state":"kept"') && event.includes('line 1:'))).toBe(true);
    // The negative control: a sound one takes its place.
    await write(disk, '/db/one.ndb', signature('New', 'new virus'));
    await databases.update();
    expect(await databases.current().match(bytes('a first virus'), false)).toBe('none');
  });
  test('that are damaged at the start are refused, and the others are used', async () => {
    const { disk, open } = await lab();
    await write(disk, '/db/bad.hdb', 'nonsense\n');
    const databases = await open();
    expect(databases.status().files).toMatchObject([{ path: '/db/bad.hdb', state: 'refused' }, { state: 'loaded' }]);
    expect(databases.current().signatures).toBe(1);
  });
  test('that cannot be read leave the old ones in use', async () => {
    const { disk, open } = await lab();
    const databases = await open();
    const read = disk.fs.read;
    Object.assign(disk.fs, { read: async () => Promise.reject(new Error('EIO')) });
    expect((await databases.update()).files).toMatchObject([{ state: 'kept', why: expect.stringContaining('EIO') }]);
    Object.assign(disk.fs, { read });
    expect(databases.current().signatures).toBe(1);
  });
  test('that did not change are not read anew: the set stays the same one', async () => {
    const { open } = await lab();
    const databases = await open();
    const before = databases.current();
    expect((await databases.update()).files).toMatchObject([{ state: 'unchanged' }]);
    expect(databases.current()).toBe(before);
  });
  test('a scan ends with the signatures it began with', async () => {
    const { disk, open } = await lab();
    const databases = await open();
    let calls = 0;
    const scanner = createSignatureScanner({
      databases: () => {
        calls += 1;
        return databases.current();
      },
    });
    const running = scanner.scan(mail('Subject: x', '', 'a first virus'));
    await write(disk, '/db/one.ndb', signature('New', 'new virus'));
    await databases.update();
    expect(await running).toEqual({ kind: 'infected', virus: 'One' });
    expect(await scanner.scan(mail('Subject: x', '', 'a first virus'))).toEqual({ kind: 'clean' });
    expect(calls).toBe(2);
  });
});

describe('fetching databases', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  /** A web server on loopback. */
  async function serve(answers: Readonly<Record<string, { status?: number; body: string }>>): Promise<string> {
    const server = createServer((request, response) => {
      const { status = 200, body } = answers[request.url ?? ''] ?? { status: 404, body: 'no such file' };
      response.writeHead(status).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const fetchInto = (disk: MemoryDisk, base: string, paths: readonly string[], events: string[] = []) =>
    fetchDatabases({
      fs: disk.fs,
      folder: '/db',
      sources: paths.map((path) => ({ file: path.slice(1), url: base + path })),
      log: (event) => void events.push(event),
      maxBytes: 10_000,
      timeoutSeconds: 10,
    });

  test('puts sound files in their place, durably', async () => {
    const base = await serve({ '/one.ndb': { body: signature('One', 'first virus') } });
    const disk = createMemoryDisk();
    await disk.fs.makeFolder('/db');
    await disk.fs.syncFolder('/');
    await fetchInto(disk, base, ['/one.ndb']);
    expect((await disk.afterCrash('drop').fs.read('/db/one.ndb'))?.toString()).toBe(signature('One', 'first virus'));
  });
  test('leaves the old file when the new one is missing, damaged, too large or out of reach', async () => {
    const base = await serve({
      '/error.ndb': { status: 500, body: signature('New', 'new virus') },
      '/page.ndb': { body: '<html>please log in</html>' },
      '/large.ndb': { body: signature('New', 'new virus').repeat(1000) },
      '/good.ndb': { body: signature('New', 'new virus') },
    });
    const disk = createMemoryDisk();
    const old = signature('Old', 'old virus');
    for (const name of ['gone', 'error', 'page', 'large', 'good']) await write(disk, `/db/${name}.ndb`, old);
    const events: string[] = [];
    await fetchInto(disk, base, ['/gone.ndb', '/error.ndb', '/page.ndb', '/large.ndb', '/good.ndb'], events);
    await fetchInto(disk, 'http://127.0.0.1:1', ['/gone.ndb'], events);
    for (const name of ['gone', 'error', 'page', 'large'])
      expect((await disk.fs.read(`/db/${name}.ndb`))?.toString()).toBe(old);
    expect((await disk.fs.read('/db/good.ndb'))?.toString()).toContain('New');
    expect(events.filter((event) => event === 'antivirus.fetch-failed')).toHaveLength(5);
  });
});
