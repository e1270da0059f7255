// One figure of the table: a load sent a few times, what was answered and found a second, and what it cost.
import { cpus } from 'node:os';
import type { Running } from './contestant.ts';
import { type Load, sendAndFind } from './load.ts';
import { cpuSeconds, machineSeconds } from './process-cpu.ts';

/** Behind the last delivery a server tidies up: that work is counted too. */
const SETTLE_SECONDS = 0.5;

export interface Figure {
  /** A second, one a round, ascending. */
  readonly accepted: readonly number[];
  readonly delivered: readonly number[];
  readonly cpuMilliseconds: number;
  /** Share of the machine that neither the server nor the load used: other programs, the kernel's own work, the host. */
  readonly othersShare: number;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
export const median = (values: readonly number[]): number => ascending(values)[Math.floor(values.length / 2)] ?? 0;

/** Rejects when a mail was refused or is not found. */
export async function measure(server: Running, load: Load, rounds: number): Promise<Figure> {
  const accepted: number[] = [];
  const delivered: number[] = [];
  // What we use includes the load, once it has ended: our own family without the server.
  const now = () => {
    const own = cpuSeconds(server.pid);
    return { own, ours: cpuSeconds(process.pid), machine: machineSeconds(), seconds: performance.now() / 1000 };
  };
  const before = now();
  for (let round = 0; round < rounds; round += 1) {
    const { acceptedSeconds, deliveredSeconds } = await sendAndFind(server, load);
    accepted.push(load.mails / acceptedSeconds);
    delivered.push(load.mails / deliveredSeconds);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_SECONDS * 1000));
  }
  const after = now();
  const busy = after.machine - before.machine - (after.ours - before.ours);
  return {
    accepted: ascending(accepted),
    delivered: ascending(delivered),
    cpuMilliseconds: ((after.own - before.own) * 1000) / (load.mails * rounds),
    othersShare: Math.max(0, busy / ((after.seconds - before.seconds) * cpus().length)),
  };
}
