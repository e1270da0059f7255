import { describe, expect, test } from 'vitest';
import { PAGE, rawRequest, testServer } from './test-server.ts';

describe('the page', () => {
  test.each([
    ['/', 'index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/main.js', 'main.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/main.css', 'main.css', 'text/css; charset=utf-8', 'no-cache'],
    ['/library.json', 'library.json', 'application/json; charset=utf-8', 'no-cache'],
    [
      '/chunks/size-4F2KQ7XA.js',
      'chunks/size-4F2KQ7XA.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
  ])('%s is %s as %s, %s', async (path, name, type, caching) => {
    const { url } = await testServer();
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(caching);
    expect(Buffer.from(await response.arrayBuffer()).equals(PAGE.get(name) ?? Buffer.of())).toBe(true);
  });

  test('is not sent again while it has not changed', async () => {
    const { url } = await testServer();
    const etag = (await fetch(`${url}/main.js`)).headers.get('etag') ?? '';
    const again = await rawRequest(`${url}/main.js`, { headers: { 'If-None-Match': etag } });
    expect(again).toMatchObject({ status: 304, body: '' });
    const other = await rawRequest(`${url}/main.css`, { headers: { 'If-None-Match': etag } });
    expect(other.status).toBe(200);
  });

  test('is packed for those who can unpack', async () => {
    const { url } = await testServer();
    const packed = await fetch(`${url}/main.js`, { headers: { 'Accept-Encoding': 'br' } });
    expect(packed.headers.get('content-encoding')).toBe('br');
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(await packed.text()).toBe(PAGE.get('main.js')?.toString());
    expect(
      (await fetch(`${url}/main.js`, { headers: { 'Accept-Encoding': 'identity' } })).headers.get('content-encoding'),
    ).toBeNull();
  });

  test('has heads, and takes nothing', async () => {
    const { url } = await testServer();
    expect(await rawRequest(url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    const put = await rawRequest(`${url}/main.js`, { method: 'PUT' });
    expect(put.status).toBe(405);
    expect(put.headers.allow).toBe('GET, HEAD');
  });
});

describe('an address that is none', () => {
  test.each([
    '/nowhere',
    '/chunks/',
    '/chunks/../main.js/..',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%',
    '/__proto__',
    '/api/v1',
    '/api/v1/nothing',
    '/api/v2/size',
  ])('%s is told so in JSON', async (path) => {
    const { url } = await testServer();
    const { status, headers, body } = await rawRequest(url + path, {});
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
  });
});
