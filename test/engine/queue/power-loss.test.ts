// Cuts the power of a disk under the queue: PLIMSOLL_POWER_LOSS=1, root, and a loop device. Half a minute.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const asked = process.env['PLIMSOLL_POWER_LOSS'] === '1';

interface Losses {
  readonly acknowledged: number;
  readonly lost: number;
  readonly twice: number;
  readonly broken: number;
}

/** Null where it cannot be done; the script says why. */
function cutPower(mode: string, trials: number): Losses | null {
  const run = spawnSync('bash', ['scripts/power-loss.sh', mode, String(trials)], { encoding: 'utf8' });
  if (run.status === 3) {
    console.warn(run.stderr.trim());
    return null;
  }
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Losses;
}

describe.skipIf(!asked)('a loss of power', () => {
  test('loses nothing that was answered for', { timeout: 60_000 }, () => {
    const losses = cutPower('safe', 5);
    if (losses === null) return;
    expect(losses.acknowledged).toBeGreaterThan(10);
    expect(losses).toMatchObject({ lost: 0, twice: 0, broken: 0 });
  });

  test('loses mail when folders are not flushed: the negative control', { timeout: 60_000 }, () => {
    const losses = cutPower('no-folder-fsync', 4);
    if (losses !== null) expect(losses.lost).toBeGreaterThan(0);
  });

  test('loses mail when nothing is flushed: the negative control', { timeout: 60_000 }, () => {
    const losses = cutPower('no-fsync', 2);
    if (losses !== null) expect(losses.lost).toBeGreaterThan(0);
  });
});
