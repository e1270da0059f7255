// What sessions cost that do nothing: memory of a server and all its processes, with and without them.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { Running } from './contestant.ts';
import { processesOf } from './process-cpu.ts';

const SESSIONS = 500;
const GREETED_SECONDS = 30;

/** Of a server and all that it started. Shares of pages, so that what processes have in common counts once. */
export const memoryBytes = (pid: number): number =>
  processesOf(pid).reduce((sum, process) => {
    const [, kib = '0'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'latin1')) ?? [];
    return sum + Number(kib) * 1024;
  }, 0);

/** A session that has been greeted and has said EHLO. */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  const signal = AbortSignal.timeout(GREETED_SECONDS * 1000);
  const until = async (line: RegExp): Promise<void> => {
    for (let said = ''; !line.test(said); ) said += String((await once(socket, 'data', { signal }))[0]);
  };
  await until(/^220 /m);
  socket.write('EHLO idle.example\r\n');
  await until(/^250 /m);
  return socket;
}

/** One line of words. Rejects when a session is not served. */
export async function describeIdleSessions({ port, pid }: Running): Promise<string> {
  const without = memoryBytes(pid);
  const sockets: Socket[] = [];
  try {
    while (sockets.length < SESSIONS)
      sockets.push(...(await Promise.all(Array.from({ length: 10 }, () => open(port)))));
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
    return `${SESSIONS} idle sessions: ${megabytes(memoryBytes(pid))} MB in all, ${megabytes(without)} MB before them`;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}
