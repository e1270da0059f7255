import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../../src/core/problem.ts';
import { createAdminApp } from '../../../src/engine/admin/app.ts';
import { healthOperations } from '../../../src/engine/admin/operations/health.ts';
import { openTokens } from '../../../src/engine/admin/tokens.ts';
import { NODE_FILE_SYSTEM } from '../../../src/engine/ports/node-file-system.ts';
import { createMetrics } from '../../../src/engine/trace/metrics.ts';
import { listen } from '../../../src/http/listen.ts';
import { rawRequest } from '../../hosts/http/test-server.ts';
import { startAdminLab } from './admin-lab.ts';

const sha256 = (text: string): string => `sha256$${createHash('sha256').update(text).digest('hex')}`;
const HEALTH = '/admin/v1/health';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tokens-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a token', () => {
  const settings = { enabled: true, host: '127.0.0.1', port: 0, tokenFile: null, tokens: [] };

  test('is made at the first start, for the owner of the folder alone, and stays', async () => {
    const folder = temporaryFolder();
    const first = await openTokens(settings, folder, NODE_FILE_SYSTEM);
    const path = join(folder, 'admin.token');
    expect(first.file).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const token = readFileSync(path, 'utf8').trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    const second = await openTokens(settings, folder, NODE_FILE_SYSTEM);
    for (const tokens of [first, second]) expect(tokens.whoIs(`Bearer ${token}`)).toBe('token-file');
    expect(readFileSync(path, 'utf8').trim()).toBe(token);
  });

  test('is known by its hash, under the name of who uses it; then none is made', async () => {
    const folder = temporaryFolder();
    const [ann, bob] = ['a'.repeat(40), 'b'.repeat(40)];
    const tokens = await openTokens(
      { ...settings, tokens: [ann, bob].map((token, nth) => ({ name: `admin${nth}`, hash: sha256(token) })) },
      folder,
      NODE_FILE_SYSTEM,
    );
    expect([ann, bob].map((token) => tokens.whoIs(`bearer  ${token} `))).toEqual(['admin0', 'admin1']);
    expect(tokens.file).toBeNull();
    expect(() => statSync(join(folder, 'admin.token'))).toThrow('ENOENT');
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${'x'.repeat(40)}`,
    `Basic ${'a'.repeat(40)}`,
    'a'.repeat(40),
    `Bearer ${'a'.repeat(40)} x`,
    `Bearer ${'a'.repeat(39)}`,
    `Bearer ${'a'.repeat(5000)}`,
  ])('is none of ours: %j', async (header) => {
    const known = [{ name: 'ann', hash: sha256('a'.repeat(40)) }];
    const tokens = await openTokens({ ...settings, tokens: known }, '/nowhere', NODE_FILE_SYSTEM);
    expect(tokens.whoIs(header)).toBeNull();
  });

  test.each([
    ['nothing', null],
    ['an empty file', ''],
    ['a short token', 'short'],
    ['words', 'a b c '.repeat(20)],
  ])('in a file of the administrator: %s is refused, and never quoted', async (_what, text) => {
    const tokenFile = join(temporaryFolder(), 'own.token');
    if (text !== null) writeFileSync(tokenFile, text);
    const opened = openTokens({ ...settings, tokenFile }, '/nowhere', NODE_FILE_SYSTEM);
    await expect(opened).rejects.toThrow(InputError);
    if (text) await expect(opened).rejects.not.toThrow(text);
  });
});

describe('the admin listener', () => {
  test('answers nobody without a token, at no address, and says nothing of the inside', async () => {
    const { url, ask, logged, token } = await startAdminLab();
    for (const path of [HEALTH, '/metrics', '/admin/v1/queue', '/admin/v1/openapi.json', '/nowhere', '/'])
      for (const headers of [{}, { Authorization: `Bearer ${token}x` }] as Record<string, string>[]) {
        const response = await fetch(url + path, { headers });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect(await response.text()).not.toContain('queue');
      }
    expect((await ask(HEALTH)).status).toBe(200);
    expect(JSON.stringify(logged)).not.toContain(token);
    expect(logged.filter(({ event }) => event === 'admin.refused')).toHaveLength(12);
  });

  test('refuses other names of this machine, other sites, other methods, other types', async () => {
    const { url, token } = await startAdminLab();
    const Authorization = `Bearer ${token}`;
    const json = { Authorization, 'Content-Type': 'application/json' };
    const status = async (path: string, options: Parameters<typeof rawRequest>[1]) =>
      (await rawRequest(url + path, options)).status;
    const hold = { method: 'POST', body: '{"all":true}' };
    expect(await status(HEALTH, { headers: { Authorization, Host: 'evil.example' } })).toBe(421);
    expect(await status('/admin/v1/queue/hold', { ...hold, headers: { ...json, Origin: 'http://evil.example' } })).toBe(
      403,
    );
    expect(
      await status('/admin/v1/queue/hold', { ...hold, headers: { ...json, 'Sec-Fetch-Site': 'cross-site' } }),
    ).toBe(403);
    expect(await status(HEALTH, { method: 'DELETE', headers: { Authorization } })).toBe(405);
    expect(await status('/admin/v1/queue/hold', { headers: { Authorization } })).toBe(405);
    expect(
      await status('/admin/v1/queue/hold', { ...hold, headers: { Authorization, 'Content-Type': 'text/plain' } }),
    ).toBe(415);
    expect(
      await status('/admin/v1/queue/hold', {
        method: 'POST',
        headers: json,
        body: `{"ids":["${'A'.repeat(70_000)}"]}`,
      }),
    ).toBe(413);
    expect(await status('/admin/v1/nowhere', { headers: { Authorization } })).toBe(404);
    expect(await status('/admin/v1/queue/hold', { ...hold, headers: json })).toBe(200);
  });

  test.each([
    '?limit=0',
    '?limit=1001',
    '?limit=x',
    '?limit=1&limit=2',
    '?state=lost',
    '?__proto__=1',
    '?unknown=1',
    '?state=%00',
    `?search=${'x'.repeat(321)}`,
  ])('refuses the query %s with its faults', async (query) => {
    const { ask } = await startAdminLab();
    const response = await ask(`/admin/v1/queue${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(((await response.json()) as { problems: unknown[] }).problems.length).toBeGreaterThan(0);
  });

  test.each(['..%2f..%2fetc%2fpasswd', '%00', 'A'.repeat(41), 'a b', '%E0%A4%A'])(
    'refuses the queue id %s',
    async (id) => {
      const { ask } = await startAdminLab();
      expect((await ask(`/admin/v1/queue/${id}`)).status).toBe(400);
    },
  );

  test('has the same headers as the planner, and lets nobody keep an answer', async () => {
    const { ask } = await startAdminLab();
    const { headers } = await ask(HEALTH);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('tells a client that asks too often to wait, before it looks at its token', async () => {
    const app = createAdminApp({
      operations: healthOperations({ version: '1', hostname: 'x', now: () => 0, traceDropped: () => 0 }),
      tokens: { whoIs: (authorization) => (authorization === 'Bearer good' ? 'ann' : null) },
      registry: createMetrics('1').registry,
      version: '1',
      loopbackOnly: true,
      requestsPerMinute: 3,
      log: () => {},
    });
    const { port, stop } = await listen(app, '127.0.0.1', 0);
    onTestFinished(stop);
    const ask = async (token: string) =>
      (await fetch(`http://127.0.0.1:${port}${HEALTH}`, { headers: { Authorization: `Bearer ${token}` } })).status;
    expect([await ask('bad'), await ask('bad'), await ask('good'), await ask('good')]).toEqual([401, 401, 200, 429]);
  });

  test('is not there when it is switched off, and neither are a token and a note', async () => {
    const folder = temporaryFolder();
    await expect(startAdminLab({ admin: { enabled: false } }, folder)).rejects.toThrow('ENOENT');
    expect(() => statSync(join(folder, 'admin.token'))).toThrow('ENOENT');
  });

  test('that cannot listen is told with the setting to change, and leaves nothing running', async () => {
    const first = await startAdminLab();
    const port = Number(new URL(first.url).port);
    const folder = temporaryFolder();
    const second = startAdminLab({ admin: { enabled: true, port } }, folder);
    await expect(second).rejects.toThrow(/admin\.port: got 127\.0\.0\.1:\d+ \(EADDRINUSE\)/);
    await startAdminLab({}, folder);
  });

  test('ends with the engine, and takes its note along', async () => {
    const lab = await startAdminLab();
    await lab.stop();
    await expect(fetch(lab.url)).rejects.toThrow();
    expect(() => statSync(join(lab.folder, 'admin.json'))).toThrow('ENOENT');
  });
});
