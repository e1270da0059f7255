// Can this machine run it? Node's version, the data folder, the ports.
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { ServerConfiguration } from '../../config/schema.ts';
import { GIB, KIB } from '../../core/units.ts';
import { holderOf } from '../store/data-folder.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const inGib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

/** Below this much room the data folder is reported [A]: a thousand mails of the guide's mean size. */
const LEAST_FREE_BYTES = 300 * KIB * 1000;

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough ? ok('Node.js', null, version) : fail('Node.js', null, version, 'Install Node.js 20.19 or newer.');
}

export async function folderFinding(folder: string): Promise<Finding> {
  const name = `data folder ${folder}`;
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < LEAST_FREE_BYTES)
      return warn(name, '2.2', `${inGib(free)} free`, 'Make room, or choose another volume.');
    return ok(name, '2.2', `writable, ${inGib(free)} free`);
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return fail(
      name,
      '2.2',
      `cannot be written (${code})`,
      'Change its owner, or name another one in `storage.folder`.',
    );
  }
}

/** @param holder process of a running engine; null: none runs */
async function portFinding(service: string, host: string, port: number, holder: string | null): Promise<Finding> {
  const name = `${service} on ${host}:${port}`;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE' && holder !== null) {
        resolve(ok(name, '6.1', `taken while the engine runs (process ${holder})`));
        return;
      }
      const hint =
        code === 'EADDRINUSE'
          ? 'Another program listens there: stop it, or choose another port.'
          : 'Ports below 1024 need rights: run it with them, or use --port-base.';
      resolve(fail(name, '6.1', `cannot listen (${code ?? 'an error'})`, hint));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(ok(name, '6.1', 'free'))));
  });
}

/** Tries to listen on every port that the configuration asks for, and lets go of it at once. */
export function portFindings({ listeners, admin, storage }: ServerConfiguration): Promise<Finding[]> {
  const holder = holderOf(storage.folder);
  return Promise.all(
    Object.entries({ ...listeners, admin }).flatMap(([service, { enabled, host, port }]) =>
      enabled && port !== 0 ? [portFinding(service.toUpperCase(), host, port, holder)] : [],
    ),
  );
}
