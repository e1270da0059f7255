// What antispam sees of the mail that is accepted: whom users write to, what can be learned, and who may report. It looks on; the only
// thing it changes is that mail of strangers does not reach the addresses for reports, or they could teach the filter.
import type { SpamKind } from '../../stages/antispam/auto-learning.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Envelope } from '../queue/envelope.ts';
import type { Queue } from '../queue/queue.ts';

interface QueueWatcher {
  /** Accounts of the addresses for reports. */
  readonly reportAccounts: ReadonlySet<string>;
  /** What to learn a message as, by its trail; null: nothing. */
  readonly learnedAs: (envelope: Envelope) => SpamKind | null;
  readonly learn: (message: Uint8Array, kind: SpamKind) => void;
  /** One of our users has written to these. */
  readonly noteOutgoing: (sender: string, recipients: readonly string[]) => void;
  readonly log: EventLog;
}

const isUsers = ({ origin, report }: Envelope): boolean => origin === 'user' && report === undefined;

export function watchQueue<Q extends Pick<Queue, 'submit'>>(queue: Q, watcher: QueueWatcher): Q {
  const { reportAccounts, learnedAs, learn, noteOutgoing, log } = watcher;
  const isReport = ({ account }: Envelope['recipients'][number]): boolean =>
    account !== null && reportAccounts.has(account);
  return {
    ...queue,
    async submit(envelope, message) {
      const reports = envelope.recipients.some(isReport);
      let kept = envelope;
      if (reports && !isUsers(envelope)) {
        kept = { ...envelope, recipients: envelope.recipients.filter((recipient) => !isReport(recipient)) };
        log('antispam.report.refused', { id: envelope.id, client: envelope.client.address });
        // Nobody is left: to the sender it looks as any mail that is thrown away.
        if (kept.recipients.length === 0) return { kind: 'kept' };
      } else if (reports && envelope.recipients.every(isReport)) {
        // A report of spam is no spam: it stays as it was sent.
        kept = { ...envelope, marks: [] };
      }
      const submission = await queue.submit(kept, message);
      if (submission.kind === 'kept') {
        const kind = reports || isUsers(envelope) ? null : learnedAs(envelope);
        if (kind !== null) learn(message, kind);
        if (isUsers(envelope) && envelope.sender !== '') {
          const others = kept.recipients.filter(({ account, fate }) => account === null && fate === 'deliver');
          noteOutgoing(
            envelope.sender,
            others.map(({ address }) => address),
          );
        }
      }
      return submission;
    },
  };
}
