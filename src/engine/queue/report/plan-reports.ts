// What a sender has to be told of its message, and what nobody has to hear of (RFC 3461 sections 4.1 and 5.2). Pure.
import type { Envelope, EnvelopeRecipient } from '../envelope.ts';
import type { RecipientProgress } from '../progress.ts';

export type ReportKind = 'failure' | 'delay' | 'success';

export interface ReportedRecipient {
  readonly index: number;
  readonly recipient: EnvelopeRecipient;
  readonly progress: RecipientProgress;
}

export interface PlannedReport {
  readonly kind: ReportKind;
  readonly recipients: readonly ReportedRecipient[];
}

export interface ReportPlan {
  readonly reports: readonly PlannedReport[];
  /** Recipients, by index, that nobody wants to hear of. */
  readonly silent: readonly number[];
}

/** Nothing said means failures and delays; what was said counts alone. */
const wants = ({ dsn }: EnvelopeRecipient, kind: ReportKind): boolean =>
  dsn?.notify ? dsn.notify.includes(kind) : kind !== 'success';

function kindOf({ recipient, progress }: ReportedRecipient): ReportKind | null {
  if (progress.fate === 'failed' || progress.fate === 'expired') return 'failure';
  // What lies in quarantine or was discarded was not delivered, and its sender is not to know.
  return progress.fate === 'delivered' && recipient.fate === 'deliver' ? 'success' : null;
}

/**
 * @param warn recipients, by index, whose sender is to be warned of the delay
 * @returns at most one report of each kind. Null sender: failures only, which go to the postmaster; of those reports nobody hears again.
 */
export function planReports(
  envelope: Envelope,
  recipients: readonly RecipientProgress[],
  warn: readonly number[] = [],
): ReportPlan {
  const lists: Readonly<Record<ReportKind, ReportedRecipient[]>> = { failure: [], delay: [], success: [] };
  const silent: number[] = [];
  const delayed = new Set(warn);
  for (const [index, progress] of recipients.entries()) {
    const recipient = envelope.recipients[index];
    if (recipient === undefined) continue;
    const reported = { index, recipient, progress };
    if (progress.fate === 'waiting') {
      if (delayed.has(index) && envelope.sender !== '' && wants(recipient, 'delay')) lists.delay.push(reported);
      continue;
    }
    if (progress.told) continue;
    const kind = kindOf(reported);
    const heard = envelope.sender !== '' || (kind === 'failure' && envelope.report !== 'postmaster');
    if (kind !== null && heard && wants(recipient, kind)) lists[kind].push(reported);
    else silent.push(index);
  }
  const kinds = ['failure', 'delay', 'success'] as const;
  return {
    reports: kinds.flatMap((kind) => (lists[kind].length > 0 ? [{ kind, recipients: lists[kind] }] : [])),
    silent,
  };
}
