// Processor seconds of a process and all that it started, those that have ended included; and of the whole machine.
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of Linux: the unit of /proc, 100 a second on all common machines. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly seconds: number;
}

/**
 * Seconds on a processor of the threads that live. Exact, where the ticks of /proc/PID/stat are rounded down process by process: over the
 * hundred processes of a Postfix they miss a fifth.
 */
function threadSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [nanoseconds = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ');
    return sum + Number(nanoseconds) / 1e9;
  }, 0);
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Behind the name, which stands in parentheses and may hold anything: state, parent, … utime 12th, stime, cutime, cstime.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [own = 0, ownKernel = 0, ended = 0, endedKernel = 0] = fields
      .slice(11, 15)
      .map((ticks) => ticks / TICKS_PER_SECOND);
    // A server's helpers are counted when they are gone, too; threads that are gone only in ticks.
    const seconds = Math.max(own + ownKernel, threadSeconds(pid)) + ended + endedKernel;
    return { parent: fields[1] ?? 0, seconds };
  } catch {
    return null;
  }
}

function family(root: number): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat !== null) stats.set(Number(name), stat);
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return new Map([...stats].filter(([pid]) => belongs(pid)));
}

/** The process and its descendants that live. */
export const processesOf = (root: number): number[] => [...family(root).keys()];

export const cpuSeconds = (root: number): number =>
  [...family(root).values()].reduce((sum, { seconds }) => sum + seconds, 0);

/** Seconds in which the processors of the machine were busy, or taken by its host. */
export function machineSeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/ +/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}
