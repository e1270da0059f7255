import { describe, expect, test, vi } from 'vitest';
import { simulateScenario } from '../../../src/run/simulate.ts';
import { library, longOffice, office, problemOf, testServer } from './test-server.ts';

const loadOf = async (url: string): Promise<{ running: number; waiting: number }> => {
  const health = (await (await fetch(`${url}/api/v1/health`)).json()) as { simulations: never };
  return health.simulations;
};

/** Waits until so many simulations run and wait. */
const untilLoad = (url: string, running: number, waiting: number): Promise<void> =>
  vi.waitFor(async () => expect(await loadOf(url)).toMatchObject({ running, waiting }), { timeout: 10_000 });

describe('POST /api/v1/simulate', () => {
  test('gives the same bytes as the model run here', async () => {
    const { post } = await testServer();
    const scenario = office({ replications: 2, seed: 'twice' });
    const response = await post('/api/v1/simulate', scenario);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toBe(JSON.stringify(simulateScenario(scenario, library)));
  });

  test.each([
    [
      'a name that is in no library',
      { ...office(), platform: 'mailplus-nass' },
      'platform',
      'Did you mean "mailplus-nas"?',
    ],
    ['a setting that is none', { ...office(), hardware: { coers: 4 } }, 'hardware.coers', 'Did you mean "cores"?'],
    ['more work than is taken', office({ replications: 1000 }), 'run', 'Use the command line'],
  ])('refuses %s', async (_what, scenario, path, hint) => {
    const { post, url } = await testServer();
    const response = await post('/api/v1/simulate', scenario);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).problems).toMatchObject([{ path, hint: expect.stringContaining(hint) }]);
    expect(await loadOf(url)).toMatchObject({ running: 0, waiting: 0 });
  });

  test('says with seed and replication why a run failed, and nothing of the inside', async () => {
    const { post } = await testServer();
    const response = await post('/api/v1/simulate', office({ seed: 'short', maxEvents: 1000 }));
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(JSON.parse(body).detail).toContain('seed "short", replication 0: more than 1000 events');
    expect(body).not.toMatch(/\.ts|node_modules|\bat \w+ \(/);
  });

  test('answers others meanwhile', async () => {
    const { post, url } = await testServer();
    const simulation = post('/api/v1/simulate', office({ replications: 3 }));
    await untilLoad(url, 1, 0);
    expect((await post('/api/v1/size', { users: 200 })).status).toBe(200);
    expect((await simulation).status).toBe(200);
  });

  test('stops at the limit of time and says how far it came', async () => {
    const { post, url } = await testServer({ simulationSeconds: 0.5 });
    const response = await post('/api/v1/simulate', longOffice());
    expect(response.status).toBe(504);
    expect((await problemOf(response)).detail).toMatch(/^Stopped after 0\.5 s with \d+ of 100 replications done\./);
    expect(await loadOf(url)).toMatchObject({ running: 0 });
  });

  test('stops at the limit of memory', async () => {
    const { post } = await testServer({ simulationHeapMib: 4 });
    const response = await post('/api/v1/simulate', longOffice());
    expect(response.status).toBe(400);
    expect((await problemOf(response)).problems[0]).toMatchObject({ got: expect.stringContaining('4 MiB') });
  });

  test('stops when the client goes away, and gives its place to the next', async () => {
    const { post, url } = await testServer({ simulationsAtOnce: 1 });
    const client = new AbortController();
    const gone = post('/api/v1/simulate', longOffice(), { signal: client.signal }).catch((error: Error) => error.name);
    await untilLoad(url, 1, 0);
    const next = post('/api/v1/simulate', office({ replications: 1 }));
    await untilLoad(url, 1, 1);
    client.abort();
    expect(await gone).toBe('AbortError');
    expect((await next).status).toBe(200);
    await untilLoad(url, 0, 0);
  });

  test('turns away whom it has no place for, and forgets who stopped waiting', async () => {
    const { post, url } = await testServer({ simulationsAtOnce: 1, simulationsWaiting: 1 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const ask = (client: AbortController) =>
      post('/api/v1/simulate', longOffice(), { signal: client.signal }).catch(() => 'gone');
    const first = ask(running);
    await untilLoad(url, 1, 0);
    const second = ask(waiting);
    await untilLoad(url, 1, 1);
    const refused = await post('/api/v1/simulate', office());
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    waiting.abort();
    await untilLoad(url, 1, 0);
    running.abort();
    await untilLoad(url, 0, 0);
    expect(await Promise.all([first, second])).toEqual(['gone', 'gone']);
  });

  test('ends with a clear answer when the server stops', async () => {
    const { post, url, stop } = await testServer({ simulationsAtOnce: 1 });
    const answers = [post('/api/v1/simulate', longOffice()), post('/api/v1/simulate', longOffice())];
    await untilLoad(url, 1, 1);
    await stop();
    for (const answer of answers) expect((await answer).status).toBe(503);
    await expect(fetch(url)).rejects.toThrow();
  });
});
