// Puts the admin listener together out of what the engine has: every operation there is, and what is only asked for at a scrape.
import type { ServerConfiguration } from '../../config/schema.ts';
import { DAY_SECONDS } from '../../core/units.ts';
import type { AntispamAdmin } from '../antispam/open-antispam.ts';
import type { AntivirusAdmin } from '../antivirus/antivirus.ts';
import type { OutboundUsage } from '../domains/outbound-usage.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { QuarantineAdmin } from '../quarantine/quarantine.ts';
import type { QueueAdmin } from '../queue/queue-admin.ts';
import type { Certificates } from '../tls/certificates.ts';
import type { Instruments } from '../trace/instruments.ts';
import { certificateOperations } from './operations/certificate.ts';
import { configurationOperations } from './operations/configuration.ts';
import { filterOperations } from './operations/filters.ts';
import { healthOperations } from './operations/health.ts';
import { learningOperations } from './operations/learning.ts';
import { listOperations } from './operations/lists.ts';
import { quarantineOperations } from './operations/quarantine.ts';
import { queueOperations } from './operations/queue.ts';
import { quotaOperations } from './operations/quotas.ts';
import { reportedMailOperations } from './operations/reported-mail.ts';
import { spamRuleOperations } from './operations/spam-rules.ts';
import { type AdminServer, createAdminServer } from './server.ts';

export interface AdminPorts {
  readonly configuration: ServerConfiguration;
  readonly queue: QueueAdmin;
  readonly quarantine: QuarantineAdmin;
  readonly antispam: AntispamAdmin;
  readonly antivirus: AntivirusAdmin;
  readonly usage: OutboundUsage;
  readonly certificates: Pick<Certificates, 'certificate' | 'refresh'>;
  readonly instruments: Instruments;
  readonly fs: FileSystem;
  /** The data folder. */
  readonly folder: string;
  readonly version: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Five minutes, an hour, six hours, and each day up to the five that mail is kept. */
const AGES_SECONDS = [300, 3600, 21_600, ...[1, 2, 3, 4].map((days) => days * DAY_SECONDS)];

const SWITCHED_OFF: AdminServer = {
  listen: () => Promise.reject(new Error('the admin listener is switched off')),
  stop: async () => {},
};

/** @throws InputError when a file that should hold a token does not */
export async function createAdmin(ports: AdminPorts): Promise<AdminServer> {
  const { configuration, queue, usage, certificates, instruments, fs, folder, version, now } = ports;
  const { admin, hostname, limits, stages, tls } = configuration;
  const { metrics, log, dropped } = instruments;
  if (metrics === null) return SWITCHED_OFF;
  metrics.scraped('gauge', 'plimsoll_queue_messages', 'Messages in the queue', ['state'], () =>
    Object.entries(queue.counts()).map(([state, count]) => [{ state }, count] as const),
  );
  metrics.scraped(
    'gauge',
    'plimsoll_queue_deferred_older',
    'Deferred messages of such an age or older',
    ['seconds'],
    () => {
      const ages = queue.deferredAges();
      return AGES_SECONDS.map(
        (least) => [{ seconds: String(least) }, ages.filter((age) => age >= least).length] as const,
      );
    },
  );
  return createAdminServer({
    settings: admin,
    operations: [
      ...healthOperations({ version, hostname, now, traceDropped: dropped }),
      ...configurationOperations(configuration),
      ...queueOperations(queue),
      ...quarantineOperations(ports.quarantine),
      ...learningOperations(ports.antispam, limits.maxMessageBytes),
      ...filterOperations(ports.antispam, ports.antivirus),
      ...spamRuleOperations(ports.antispam),
      ...reportedMailOperations(ports.antispam),
      ...listOperations(stages.accessList),
      ...quotaOperations(usage),
      ...certificateOperations(certificates, tls.certificateFile === null),
    ],
    metrics,
    folder,
    fs,
    version,
    log,
  });
}
