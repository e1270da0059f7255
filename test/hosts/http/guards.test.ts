import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { rawRequest, testServer } from './test-server.ts';

const sizing = { method: 'POST', body: '{"users":200}' };
const json = { 'Content-Type': 'application/json' };

describe('a server on loopback', () => {
  test.each([
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '192.0.2.1',
    '[2001:db8::1]',
  ])('refuses requests that are addressed to %j', async (Host) => {
    const { url } = await testServer();
    for (const path of ['/', '/api/v1/health', '/api/v1/size']) {
      const { status, body } = await rawRequest(url + path, { headers: { Host } });
      expect(status).toBe(421);
      expect(JSON.parse(body).detail).toContain('localhost');
    }
  });

  test.each(['localhost', 'localhost:9999', '127.0.0.1', 'LOCALHOST:80', '[::1]', '[::1]:8080', '127.0.0.2:1'])(
    'answers to %s',
    async (Host) => {
      const { url } = await testServer();
      expect((await rawRequest(url, { headers: { Host } })).status).toBe(200);
    },
  );
});

test('a request that is addressed to nobody is refused', async () => {
  const { port } = await testServer();
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.0\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
});

test('a server that listens on all addresses answers to every name', async () => {
  const { url } = await testServer({}, '0.0.0.0');
  expect((await rawRequest(url, { headers: { Host: 'planner.example' } })).status).toBe(200);
});

describe('requests of other sites', () => {
  test.each([
    ['fetched across sites', { 'Sec-Fetch-Site': 'cross-site' }],
    ['of another origin', { Origin: 'http://evil.example' }],
    ['of another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['of a sandboxed frame', { Origin: 'null' }],
    ['of no origin at all', { Origin: 'nonsense' }],
  ])('%s may not post', async (_what, headers) => {
    const { url } = await testServer();
    const { status, body } = await rawRequest(`${url}/api/v1/size`, { ...sizing, headers: { ...json, ...headers } });
    expect(status).toBe(403);
    expect(body).not.toContain('storage');
  });

  test('get no permission to read', async () => {
    const { url } = await testServer();
    const headers = { Origin: 'http://evil.example' };
    expect(
      (await rawRequest(`${url}/api/v1/health`, { headers })).headers['access-control-allow-origin'],
    ).toBeUndefined();
    expect((await rawRequest(`${url}/api/v1/size`, { method: 'OPTIONS', headers })).status).toBe(403);
  });

  test('the page itself may post', async () => {
    const { url } = await testServer();
    const headers = { ...json, Origin: url, 'Sec-Fetch-Site': 'same-origin' };
    expect((await rawRequest(`${url}/api/v1/size`, { ...sizing, headers })).status).toBe(200);
  });
});

describe('headers', () => {
  test.each(['/', '/main.js', '/api/v1/health', '/nowhere'])('%s allows the page nothing but itself', async (path) => {
    const { url } = await testServer();
    const { headers } = await fetch(url + path);
    expect(headers.get('content-security-policy')?.split(';').sort()).toEqual(
      [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ].sort(),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('an address that asks too often', () => {
  test('is told to wait, whatever address it claims to forward for', async () => {
    const { url } = await testServer({ requestsPerMinute: 3 });
    const ask = (forwardedFor: string) =>
      rawRequest(`${url}/api/v1/health`, { headers: { 'X-Forwarded-For': forwardedFor } });
    for (const forwardedFor of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      expect((await ask(forwardedFor)).status).toBe(200);
    const { status, headers, body } = await ask('192.0.2.4');
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(body)).toMatchObject({ status: 429, title: 'Too Many Requests' });
  });

  test('still gets the page', async () => {
    const { url } = await testServer({ requestsPerMinute: 1 });
    for (let count = 0; count < 3; count += 1) expect((await fetch(url)).status).toBe(200);
  });

  test('has a tighter limit on simulations', async () => {
    const { url, post } = await testServer({ simulationsPerMinute: 1 });
    expect((await post('/api/v1/simulate', {})).status).toBe(400);
    expect((await post('/api/v1/simulate', {})).status).toBe(429);
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);
  });
});

test('headers without end are refused', async () => {
  const { url } = await testServer();
  expect((await rawRequest(url, { headers: { 'X-Long': 'x'.repeat(20_000) } })).status).toBe(431);
});
