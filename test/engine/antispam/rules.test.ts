import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isRuleFileName, openRuleLibrary } from '../../../src/engine/antispam/rule-library.ts';
import { createRuleService } from '../../../src/engine/antispam/rule-service.ts';
import { fetchRules } from '../../../src/engine/antispam/rule-source.ts';
import { openUpdatedRules } from '../../../src/engine/antispam/updated-rules.ts';
import { createMemoryDisk, type MemoryDisk } from '../store/memory-disk.ts';
import { localMatcher, memoryLog } from './antispam-lab.ts';

const bytes = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const ENVELOPE = { clientAddress: '192.0.2.1', clientName: '', helo: 'h', sender: 's@x.test', hostname: 'mx' };

async function service(disk: MemoryDisk, source: string | null = null) {
  const { fs } = disk;
  const { lines, log } = memoryLog();
  const patterns = localMatcher();
  const rules = createRuleService({
    fs,
    library: await openRuleLibrary(fs, '/rules'),
    updated: await openUpdatedRules(fs, '/updates'),
    patterns,
    keywords: [],
    enabled: true,
    source,
    now: () => 1000,
    log,
  });
  await rules.load();
  const hits = async (text: string): Promise<string[]> => {
    const message = Buffer.from(`Subject: x\r\n\r\n${text}\r\n`);
    const answer = await patterns.match({ message, envelope: ENVELOPE, withBayes: false });
    return answer?.kind === 'matched' ? answer.hits.map(({ rule }) => rule) : [];
  };
  return { rules, hits, lines };
}

describe('9.4 imported rules', () => {
  test('are in force once they are imported, until they are switched off or deleted', async () => {
    const { rules, hits } = await service(createMemoryDisk());
    expect(await rules.import('a.cf', bytes('body A /hello/', 'use_razor2 1'))).toMatchObject({
      kind: 'imported',
      rules: 1,
      problems: [{ file: 'a.cf', line: 2, kind: 'unsupported' }],
    });
    await rules.import('b.cf', bytes('body B /hello/'));
    expect(await hits('hello')).toEqual(['A', 'B']);
    expect(await rules.setEnabled('a.cf', false)).toBe(true);
    expect(await hits('hello')).toEqual(['B']);
    expect(await rules.list()).toEqual([
      { name: 'a.cf', enabled: false },
      { name: 'b.cf', enabled: true },
    ]);
    expect(String(await rules.export('a.cf'))).toContain('body A');
    expect(await rules.setEnabled('a.cf', true)).toBe(true);
    expect(await rules.delete('b.cf')).toBe(true);
    expect(await hits('hello')).toEqual(['A']);
    expect(await rules.delete('b.cf')).toBe(false);
    expect(await rules.export('b.cf')).toBeNull();
  });
  test('are there after a restart, on or off as they were', async () => {
    const disk = createMemoryDisk();
    const before = await service(disk);
    await before.rules.import('a.cf', bytes('body A /hello/'));
    await before.rules.import('b.cf', bytes('body B /hello/'));
    await before.rules.setEnabled('a.cf', false);
    const { rules, hits } = await service(disk.afterCrash('drop'));
    expect(await hits('hello')).toEqual(['B']);
    expect((await rules.list()).map(({ enabled }) => enabled)).toEqual([false, true]);
  });
  test('are whole or not there, at whatever step the machine stops', async () => {
    const disk = createMemoryDisk();
    await (await service(disk)).rules.import('a.cf', bytes('body OLD /hello/'));
    const first = disk.steps();
    await (await service(disk)).rules.import('a.cf', bytes('body NEW /hello/'));
    const last = disk.steps();
    for (let step = first + 1; step <= last; step += 1) {
      const fresh = createMemoryDisk();
      await (await service(fresh)).rules.import('a.cf', bytes('body OLD /hello/'));
      const changed = await service(fresh);
      fresh.crashAt(step);
      await changed.rules.import('a.cf', bytes('body NEW /hello/')).catch(() => {});
      for (const kind of ['drop', 'keep', 'torn'] as const)
        expect([['OLD'], ['NEW']]).toContainEqual(await (await service(fresh.afterCrash(kind))).hits('hello'));
    }
  });
  test.each([
    'a.txt',
    '../a.cf',
    '.cf',
    '.a.cf',
    'a/b.cf',
    'a..cf',
    'a.cf.off',
    'a\0.cf',
    'ä.cf',
    `${'a'.repeat(100)}.cf`,
  ])('of the name %j are refused', async (name) => {
    expect(isRuleFileName(name)).toBe(false);
    const { rules } = await service(createMemoryDisk());
    expect(await rules.import(name, bytes('body A /a/'))).toMatchObject({ kind: 'refused' });
    expect(await rules.delete(name)).toBe(false);
    expect(await rules.export(name)).toBeNull();
  });
});

