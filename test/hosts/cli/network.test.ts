import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addNetworkCommand } from '../../../src/hosts/cli/commands/network.ts';
import { addVerifyCommand } from '../../../src/hosts/cli/commands/verify.ts';
import { verifyText } from '../../../src/hosts/cli/text/verify-text.ts';
import type { NetworkResult } from '../../../src/network/network-result.ts';
import { parseNetwork } from '../../../src/network/parse-network.ts';
import { networkTheory } from '../../../src/network/theory/network-theory.ts';
import type { VerifyResult } from '../../../src/network/verify/verify-closed-forms.ts';
import { studentTQuantile } from '../../../src/stats/student-t.ts';
import { runCommand } from './in-process.ts';
import { type CliRun, runCli } from './run-cli.ts';

const EXAMPLES = 'scenarios/networks';
const MM1 = `${EXAMPLES}/mm1.yaml`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-network-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const network = (...args: string[]): Promise<CliRun> => runCommand(addNetworkCommand, ['network', ...args]);

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** The example of one server with parts of its text replaced. */
const changed = (name: string, ...changes: readonly (readonly [string, string])[]): string =>
  file(
    name,
    changes.reduce((text, [from, to]) => text.replace(from, to), readFileSync(MM1, 'utf8')),
  );

describe('plimsoll network', () => {
  test('tells numbers with intervals, theory beside them, and the warm-up', async () => {
    const { code, stdout, stderr } = await network(MM1, '--length', '5000');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/waiting time +[\d.]+ ± [\d.]+ s += 4\.\d+ s +M\/M\/1/);
    expect(stdout).toMatch(/response, 95 % +[\d.]+ ± [\d.]+ s += 1[45]\.\d+ s/);
    expect(stdout).toMatch(/Warm-up: [\d.]+ s by MSER-5, from the number of customers at server/);
    expect(stdout).toMatch(/[▁▂▃▄▅▆▇█]*│[▁▂▃▄▅▆▇█]+/);
  });

  test('marks an approximation', async () => {
    const path = changed(
      'mgc.yaml',
      ['type: queue', 'type: queue, servers: 2'],
      ['type: exponential, mean: 1', 'type: erlang, phases: 2, mean: 2'],
    );
    const { stdout } = await network(path, '-l', '500', '-w', '50');
    expect(stdout).toMatch(/waiting time .*≈ .*M\/G\/c \(Kimura\)/);
    expect(stdout).toContain('Warm-up: 50 s, as given.');
  });

  test('gives the same bytes for the same seed, also in a process of its own, with its options taken', async () => {
    const args = [MM1, '--seed', '7', '-r', '3', '-l', '1000', '-w', '100', '--json'];
    const first = await network(...args);
    expect(runCli(['network', ...args]).stdout).toBe(first.stdout);
    const result = JSON.parse(first.stdout) as NetworkResult;
    expect(result).toMatchObject({ kind: 'networkResult', seed: '7', replications: 3, lengthSeconds: 1000 });
    expect(result.warmUp).toMatchObject({ seconds: 100, method: 'given' });
    const { meanWaitingSeconds } = result.stations[0]!.classes[0]!.metrics;
    expect(meanWaitingSeconds).toMatchObject({ theory: { exact: true, method: 'M/M/1' } });
    expect(meanWaitingSeconds?.theory?.value).toBeCloseTo(4, 12);
  });

  test('draws the pilots', async () => {
    const path = join(folder, 'warm-up.svg');
    expect((await network(MM1, '-l', '1000', '-r', '2', '--plot', path)).code).toBe(0);
    const svg = readFileSync(path, 'utf8');
    const parts = ['<title>mm1: warm-up by MSER-5', 'mean number of customers', 'simulated time [s]', 'truncation'];
    for (const part of [...parts, '<polyline']) expect(svg).toContain(part);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each([
    ['nothing to draw', ['--warm-up', '10', '--plot', 'x.svg'], 'Ask for --warm-up auto'],
    ['a folder that is not there', ['--plot', 'nowhere/x.svg'], 'ENOENT'],
    ['a negative warm-up', ['--warm-up=-1'], 'wanted auto, or a number'],
    ['half a replication', ['--replications', '0.5'], 'whole number'],
  ])('refuses %s', async (_what, more, wanted) => {
    const { code, stderr, stdout } = await network(MM1, '-l', '100', '-r', '1', ...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(wanted);
  });

  test('refuses an overloaded network and names the station', async () => {
    const path = changed('overload.yaml', ['ratePerSecond: 0.8 }', 'ratePerSecond: 1.2 }']);
    const { code, stderr, stdout } = await network(path);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${path}: 1 problem`);
    expect(stderr).toContain("stations[0]: got server is asked for 1.200 servers' worth of work; wanted less than 1");
  });

  test('reports a queue that grows', async () => {
    const times = Array.from({ length: 3000 }, (_, index) => index / 10).join(', ');
    const path = changed('grows.yaml', [
      'process: poisson, ratePerSecond: 0.8 }',
      `process: trace, atSeconds: [${times}] }`,
    ]);
    const { code, stdout } = await network(path, '-l', '250', '-w', '0', '-r', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('The queue of server grew all through the run');
  });

  test('tells every problem of a file, as JSON where that is asked for', async () => {
    const path = changed('bad.yaml', ['in: server,', 'in: servre,'], ['server: out', 'server: away']);
    const { code, stderr } = await network(path, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      problems: [
        { path: 'classes[0].route.in', hint: 'Did you mean "server"?' },
        { path: 'classes[0].route.server', got: '"away"' },
      ],
    });
  });
});

describe('the example networks', () => {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));
  const networks = names.map((name) => parseNetwork(readFileSync(join(EXAMPLES, name), 'utf8'), name));

  test('are at least ten, each named after its file, each with a word on what it shows', () => {
    expect(names.length).toBeGreaterThanOrEqual(10);
    for (const [index, name] of names.entries()) {
      expect(`${networks[index]!.name}.yaml`).toBe(name);
      expect(readFileSync(join(EXAMPLES, name), 'utf8')).toMatch(/^# \S/);
    }
  });

  test('have an exact answer beside them, but for the bursts', () => {
    const exact = networks.filter((network) =>
      networkTheory(network).classes.every(({ meanResponseSeconds }) => meanResponseSeconds?.exact),
    );
    expect(networks.filter((network) => !exact.includes(network)).map(({ name }) => name)).toEqual([
      'bursts-and-slots',
    ]);
  });
});

test('the network of docs/networks.md is one, with an exact answer', () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(readFileSync('docs/networks.md', 'utf8')) ?? [];
  expect(networkTheory(parseNetwork(yaml, 'docs')).classes[0]?.meanResponseSeconds?.exact).toBe(true);
});

describe('plimsoll verify', () => {
  const verify = async (...more: string[]): Promise<CliRun & { result: VerifyResult }> => {
    const run = await runCommand(addVerifyCommand, ['verify', '--quick', '--json', ...more]);
    return { ...run, result: JSON.parse(run.stdout) as VerifyResult };
  };

  test('--quick holds every row, and nearly every one at 99 %, too', async () => {
    const { code, result } = await verify();
    expect(code).toBe(0);
    const { rows, level } = result;
    const narrower = studentTQuantile(0.995, 23) / studentTQuantile((1 + level) / 2, 23);
    const outside = rows.filter(({ exact, simulated }) => {
      return Math.abs(simulated.mean - exact) > narrower * simulated.halfWidth!;
    });
    // One is expected.
    expect(outside.length).toBeLessThanOrEqual(5);
    const text = verifyText(result);
    expect(text).toContain('Every row holds.');
    expect(text).toMatch(/M\/M\/1, ρ 0.5 +station +utilisation +0\.50000 +0\.\d+ +± 0\.\d+ +ok/);
  }, 120_000);

  test('--quick finds services that are 3 % longer, where services matter', async () => {
    const { code, result } = await verify('--bias', '0.03');
    expect(code).toBe(1);
    expect(result.failed).toBeGreaterThan(50);
    expect(result.rows.filter(({ blind, holds }) => blind && !holds)).toEqual([]);
    expect(verifyText(result)).toMatch(/FAILS[\s\S]*3 % longer than described[\s\S]*rows do not hold/);
  }, 120_000);

  test('does not tell of --bias in its help', async () => {
    const { stdout } = await runCommand(addVerifyCommand, ['verify', '--help']);
    expect(stdout).toContain('--quick');
    expect(stdout).not.toContain('bias');
  });
});

test('prints the schema of a network', () => {
  const { code, stdout } = runCli(['schema', 'network']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).properties.run.properties.replications.default).toBe(10);
});
