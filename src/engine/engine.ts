// The engine: wires store, queue, filters, SMTP and IMAP by one configuration, and stops them in good order.
import { join } from 'node:path';
import { isLoopback } from '../config/listeners.ts';
import type { ServerConfiguration } from '../config/schema.ts';
import { InputError } from '../core/problem.ts';
import { calendarDay } from '../pipeline/calendar-day.ts';
import { RateWindow } from '../pipeline/rate-window.ts';
import { UnknownRecipients } from '../pipeline/unknown-recipients.ts';
import type { SpamRules } from '../stages/antispam/observe/spam-rules.ts';
import { OBSERVERS } from '../stages/observers.ts';
import { createAdmin } from './admin/start-admin.ts';
import { type AntispamAdmin, openAntispam } from './antispam/open-antispam.ts';
import { type AntivirusAdmin, openAntivirus } from './antivirus/antivirus.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createOutgoingSigner } from './dkim/outgoing-signer.ts';
import { configuredDirectory } from './domains/configured-directory.ts';
import { mailDomains } from './domains/mail-domains.ts';
import { type OutboundUsage, outboundUsage } from './domains/outbound-usage.ts';
import { openQuotaStore } from './domains/quota-store.ts';
import { createImapServer } from './imap/server.ts';
import { createLog } from './log/create-log.ts';
import type { EventLog } from './log/event-log.ts';
import { createNotices } from './notices/notices.ts';
import { NODE_CLOCK } from './ports/node-clock.ts';
import { NODE_FILE_SYSTEM } from './ports/node-file-system.ts';
import { openQuarantine, type QuarantineAdmin } from './quarantine/quarantine.ts';
import { openQueue } from './queue/queue.ts';
import type { QueueAdmin } from './queue/queue-admin.ts';
import { queueParameters } from './queue/queue-settings.ts';
import { configuredRelay } from './relay/configured-relay.ts';
import { createResolver } from './resolver.ts';
import type { Role } from './smtp/access-policy.ts';
import { configuredAccess, configuredLimits, configuredRules } from './smtp/configured-policy.ts';
import { createSmtpServer } from './smtp/server.ts';
import { openDataFolder } from './store/data-folder.ts';
import { createFileMailStore } from './store/file-mail-store.ts';
import { openGreylistStore } from './store/greylist-store.ts';
import { openCertificates } from './tls/certificates.ts';
import { countLogins } from './trace/count-logins.ts';
import { startInstruments } from './trace/instruments.ts';

export interface Engine {
  /** The bound ports; null for a listener that is switched off. */
  readonly ports: Readonly<Record<Service | 'admin', number | null>>;
  /** The queue, as an administrator sees it (row 10.4). */
  readonly queue: QueueAdmin;
  /** Mail that is kept back (row 9.10). */
  readonly quarantine: QuarantineAdmin;
  /** The engines that look for viruses, and their databases (row 9.9). */
  readonly antivirus: AntivirusAdmin;
  /** Rules against spam, what was reported and learned (rows 9.2, 9.4, 9.6). */
  readonly antispam: AntispamAdmin;
  /** What users have sent today (row 8.8). */
  readonly usage: OutboundUsage;
  /** Reads the certificate again: new handshakes use the new one. */
  reload(): Promise<void>;
  /** Takes no more sessions, lets running ones finish for `graceSeconds`, writes everything down, lets go of the folder. */
  stop(graceSeconds: number): Promise<void>;
}

type Service = keyof ServerConfiguration['listeners'];
type Listen = (host: string, port: number) => Promise<number>;

const epochSeconds = (): number => Date.now() / 1000;

async function bind(
  service: Service | 'admin',
  { listeners, admin }: ServerConfiguration,
  listen: Listen,
): Promise<number | null> {
  const { enabled, host, port } = service === 'admin' ? admin : listeners[service];
  if (!enabled) return null;
  try {
    return await listen(host, port);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const hint =
      code === 'EADDRINUSE'
        ? 'Another program listens there: stop it, or choose another port (or --port-base).'
        : 'Ports below 1024 need rights: run it with them, or choose another port (or --port-base).';
    const wanted = 'an address and a port that can be listened on';
    throw new InputError(service, [
      {
        path: service === 'admin' ? 'admin.port' : `listeners.${service}.port`,
        got: `${host}:${port} (${code})`,
        wanted,
        hint,
      },
    ]);
  }
}

/**
 * Starts the engine. When it resolves, every enabled listener takes connections.
 * @param configuration its data folder is absolute.
 * @param told the log. @param version of plimsoll, for whoever asks
 * @throws InputError when the folder cannot be used or a port is taken; then nothing is left running.
 */
