import { once } from 'node:events';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('plimsoll size', () => {
  test("gives the guide's example as data", () => {
    const { code, stdout } = runCli(['size', '--users', '200', '--years', '3', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      storage: { bytes: 6_727_680_000_000, display: '6.12 TB', labelDisplay: '6.73 TB' },
      ram: { gib: 8 },
      ssdCache: {
        hotBytes: { low: 201_830_400_000, high: 403_660_800_000 },
        recommendedBytes: { low: 403_660_800_000, high: 807_321_600_000 },
        tier: '480 GB × 2',
        binding: 'formula',
      },
      licences: {
        need: 195,
        packs: [
          { accounts: 20, count: 9 },
          { accounts: 5, count: 3 },
        ],
        spare: 0,
      },
    });
  });

  test('tells it in words, with rows', () => {
    const { stdout } = runCli(['size', '-u', '200']);
    expect(stdout).toContain('6.12 TB (6.73 TB on the label of a disk)');
    expect(stdout).toContain('[row 1.4]');
  });

  test.each([['0'], ['-5'], ['1e308'], ['many'], ['2.5'], ['']])('refuses %j users with exit code 2', (users) => {
    const { code, stderr, stdout } = runCli(['size', `--users=${users}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('whole number from 1 to 1000000');
    expect(stdout).toBe('');
  });

  test('refuses a volume that cannot be counted', () => {
    const { code, stderr } = runCli(['size', '-u', '1000000', '-m', '10000', '-s', '1048576', '-y', '30']);
    expect(code).toBe(2);
    expect(stderr).toContain('storage.bytes');
  });
});

describe('plimsoll simulate', () => {
  test('the same seed gives the same bytes, with intervals', () => {
    const args = ['simulate', 'scenarios/office-200.yaml', '--seed', '1', '--replications', '2', '--json'];
    const first = runCli(args);
    expect(first.code).toBe(0);
    expect(runCli(args).stdout).toBe(first.stdout);
    const { metrics } = JSON.parse(first.stdout) as { metrics: { key: string; halfWidth: number | null }[] };
    for (const key of ['mail.throughput.perSecond', 'smtp.response.meanSeconds', 'cpu.utilisation'])
      expect(metrics.find((metric) => metric.key === key)?.halfWidth).toBeGreaterThan(0);
  });

  test('tells every problem of a scenario at once, and nothing on standard output', () => {
    const path = file(
      'bad.yaml',
      'plimsoll: 1\nkind: scenario\nname: x\nworkload: { users: -3, usres: 4 }\nconfiguration: { plimsoll: 1 }\n',
    );
    const { code, stdout, stderr } = runCli(['simulate', path]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const part of [
      'workload.users: got -3',
      'workload.usres: got an unknown key',
      'Did you mean "users"',
      'configuration.domains',
    ])
      expect(stderr).toContain(part);
  });

  test('tells problems as JSON where JSON is asked for', () => {
    const { code, stderr } = runCli(['simulate', file('list.yaml', '- 1\n'), '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'bad input',
      problems: [{ path: '(file)', got: 'a list of 1' }],
    });
  });

  test('refuses a 10 GB file by its size, without reading it', () => {
    const path = join(folder, 'huge.yaml');
    const handle = openSync(path, 'w');
    ftruncateSync(handle, 10 * 1024 ** 3);
    closeSync(handle);
    const { code, stderr } = runCli(['simulate', path]);
    expect(code).toBe(2);
    expect(stderr).toContain('10737418240 bytes');
  });

  test.each([
    ['a file that is not there', 'nowhere.yaml', 'ENOENT'],
    ['a folder', '.', 'a folder'],
    ['a device without end', '/dev/zero', 'no regular file'],
  ])('refuses %s', (_what, path, wanted) => {
    const { code, stderr } = runCli(['simulate', path]);
    expect(code).toBe(2);
    expect(stderr).toContain(wanted);
  });
});

describe('plimsoll engine', () => {
  const lab = (name: string, more: string): string => file(name, `plimsoll: 1\ndomains: [example.com]\n${more}`);

  test('says which port is taken, and writes nothing', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const config = lab(
      'taken.yaml',
      `listeners: { smtp: { port: ${port} }, imap: { port: 0 } }\nstorage: { folder: taken }\n`,
    );
    const { code, stderr, stdout } = runCli(['engine', '--config', config]);
    blocker.close();
    expect(code).toBe(2);
    expect(stderr).toContain('listeners.smtp.port');
    expect(stderr).toContain('EADDRINUSE');
    expect(stdout).toBe('');
  });

  test('says that its folder cannot be written', () => {
    file('plain', '');
    const config = lab(
      'unwritable.yaml',
      'listeners: { smtp: { port: 0 }, imap: { port: 0 } }\nstorage: { folder: plain/data }\n',
    );
    const { code, stderr } = runCli(['engine', '--config', config]);
    expect(code).toBe(2);
    expect(stderr).toContain('storage.folder');
  });
});

describe('plimsoll', () => {
  test('exits with 2 on what it does not know, and suggests', () => {
    const { code, stderr } = runCli(['simulat']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean simulate?');
  });

  test.each([
    ['--help'],
    ['size', '--help'],
    ['simulate', '--help'],
    ['engine', '--help'],
    ['serve', '--help'],
    ['doctor', '--help'],
  ])('%s %s gives examples and exits with 0', (...args) => {
    const { code, stdout } = runCli(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Example');
  });

  test.each(['bash', 'zsh', 'fish'])('completes for %s', (shell) => {
    const { code, stdout } = runCli(['complete', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('plimsoll');
  });

  test('completes commands and options', () => {
    expect(runCli(['complete', '--', 'si']).stdout).toMatch(/simulate/);
    expect(runCli(['complete', '--', 'size', '--us']).stdout).toMatch(/--users/);
  });

  test('prints the schema of a configuration', () => {
    const { code, stdout } = runCli(['schema', 'configuration']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).properties.stages.properties.greylist.properties.periodSeconds.default).toBe(300);
  });

  test('hashes a password from standard input, and does not print it', () => {
    const { code, stdout } = runCli(['passwd'], 'a long secret\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^scrypt\$/);
    expect(stdout).not.toContain('secret');
    expect(runCli(['passwd'], '\n').code).toBe(2);
  });
});

describe('plimsoll doctor', () => {
  test('examines a configuration and exits with 1 when something fails', () => {
    const { code, stdout } = runCli(['doctor', '--config', 'scenarios/lab.yaml', '--port-base', '31000', '--json']);
    expect(code).toBe(1);
    const findings = JSON.parse(stdout) as { name: string; status: string; hint: string }[];
    expect(findings.find(({ name }) => name === 'MX of example.com')).toMatchObject({
      status: 'fail',
      hint: expect.stringContaining('MX 10'),
    });
    expect(findings.find(({ name }) => name === 'Node.js')).toMatchObject({ status: 'ok' });
  });
});
