// The package as a stranger gets it: packed, installed into an empty folder without development dependencies, and run.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadLibrary } from '../../src/hosts/load-library.ts';
import { parseScenario } from '../../src/model/scenario.ts';
import { simulateScenario } from '../../src/run/simulate.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-package-'));
const installed = join(folder, 'empty', 'node_modules');

function npm(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('npm', [...args, '--no-audit', '--no-fund'], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}: ${stderr}`);
}

beforeAll(() => {
  npm('.', 'pack', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'package.json'), '{ "private": true }');
  npm(join(folder, 'empty'), 'install', join(folder, tarball), '--omit=dev', '--prefer-offline');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plimsoll = join(installed, '.bin', 'plimsoll');
const scenarioFile = join(installed, 'plimsoll', 'scenarios', 'office-200.yaml');

function run(...args: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(plimsoll, args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Starts a command that runs until it is told to stop; gives what it says when it is ready. */
async function start(...args: string[]): Promise<{ child: ChildProcess; ready: Record<string, unknown> }> {
  const child = spawn(plimsoll, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ready: JSON.parse(String(line)) };
}

async function stop(child: ChildProcess): Promise<unknown> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

const simulated = () => {
  const scenario = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200');
  return simulateScenario({ ...scenario, run: { ...scenario.run, replications: 1 } }, loadLibrary());
};

describe('the package', () => {
  test('has what publint asks for', async () => {
    const { messages } = await publint({ pkgDir: '.', strict: true });
    expect(messages).toEqual([]);
  });

  test('brings neither sources nor tools', () => {
    for (const name of ['plimsoll/src', 'plimsoll/web', 'plimsoll/test', 'tsx', 'esbuild', 'typescript', 'vega'])
      expect(existsSync(join(installed, name)), name).toBe(false);
  });

  test('sizes', () => {
    expect(run('size', '--users', '200', '--json')).toMatchObject({ storage: { display: '6.12 TB' } });
  });

  test('simulates what the sources simulate', () => {
    expect(run('simulate', scenarioFile, '--replications', '1', '--json')).toEqual(
      JSON.parse(JSON.stringify(simulated())),
    );
  });

  test('serves the page and the API', async () => {
    const { child, ready } = await start('serve', '--port', '0', '--json');
    const url = String(ready['url']);
    for (const path of ['', 'main.js', 'main.css', 'simulation-worker.js', 'library.json'])
      expect((await fetch(url + path)).status, path).toBe(200);
    const scenario = (await (await fetch(`${url}scenario.json`)).json()) as { run: object };
    const response = await fetch(`${url}api/v1/simulate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...scenario, run: { ...scenario.run, replications: 1 } }),
    });
    expect(await response.text()).toBe(JSON.stringify(simulated()));
    expect(await stop(child)).toBe(0);
  });

  test('runs the engine', async () => {
    const config = join(folder, 'lab.yaml');
    const ports = 'listeners: { smtp: { port: 0 }, imap: { port: 0 } }';
    writeFileSync(config, `plimsoll: 1\ndomains: [example.com]\n${ports}\nstorage: { folder: data }\n`);
    const { child, ready } = await start('engine', '--config', config);
    expect(ready).toMatchObject({ ready: true, smtp: expect.any(Number), imap: expect.any(Number) });
    expect(await stop(child)).toBe(0);
  });
});