export async function startEngine(
  configuration: ServerConfiguration,
  spamRules: SpamRules,
  told: EventLog = createLog(process.stderr),
  version = '0.0.0',
): Promise<Engine> {
  const { hostname, banner, limits, stages, storage, accounts, dns, listeners } = configuration;
  const folder = await openDataFolder(storage.folder);
  /** What has been started, ended in the reverse order. */
  const endings: (() => Promise<void> | void)[] = [() => folder.release()];
  const end = async (): Promise<void> => {
    for (const ending of endings.reverse()) await ending();
  };
  try {
    const fs = NODE_FILE_SYSTEM;
    const instruments = await startInstruments({
      trace: configuration.trace,
      metrics: configuration.admin.enabled,
      version,
      folder: folder.path,
      fs,
      clock: NODE_CLOCK,
      log: told,
    });
    endings.push(() => instruments.close());
    const { log, tracer, disk } = instruments;
    const greylist = await openGreylistStore({ fs: disk('greylist'), path: join(folder.path, 'greylist'), log });
    endings.push(() => greylist.close());
    const sent = await openQuotaStore({
      fs: disk('quota'),
      path: join(folder.path, 'quota'),
      timeZone: configuration.timeZone,
      log,
    });
    endings.push(() => sent.close());
    const directory = configuredDirectory(configuration);
    const domains = mailDomains({ domains: configuration.domains, directory, quota: sent.quota, log });
    const store = createFileMailStore({ fs: disk('mail'), folder: join(folder.path, 'mail'), now: epochSeconds, log });
    endings.push(() => store.close());
    let graceSeconds = 0;
    const listening = new Set(Object.values(listeners).map(({ port }) => port));
    const resolver = instruments.resolver(createResolver(dns));
    const antispam = await openAntispam({
      configuration,
      houseRules: spamRules,
      fs: disk('antispam'),
      folder: folder.path,
      store,
      resolver,
      clock: NODE_CLOCK,
      log,
    });
    endings.push(() => antispam.close());
    const relay = configuredRelay(configuration.delivery, hostname, resolver, () => [...listening]);
    const queue = await openQueue({
      fs: disk('spool'),
      folder: folder.path,
      store,
      hostname,
      directory,
      relay,
      prepareOutgoing: await createOutgoingSigner({
        settings: configuration.dkim,
        whitelist: stages.dkim.whitelist,
        fs,
        folder: folder.path,
        now: epochSeconds,
        log,
      }),
      templates: configuration.notices,
      parameters: queueParameters(configuration),
      clock: NODE_CLOCK,
      tracer,
      log,
    });
    endings.push(async () => {
      const callOff = NODE_CLOCK.after(graceSeconds, relay.cut);
      await queue.stop();
      callOff();
    });
    const antivirus = await openAntivirus({
      settings: configuration.antivirus,
      fs,
      folder: folder.path,
      clock: NODE_CLOCK,
      log,
    });
    endings.push(() => antivirus.stop());
    const quarantine = openQuarantine({
      fs: disk('quarantine'),
      folder: join(folder.path, 'quarantine'),
      queue: { submit: queue.submit, holds: async (id) => (await queue.admin.show(id)) !== null },
      keepDays: configuration.quarantine.keepDays,
      clock: NODE_CLOCK,
      log,
    });
    endings.push(() => quarantine.stop());
    const notices = createNotices({
      settings: configuration.notices,
      hostname,
      directory,
      queue,
      now: epochSeconds,
      log,
    });
    const { certificateFile, keyFile, minVersion } = configuration.tls;
    const certificates = await openCertificates({
      fs,
      folder: folder.path,
      files: certificateFile !== null && keyFile !== null ? { certificateFile, keyFile } : null,
      hostname,
      minVersion,
      now: epochSeconds,
      log,
    });
    endings.push(() => certificates.stop());
    const authenticator = countLogins(createAuthenticator(accounts), (result) => instruments.metrics?.login(result));
    const smtp = createSmtpServer({
      hostname,
      banner,
      directory: antispam.directory(directory),
      domains,
      queue: antispam.queue(queue),
      notices,
      settings: stages,
      observers: OBSERVERS,
      ports: {
        now: epochSeconds,
        resolver,
        rates: new RateWindow(),
        unknownRecipients: new UnknownRecipients(calendarDay(configuration.timeZone)),
        greylist: greylist.table,
        scanner: antivirus.scanner,
        scorer: antispam.scorer,
        correspondents: antispam.correspondents,
        hostname,
        isOurs: (address) => directory.resolve(address).kind !== 'foreign',
      },
      access: configuredAccess(configuration),
      authenticator: configuration.smtp.authentication.enabled ? authenticator : null,
      tls: certificates.current,
      tracer,
      limits: configuredLimits(configuration),
      log,
    });
    const imap = createImapServer({
      store,
      authenticator,
      hostname,
      log,
      // Without TLS a password may cross nothing but this machine. The schema gives the host as an address.
      allowPlaintextLogin: isLoopback(listeners.imap.host),
      limits: { maxMessageBytes: limits.maxMessageBytes },
    });
    endings.push(() => smtp.stop(graceSeconds));
    endings.push(() => imap.stop(graceSeconds));
    const usage = outboundUsage(sent.quota, domains, epochSeconds);
    const admin = await createAdmin({
      configuration,
      queue: queue.admin,
      quarantine: quarantine.admin,
      antispam: antispam.admin,
      antivirus: antivirus.admin,
      usage,
      certificates,
      instruments,
      fs,
      folder: folder.path,
      version,
      now: epochSeconds,
    });
    endings.push(() => admin.stop());
    const listen = (role: Role): Promise<number | null> =>
      bind(role, configuration, (host, port) => smtp.listen(host, port, configuredRules(role, configuration)));
    const ports = {
      smtp: await listen('smtp'),
      submission: await listen('submission'),
      submissions: await listen('submissions'),
      imap: await bind('imap', configuration, imap.listen),
      admin: await bind('admin', configuration, (host, port) => admin.listen(host, port)),
    };
    for (const port of Object.values(ports)) if (port !== null) listening.add(port);
    log('engine.ready', { ...ports, folder: folder.path });
    return {
      ports,
      queue: queue.admin,
      quarantine: quarantine.admin,
      antivirus: antivirus.admin,
      antispam: antispam.admin,
      usage,
      async reload() {
        await certificates.refresh();
      },
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
