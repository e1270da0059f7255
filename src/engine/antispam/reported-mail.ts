// What users report as spam and as false spam (row 9.6): mail to two addresses, kept in mailboxes of their own until it is learned.
// Those mailboxes belong to no account: nobody logs in to them, and they need no licence.
import type { SpamKind } from '../../stages/antispam/auto-learning.ts';
import { partsOf } from '../../stages/observe/received-message.ts';
import type { EventLog } from '../log/event-log.ts';
import { fieldValue } from '../mime/header-fields.ts';
import type { Mailbox, MailStore } from '../store/mail-store.ts';
import type { LearningLine } from './learning.ts';
import { unwrapReport } from './unwrap-report.ts';

/** What the antispam stage itself takes for spam lies in the second. */
const MAILBOXES = ['INBOX', 'Junk'] as const;
/** On a report from which nothing can be learned: it waits for an administrator. */
const UNUSABLE = '$Unusable';

/** One report in the list. `id` names it. */
export interface ReportedMail {
  readonly id: string;
  readonly kind: SpamKind;
  readonly receivedSeconds: number;
  readonly sizeBytes: number;
  /** Nothing can be learned from it: the mail was not sent as an attachment. */
  readonly unusable: boolean;
}

/** How a report looks: fields as written. */
export interface ReportHead {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
}

export interface LearnedReports {
  /** Mails learned. */
  readonly learned: number;
  /** Reports from which nothing could be learned; they stay. */
  readonly unusable: number;
}

export interface ReportedMails {
  list(): Promise<readonly ReportedMail[]>;
  /** The original; null when there is no such report. */
  read(id: string): Promise<Buffer | null>;
  head(id: string): Promise<ReportHead | null>;
  /** Learns from these and removes them; without ids from all that can be used. */
  learn(ids?: readonly string[]): Promise<LearnedReports>;
  /** @returns how many were there */
  delete(ids: readonly string[]): Promise<number>;
}

interface ReportedMailsOptions {
  readonly store: MailStore;
  readonly addresses: Readonly<Record<SpamKind, string>>;
  readonly learning: LearningLine;
  readonly log: EventLog;
}

export function createReportedMails({ store, addresses, learning, log }: ReportedMailsOptions): ReportedMails {
  const find = async (id: string): Promise<{ kind: SpamKind; mailbox: Mailbox; uid: number } | null> => {
    const [, kind, name, uid] = /^(spam|ham)\.(INBOX|Junk)\.(\d{1,10})$/.exec(id) ?? [];
    if (kind !== 'spam' && kind !== 'ham') return null;
    const mailbox = await store.open(addresses[kind], name ?? '');
    const known = mailbox?.list().some((message) => message.uid === Number(uid)) ?? false;
    return mailbox && known ? { kind, mailbox, uid: Number(uid) } : null;
  };
  const list = async (): Promise<ReportedMail[]> => {
    const found: ReportedMail[] = [];
    for (const kind of ['spam', 'ham'] as const)
      for (const name of MAILBOXES) {
        const mailbox = await store.open(addresses[kind], name);
        for (const { uid, internalDateSeconds, sizeBytes, flags } of mailbox?.list() ?? [])
          found.push({
            id: `${kind}.${name}.${uid}`,
            kind,
            receivedSeconds: internalDateSeconds,
            sizeBytes,
            unusable: flags.has(UNUSABLE),
          });
      }
    return found;
  };
  const read = async (id: string): Promise<Buffer | null> => {
    const found = await find(id);
    return found === null ? null : found.mailbox.read(found.uid);
  };
  /** @returns mails learned; null: nothing could be */
  const learnOne = async (id: string): Promise<number | null> => {
    const found = await find(id);
    const report = found && (await found.mailbox.read(found.uid));
    if (!found || !report) return 0;
    const mails = unwrapReport(report);
    if (mails.length === 0) {
      await found.mailbox.setFlags(found.uid, [UNUSABLE]);
      log('antispam.report.unusable', { id });
      return null;
    }
    for (const mail of mails) await learning.learn(mail, found.kind);
    await found.mailbox.expunge([found.uid]);
    return mails.length;
  };
  return {
    list,
    read,
    async head(id) {
      const report = await read(id);
      if (!report) return null;
      const { fields } = partsOf(report).root;
      const field = (name: string): string => (fieldValue(fields, name) ?? '').slice(0, 500);
      return { from: field('from'), to: field('to'), subject: field('subject') };
    },
    async learn(ids) {
      const chosen = ids ?? (await list()).filter(({ unusable }) => !unusable).map(({ id }) => id);
      let learned = 0;
      let unusable = 0;
      for (const id of chosen) {
        const mails = await learnOne(id);
        if (mails === null) unusable += 1;
        else learned += mails;
      }
      return { learned, unusable };
    },
    async delete(ids) {
      let gone = 0;
      for (const id of ids) {
        const found = await find(id);
        if (found) gone += (await found.mailbox.expunge([found.uid])).length;
      }
      return gone;
    },
  };
}
