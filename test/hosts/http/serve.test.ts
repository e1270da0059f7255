import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { longOffice } from './test-server.ts';

/** `plimsoll serve` until its first line. */
async function serve(...args: string[]) {
  const child = spawn(process.execPath, ['bin/plimsoll.cjs', 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`ended with ${code}: ${stderr}`);
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  ended.catch(() => {});
  return { child, line: String(line), stderr: () => stderr };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Takes a port, if nobody else has it. */
async function take(port: number): Promise<number> {
  const blocker = createServer();
  blocker.on('error', () => {});
  blocker.listen(port, '127.0.0.1');
  await Promise.race([once(blocker, 'listening'), once(blocker, 'error')]);
  onTestFinished(() => void blocker.close());
  const address = blocker.address();
  return typeof address === 'object' && address ? address.port : port;
}

describe('plimsoll serve', () => {
  test('says where it is in one JSON line, serves the page, and ends with 0', async () => {
    const { child, line, stderr } = await serve('--port', '0', '--json');
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    expect(ready).toBe(true);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const path of ['', 'main.js', 'main.css', 'simulation-worker.js', 'library.json', 'scenario.json'])
      expect((await fetch(url + path)).status, path).toBe(200);
    expect(await stop(child, 'SIGTERM')).toBe(0);
    expect(stderr()).toBe('');
  });

  test('says it in words, opens no browser where nobody looks, and ends with a simulation under way', async () => {
    const { child, line } = await serve('--port', '0', '--open');
    const [url = ''] = /http:\S+\/$/.exec(line) ?? [];
    expect(line).toBe(`Plimsoll planner: ${url}`);
    const body = JSON.stringify(longOffice());
    const headers = { 'Content-Type': 'application/json' };
    const simulation = fetch(`${url}api/v1/simulate`, { method: 'POST', headers, body });
    await vi.waitFor(async () => {
      expect(await (await fetch(`${url}api/v1/health`)).text()).toContain('"running":1');
    });
    expect(await stop(child, 'SIGINT')).toBe(0);
    expect((await simulation).status).toBe(503);
  });

  test('takes the next free port and says so, when none was named', async () => {
    await take(8080);
    const { line, stderr } = await serve();
    const [, port] = /:(\d+)\/$/.exec(line) ?? [];
    expect(Number(port)).toBeGreaterThan(8080);
    await vi.waitFor(() => expect(stderr()).toContain(`Port 8080 is taken, so this is port ${port}.`));
  });

  test('takes no other port than the one that was named', async () => {
    const port = await take(0);
    const { code, stdout, stderr } = runCli(['serve', '--port', String(port)]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`--port: got ${port}, which is taken (EADDRINUSE); wanted a free port.`);
  });

  test.each(['192.0.2.1', 'no.such.host.invalid'])('says that %s is no address of this machine', (host) => {
    const { code, stderr } = runCli(['serve', '--port', '0', '--host', host]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--host: got "${host}"`);
  });

  test('warns when others can reach it', async () => {
    const { line, stderr } = await serve('--port', '0', '--host', '0.0.0.0', '--json');
    expect(JSON.parse(line).url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    await vi.waitFor(() =>
      expect(stderr()).toMatch(/^Warning: anybody who reaches port \d+ of this machine may use it\./),
    );
  });
});
