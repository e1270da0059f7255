// The admin listener, running. Leaves a note in the data folder where it is, so that commands on this machine find it.
import type { AdminSettings } from '../../config/admin.ts';
import { type Listening, listen } from '../../http/listen.ts';
import { isLoopback } from '../../http/loopback.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import type { Metrics } from '../trace/metrics.ts';
import { createAdminApp } from './app.ts';
import type { Operation } from './operation.ts';
import { notePath } from './places.ts';
import { openTokens } from './tokens.ts';

interface AdminServerOptions {
  readonly settings: AdminSettings;
  readonly operations: readonly Operation[];
  readonly metrics: Metrics;
  /** The data folder. */
  readonly folder: string;
  readonly fs: FileSystem;
  readonly version: string;
  readonly log: EventLog;
}

export interface AdminServer {
  /** @returns the bound port. Rejects with the system's error when the address cannot be bound. */
  listen(host: string, port: number): Promise<number>;
  stop(): Promise<void>;
}

/** [A] A hundred a second: a folder of mails to be learned is a request each. A guesser of 256 bits gains nothing by it. */
const REQUESTS_PER_MINUTE = 6000;

/** The address under which this machine reaches a listener. */
function urlOf(host: string, port: number): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

/** @throws InputError when a file that should hold a token does not */
export async function createAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const { settings, operations, metrics, folder, fs, version, log } = options;
  const tokens = await openTokens(settings, folder, fs);
  const app = createAdminApp({
    operations,
    tokens,
    registry: metrics.registry,
    version,
    loopbackOnly: isLoopback(settings.host),
    requestsPerMinute: REQUESTS_PER_MINUTE,
    log,
  });
  let listening: Listening | null = null;
  return {
    async listen(host, port) {
      listening = await listen(app, host, port);
      const note = notePath(folder);
      await fs.remove(`${note}.new`);
      await writeAside(fs, `${note}.new`, [Buffer.from(JSON.stringify({ url: urlOf(host, listening.port) }))]);
      await moveIntoPlace(fs, `${note}.new`, note);
      log('admin.ready', { host, port: listening.port, keyFile: tokens.file });
      return listening.port;
    },
    async stop() {
      if (listening === null) return;
      await fs.remove(notePath(folder));
      await listening.stop();
    },
  };
}
