import { afterEach, expect, test, vi } from 'vitest';
import { createApp } from '../../../src/hosts/http/app.ts';
import { HTTP_LIMITS } from '../../../src/hosts/http/limits.ts';
import { listen } from '../../../src/http/listen.ts';
import { library, office, PAGE } from './test-server.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(cleanUp.splice(0).map((stop) => stop())));

test('a bug is a 500 that tells nothing of the inside; the operator is told everything', async () => {
  const bug = new Error('no such table at /home/somebody/secret.ts');
  const reportBug = vi.fn();
  const app = createApp({
    page: PAGE,
    library,
    simulations: { run: () => Promise.reject(bug), load: { running: 0, waiting: 0, atOnce: 1 } },
    limits: HTTP_LIMITS,
    version: '0.0.0',
    loopbackOnly: true,
    reportBug,
  });
  const { port, stop } = await listen(app, '127.0.0.1', 0);
  cleanUp.push(stop);
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/simulate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(office()),
  });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'This is a bug of plimsoll.',
  });
  expect(reportBug).toHaveBeenCalledExactlyOnceWith(bug);
});
