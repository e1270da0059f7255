// Puts reports into the queue: to the sender, or to the postmaster where there is no sender to be told. Never a report of a report of one.
import { createHash } from 'node:crypto';
import { HOUR_SECONDS } from '../../../core/units.ts';
import type { QueueLifePolicy } from '../../../pipeline/queue-life.ts';
import type { Directory } from '../../directory.ts';
import type { EventLog } from '../../log/event-log.ts';
import type { Envelope, EnvelopeRecipient } from '../envelope.ts';
import { composeReport } from './compose-report.ts';
import type { PlannedReport } from './plan-reports.ts';

export interface ReportPorts {
  readonly directory: Pick<Directory, 'resolve'>;
  readonly hostname: string;
  readonly life: QueueLifePolicy;
  readonly now: () => number;
  readonly log: EventLog;
  /** Resolves when the report is durable. */
  readonly keep: (envelope: Envelope, message: Uint8Array) => Promise<void>;
}

/** Reports to the postmaster in an hour [A]: a flood of forged senders must not fill the mailbox. */
const POSTMASTER_PER_HOUR = 100;

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

export interface Reporter {
  /**
   * Resolves when it is durable, or nobody can be told. Rejects with the disk's error.
   * @param message the one it is about, as it was received
   */
  report(envelope: Envelope, message: Buffer, planned: PlannedReport): Promise<void>;
}

/** The same report, made again after a crash, has the same id and is delivered once; another report has another one. */
function reportId({ id }: Envelope, { kind, recipients }: PlannedReport): string {
  const about = `${kind} ${recipients.map(({ index }) => index).join(' ')}`;
  return `${id}R${createHash('sha256').update(about).digest('hex').slice(0, 8).toUpperCase()}`;
}

export function createReporter(ports: ReportPorts): Reporter {
  const { directory, hostname, life, now, log, keep } = ports;
  let hour = 0;
  let inHour = 0;

  const targets = (address: string): EnvelopeRecipient[] => {
    const found = directory.resolve(address);
    if (found.kind === 'unknown') return [];
    const reached = found.kind === 'known' ? found.targets : [{ address, account: null }];
    return reached.map((target) => ({ ...target, original: address, fate: 'deliver', notify: false }));
  };

  /** True when the postmaster has had enough for this hour. */
  const isFlood = (): boolean => {
    const current = Math.floor(now() / HOUR_SECONDS);
    if (current !== hour) [hour, inHour] = [current, 0];
    inHour += 1;
    return inHour > POSTMASTER_PER_HOUR;
  };

  return {
    async report(envelope, message, planned) {
      const { sender } = envelope;
      const toSender = sender === '' ? [] : targets(sender);
      const toPostmaster = toSender.length === 0;
      const recipients = toPostmaster ? targets('postmaster') : toSender;
      const id = reportId(envelope, planned);
      const facts = { id: envelope.id, report: id, kind: planned.kind, recipients: planned.recipients.length };
      const unheard = toPostmaster && (planned.kind !== 'failure' || envelope.report === 'postmaster');
      if (unheard || recipients.length === 0 || (toPostmaster && isFlood())) {
        log('report.dropped', facts);
        return;
      }
      const to = toPostmaster ? `postmaster@${hostname}` : sender;
      const named = [to, ...planned.recipients.map(({ recipient }) => recipient.address)];
      const utf8 = envelope.smtputf8 === true && !named.every(isAscii);
      const context = { hostname, now: now(), life, utf8 };
      await keep(
        {
          version: 1,
          id,
          receivedSeconds: now(),
          client: { address: '127.0.0.1', helo: hostname, extended: true },
          sender: '',
          recipients,
          marks: [],
          trail: [],
          ...(utf8 ? { smtputf8: true } : {}),
          report: toPostmaster ? 'postmaster' : 'sender',
        },
        composeReport(envelope, message, planned, { id, to, toPostmaster }, context),
      );
      log('report.queued', { ...facts, to });
    },
  };
}
