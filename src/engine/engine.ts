// The engine: wires store, queue, filters, SMTP and IMAP by one configuration, and stops them in good order.
import { join } from 'node:path';
import type { ServerConfiguration } from '../config/schema.ts';
import { InputError } from '../core/problem.ts';
import { RateWindow } from '../pipeline/rate-window.ts';
import { SpamBayes } from '../stages/antispam/observe/spam-bayes.ts';
import type { SpamRules } from '../stages/antispam/observe/spam-rules.ts';
import { createSpamScorer } from '../stages/antispam/observe/spam-scorer.ts';
import { createSignatureScanner } from '../stages/antivirus/observe/signature-scanner.ts';
import { OBSERVERS } from '../stages/observers.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { configuredDirectory } from './domains/configured-directory.ts';
import { createImapServer } from './imap/server.ts';
import { createLog } from './log/create-log.ts';
import type { EventLog } from './log/event-log.ts';
import { NODE_FILE_SYSTEM } from './ports/node-file-system.ts';
import { openQueue } from './queue/queue.ts';
import { createResolver } from './resolver.ts';
import { createSmtpServer } from './smtp/server.ts';
import { openDataFolder } from './store/data-folder.ts';
import { createFileMailStore } from './store/file-mail-store.ts';
import { openGreylistStore } from './store/greylist-store.ts';

/** Time until a failed delivery is tried again: Postfix's minimal_backoff_time. */
const DELIVERY_RETRY_SECONDS = 300;

export interface Engine {
  /** The bound ports; null for a listener that is switched off. */
  readonly ports: { readonly smtp: number | null; readonly imap: number | null };
  /** Takes no more sessions, lets running ones finish for `graceSeconds`, writes everything down, lets go of the folder. */
  stop(graceSeconds: number): Promise<void>;
}

type Service = keyof ServerConfiguration['listeners'];
interface Listening {
  listen(host: string, port: number): Promise<number>;
}

const epochSeconds = (): number => Date.now() / 1000;

async function bind(service: Service, server: Listening, { listeners }: ServerConfiguration): Promise<number | null> {
  const { enabled, host, port } = listeners[service];
  if (!enabled) return null;
  try {
    return await server.listen(host, port);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const hint =
      code === 'EADDRINUSE'
        ? 'Another program listens there: stop it, or choose another port (or --port-base).'
        : 'Ports below 1024 need rights: run it with them, or choose another port (or --port-base).';
    const wanted = 'an address and a port that can be listened on';
    throw new InputError(service, [
      { path: `listeners.${service}.port`, got: `${host}:${port} (${code})`, wanted, hint },
    ]);
  }
}

/**
 * Starts the engine. When it resolves, every enabled listener takes connections.
 * @param configuration its data folder is absolute.
 * @throws InputError when the folder cannot be used or a port is taken; then nothing is left running.
 */
export async function startEngine(
  configuration: ServerConfiguration,
  spamRules: SpamRules,
  log: EventLog = createLog(process.stderr),
): Promise<Engine> {
  const { hostname, banner, limits, queue: queueLimits, stages, storage, accounts, dns, listeners } = configuration;
  const folder = await openDataFolder(storage.folder);
  /** What has been started, ended in the reverse order. */
  const endings: (() => Promise<void> | void)[] = [() => folder.release()];
  const end = async (): Promise<void> => {
    for (const ending of endings.reverse()) await ending();
  };
  try {
    const fs = NODE_FILE_SYSTEM;
    const greylist = await openGreylistStore({ fs, path: join(folder.path, 'greylist'), log });
    endings.push(() => greylist.close());
    const store = createFileMailStore({ fs, folder: join(folder.path, 'mail'), now: epochSeconds, log });
    endings.push(() => store.close());
    const queue = await openQueue({
      fs,
      folder: folder.path,
      store,
      hostname,
      concurrency: queueLimits.deliveryConcurrency,
      retrySeconds: DELIVERY_RETRY_SECONDS,
      log,
    });
    endings.push(() => queue.stop());
    const smtp = createSmtpServer({
      hostname,
      banner,
      directory: configuredDirectory(configuration),
      queue,
      settings: stages,
      observers: OBSERVERS,
      ports: {
        now: epochSeconds,
        resolver: createResolver(dns),
        rates: new RateWindow(),
        greylist: greylist.table,
        scanner: createSignatureScanner(),
        scorer: createSpamScorer(spamRules, new SpamBayes(), epochSeconds),
        hostname,
      },
      limits: { ...limits, maxInFlightBytes: queueLimits.maxInFlightBytes },
      log,
    });
    const imap = createImapServer({
      store,
      authenticator: createAuthenticator(accounts),
      hostname,
      log,
      // Without TLS a password may cross nothing but this machine. The schema gives the host as an address.
      allowPlaintextLogin: listeners.imap.host.startsWith('127.') || listeners.imap.host === '::1',
      limits: { maxMessageBytes: limits.maxMessageBytes },
    });
    let graceSeconds = 0;
    endings.push(() => smtp.stop(graceSeconds));
    endings.push(() => imap.stop(graceSeconds));
    const ports = { smtp: await bind('smtp', smtp, configuration), imap: await bind('imap', imap, configuration) };
    log('engine.ready', { smtp: ports.smtp, imap: ports.imap, folder: folder.path });
    return {
      ports,
      async stop(grace) {
        graceSeconds = grace;
        await end();
        log('engine.stopped', {});
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