describe('9.2 updates from a folder', () => {
  const disk = async (files: Readonly<Record<string, Buffer>>): Promise<MemoryDisk> => {
    const made = createMemoryDisk();
    await made.fs.makeFolder('/source');
    await put(made, files);
    return made;
  };
  const put = async ({ fs }: MemoryDisk, files: Readonly<Record<string, Buffer>>): Promise<void> => {
    for (const [name, content] of Object.entries(files)) {
      await fs.remove(`/source/${name}`);
      const file = await fs.open(`/source/${name}`, 'new');
      await file.write(content);
      await file.close();
    }
  };
  const manifest = (version: string, files: Readonly<Record<string, Buffer>>): Buffer =>
    Buffer.from(
      JSON.stringify({
        version,
        files: Object.entries(files).map(([name, content]) => ({ name, sha256: sha256(content) })),
      }),
    );

  test('bring new rules into force, below those of the administrator, and are kept', async () => {
    const made = await disk({ '10_a.cf': bytes('body A /hello/', 'score A 1'), 'note.txt': bytes('x') });
    const { rules, hits } = await service(made, '/source');
    await rules.import('own.cf', bytes('score A 7'));
    const result = await rules.update();
    expect(result).toMatchObject({ kind: 'updated', rules: 1 });
    expect(await hits('hello')).toEqual(['A']);
    expect(rules.lastUpdate()).toMatchObject({ updatedSeconds: 1000, rules: 1, files: ['10_a.cf'] });
    expect(await rules.update()).toMatchObject({ kind: 'upToDate' });
    const { hits: hitsLater } = await service(made.afterCrash('drop'), '/source');
    expect(await hitsLater('hello')).toEqual(['A']);
  });
  test('with a manifest are checked file by file', async () => {
    const files = { 'a.cf': bytes('body A /hello/') };
    const made = await disk({ ...files, 'manifest.json': manifest('2024.1', files) });
    expect(await fetchRules('/source', made.fs)).toMatchObject({ version: '2024.1' });
    await put(made, { 'a.cf': bytes('body A /changed/') });
    expect(await fetchRules('/source', made.fs)).toBe('a.cf is not what its checksum says');
    await made.fs.remove('/source/a.cf');
    expect(await fetchRules('/source', made.fs)).toBe('a.cf is missing');
  });
  const bad: [string, Readonly<Record<string, Buffer>>, string][] = [
    ['a wrong checksum', { 'a.cf': bytes('x'), 'manifest.json': manifest('2', { 'a.cf': bytes('y') }) }, 'checksum'],
    ['a name that leads away', { 'manifest.json': manifest('2', { '../a.cf': bytes('y') }) }, 'name'],
    ['a version that leads away', { 'manifest.json': manifest('../2', { 'a.cf': bytes('y') }) }, 'version'],
    ['no JSON', { 'manifest.json': bytes('{') }, 'JSON'],
    ['no rule in it', { '10_a.cf': bytes('nothing') }, 'no rule'],
    ['far fewer rules', { '10_a.cf': bytes('body C /c/') }, '1 rules, where the last version had 3'],
    ['a file that is too large', { '10_a.cf': Buffer.alloc(5 * 1024 * 1024, 'x') }, 'more than'],
  ];
  test.each(bad)('with %s leave the old rules in force and say why', async (_what, files, why) => {
    const made = await disk({ '10_a.cf': bytes('body A /hello/', 'body B /hello/', 'body X /zzz/') });
    const { rules, hits, lines } = await service(made, '/source');
    await rules.update();
    await put(made, files);
    const result = await rules.update();
    expect(result).toMatchObject({ kind: 'failed', why: expect.stringContaining(why) });
    expect(lines.at(-1)).toContain(`antispam.rules.update {"kind":"failed"`);
    expect(await hits('hello')).toEqual(['A', 'B']);
    const { hits: hitsLater } = await service(made.afterCrash('drop'), '/source');
    expect(await hitsLater('hello')).toEqual(['A', 'B']);
  });
  test('are the old version or the new one, at whatever step the machine stops', async () => {
    const prepared = async () => {
      const made = await disk({ '10_a.cf': bytes('body OLD /hello/') });
      const { rules } = await service(made, '/source');
      await rules.update();
      await put(made, { '10_a.cf': bytes('body NEW /hello/') });
      return { made, opened: await service(made, '/source') };
    };
    const trial = await prepared();
    const first = trial.made.steps();
    await trial.opened.rules.update();
    const steps = trial.made.steps() - first;
    expect(steps).toBeGreaterThan(5);
    for (let step = 1; step <= steps; step += 1) {
      const { made, opened } = await prepared();
      made.crashAt(made.steps() + step);
      expect(['failed', 'updated']).toContain((await opened.rules.update()).kind);
      for (const kind of ['drop', 'keep', 'torn'] as const) {
        const { hits } = await service(made.afterCrash(kind), '/source');
        expect([['OLD'], ['NEW']]).toContainEqual(await hits('hello'));
      }
    }
  });
  test('without a source say so', async () => {
    const { rules } = await service(createMemoryDisk());
    expect(await rules.update()).toEqual({ kind: 'failed', why: 'no source of updates is set' });
  });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('9.2 updates over HTTP', () => {
  const serve = async (answer: (path: string) => Buffer | number | 'hang' | 'redirect' | 'flood'): Promise<string> => {
    const server = createServer((request, response) => {
      const said = answer(request.url ?? '');
      if (said === 'hang') return;
      if (said === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
      else if (said === 'flood') {
        response.on('error', () => {});
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 120)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      } else if (typeof said === 'number') response.writeHead(said).end();
      else response.end(said);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rules`;
  };
  const { fs } = createMemoryDisk();
  const file = bytes('body A /hello/');
  const listed = Buffer.from(JSON.stringify({ version: '7', files: [{ name: 'a.cf', sha256: sha256(file) }] }));

  test('read the manifest and the files it names', async () => {
    const asked: string[] = [];
    const url = await serve((path) => {
      asked.push(path);
      return path.endsWith('manifest.json') ? listed : file;
    });
    expect(await fetchRules(url, fs)).toEqual({ version: '7', files: [{ name: 'a.cf', content: file }] });
    expect(asked).toEqual(['/rules/manifest.json', '/rules/a.cf']);
  });
  test.each([
    ['no manifest', () => 404, 'manifest.json is missing'],
    ['an error', () => 500, 'manifest.json: status 500'],
    ['a redirect', () => 'redirect', 'manifest.json: status 302'],
    ['an answer without end', () => 'flood', 'an answer of more than'],
    ['a file that is not there', (path: string) => (path.endsWith('json') ? listed : 404), 'a.cf is missing'],
    ['another file', (path: string) => (path.endsWith('json') ? listed : bytes('other')), 'checksum'],
  ] as const)('with %s bring nothing', async (_what, answer, why) => {
    const url = await serve(answer as (path: string) => Buffer);
    expect(await fetchRules(url, fs)).toContain(why);
  });
  test('from a server that is not there bring nothing', async () => {
    const url = await serve(() => 404);
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect(await fetchRules(url, fs)).toBe('manifest.json: ECONNREFUSED');
  });
});
