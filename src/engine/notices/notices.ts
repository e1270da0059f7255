// Tells senders whose mail was blocked by the rules on content (row 9.14), and the administrator of everything that was blocked.
// Notices are messages of their own, in the queue before the client hears 250. A forged sender is told nothing: it would be
// somebody else who hears it.
import type { NoticeSettings } from '../../config/notices.ts';
import { HOUR_SECONDS } from '../../core/units.ts';
import type { Directory } from '../directory.ts';
import type { EventLog } from '../log/event-log.ts';
import { fieldValue, readHeader } from '../mime/header-fields.ts';
import type { Envelope, EnvelopeRecipient } from '../queue/envelope.ts';
import type { Queue } from '../queue/queue.ts';
import { composeNotice } from './compose-notice.ts';
import { noticeValues } from './notice-values.ts';

/** A message as far as notices care. */
export type BlockedMessage = Pick<
  Envelope,
  'id' | 'receivedSeconds' | 'sender' | 'marks' | 'trail' | 'account' | 'origin'
> & {
  readonly fate: 'quarantine' | 'discard';
  /** Addresses of RCPT TO. */
  readonly recipients: readonly string[];
};

export interface Notices {
  /** Resolves when the notices are durable or could not be kept, which is logged. Never rejects. */
  tell(blocked: BlockedMessage, message: Buffer): Promise<void>;
}

interface NoticeOptions {
  readonly settings: NoticeSettings;
  readonly hostname: string;
  readonly directory: Pick<Directory, 'resolve'>;
  readonly queue: Pick<Queue, 'submit'>;
  readonly now: () => number;
  readonly log: EventLog;
}

/** To the administrator, in an hour [A]: an outbreak must not fill the mailbox. */
const MAX_PER_HOUR = 50;
const MAX_FIELDS = 1000;
const MAX_SHOWN_RECIPIENTS = 5;

/** RFC 3834 section 2, RFC 2076: programs and lists are not answered. */
function isAutomatic(message: Buffer): boolean {
  const { fields } = readHeader(message, 0, message.length, MAX_FIELDS);
  const submitted = fieldValue(fields, 'auto-submitted');
  if (submitted !== null && !/^no\b/i.test(submitted)) return true;
  if (/^(?:bulk|list|junk)$/i.test(fieldValue(fields, 'precedence') ?? '')) return true;
  return fieldValue(fields, 'list-id') !== null;
}

/** As far as SPF or a login can tell, the sender is who it says. */
function isGenuine({ account, origin, trail }: BlockedMessage): boolean {
  if (account || origin === 'user') return true;
  return trail.some(
    ({ stage, evidence }) => stage === 'spf' && (evidence as { result?: unknown } | null)?.result === 'pass',
  );
}

const shown = (recipients: readonly string[]): string => {
  const more = recipients.length - MAX_SHOWN_RECIPIENTS;
  return recipients.slice(0, MAX_SHOWN_RECIPIENTS).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

export function createNotices({ settings, hostname, directory, queue, now, log }: NoticeOptions): Notices {
  let hour = 0;
  let inHour = 0;
  const isFlood = (): boolean => {
    const current = Math.floor(now() / HOUR_SECONDS);
    if (current !== hour) [hour, inHour] = [current, 0];
    inHour += 1;
    return inHour > MAX_PER_HOUR;
  };

  const targets = (address: string): EnvelopeRecipient[] => {
    const found = directory.resolve(address);
    if (found.kind === 'unknown') return [];
    const reached = found.kind === 'known' ? found.targets : [{ address, account: null }];
    return reached.map((target) => ({ ...target, original: address, fate: 'deliver', notify: false }));
  };

  const put = async (id: string, to: string, report: 'sender' | 'postmaster', text: Buffer): Promise<void> => {
    const recipients = targets(to);
    if (recipients.length === 0) return;
    const client = { address: '127.0.0.1', helo: hostname, extended: true };
    const envelope: Envelope = {
      version: 1,
      id,
      receivedSeconds: now(),
      client,
      sender: '',
      recipients,
      marks: [],
      trail: [],
      report,
    };
    const { kind } = await queue.submit(envelope, text);
    log(kind === 'kept' ? 'notice.queued' : 'notice.lost', { id, to });
  };

  return {
    async tell(blocked, message) {
      const { id, sender, fate, recipients, marks } = blocked;
      const action = fate === 'quarantine' ? 'kept in quarantine' : 'deleted';
      const values = noticeValues(blocked, message, { recipient: shown(recipients), action, hostname });
      const heading = { hostname, now: now() };
      const wanted = marks.some((mark) => mark.kind === 'mcp' && mark.notifySender);
      if (wanted && sender !== '' && isGenuine(blocked) && !isAutomatic(message)) {
        const text = composeNotice(settings.mcpBlocked, values, { ...heading, id: `${id}N1`, to: sender });
        await put(`${id}N1`, sender, 'sender', text);
      }
      const { administrator } = settings;
      if (administrator === null) return;
      if (isFlood()) log('notice.dropped', { id, to: administrator });
      else {
        const text = composeNotice(settings.toAdministrator, values, { ...heading, id: `${id}N2`, to: administrator });
        await put(`${id}N2`, administrator, 'postmaster', text);
      }
    },
  };
}
