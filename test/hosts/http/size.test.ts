import { describe, expect, test } from 'vitest';
import { sizeServer } from '../../../src/sizing/size.ts';
import { library, problemOf, rawRequest, testServer } from './test-server.ts';

describe('POST /api/v1/size', () => {
  test("gives the guide's example, as the command line does", async () => {
    const { post } = await testServer();
    const response = await post('/api/v1/size', { users: 200, years: 3 });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await response.text();
    expect(JSON.parse(body).storage).toMatchObject({ bytes: 6_727_680_000_000, display: '6.12 TB' });
    expect(body).toBe(JSON.stringify(sizeServer({ users: 200, years: 3 }, library.guide)));
  });

  test('refuses a volume that cannot be counted', async () => {
    const { post } = await testServer();
    const most = { users: 1e6, mailsPerUserPerDay: 1e4, meanMessageBytes: 1024 ** 3, years: 30 };
    const response = await post('/api/v1/size', most);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).problems[0]?.path).toBe('storage.bytes');
  });

  test.each([
    ['GET', '/api/v1/size', 'POST'],
    ['DELETE', '/api/v1/simulate', 'POST'],
    ['POST', '/api/v1/health', 'GET, HEAD'],
    ['PUT', '/api/v1/openapi.json', 'GET, HEAD'],
  ])('%s %s is refused, since it takes %s', async (method, path, allow) => {
    const { url } = await testServer();
    const { status, headers, body } = await rawRequest(url + path, { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe(allow);
    expect(JSON.parse(body).title).toBe('Method Not Allowed');
  });
});

test('GET /api/v1/health says that nothing runs', async () => {
  const { url } = await testServer({ simulationsAtOnce: 3 });
  expect(await (await fetch(`${url}/api/v1/health`)).json()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    simulations: { running: 0, waiting: 0, atOnce: 3 },
  });
});
