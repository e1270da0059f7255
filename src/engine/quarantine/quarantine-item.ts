// A quarantined message as it stands in a list: what can be told without reading all of it.
import type { Mark, Reason } from '../../pipeline/verdict.ts';
import { subjectOf } from '../notices/notice-values.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { decodeHead, type EntryHead, headLength } from '../queue/entry.ts';
import type { Envelope } from '../queue/envelope.ts';
import { safeText } from './safe-text.ts';

export interface QuarantineItem {
  readonly id: string;
  readonly receivedSeconds: number;
  readonly client: string;
  /** Empty for the null sender. */
  readonly sender: string;
  /** Those from whom it is kept, the first hundred. */
  readonly recipients: readonly string[];
  readonly recipientCount: number;
  readonly subject: string;
  readonly sizeBytes: number;
  /** Why it was quarantined; null when its trail does not tell. */
  readonly reason: Reason | null;
  readonly viruses: readonly string[];
  /** Score of the rules on content; null when they had none. */
  readonly mcpScore: number | null;
}

const HEAD_BYTES = 16_384;
const SUBJECT_BYTES = 32_768;
const MAX_HEAD_BYTES = 64 * 1024 * 1024;
const MAX_RECIPIENTS = 100;

/** Why the first quarantine was said. */
export const reasonOf = ({ trail }: Pick<Envelope, 'trail'>): Reason | null => {
  for (const { verdict } of trail) if (verdict.kind === 'quarantine') return verdict.reason;
  return null;
};

const virusesOf = (marks: readonly Mark[]): string[] =>
  marks.flatMap((mark) => (mark.kind === 'virus' ? [safeText(mark.virus, 200)] : []));

const scoreOf = (marks: readonly Mark[]): number | null =>
  marks.reduce<number | null>((score, mark) => (mark.kind === 'mcp' ? mark.score : score), null);

function itemOf({ envelope, sizeBytes }: EntryHead, subject: string): QuarantineItem {
  const { id, receivedSeconds, client, sender, recipients, marks } = envelope;
  const addresses = recipients.map(({ original }) => original);
  return {
    id,
    receivedSeconds,
    client: client.address,
    sender: safeText(sender, 320),
    recipients: addresses.slice(0, MAX_RECIPIENTS).map((address) => safeText(address, 320)),
    recipientCount: addresses.length,
    subject: safeText(subject, 300),
    sizeBytes,
    reason: reasonOf(envelope),
    viruses: virusesOf(marks),
    mcpScore: scoreOf(marks),
  };
}

/** Null when there is no such file or it is damaged. */
export async function readItem(fs: FileSystem, path: string): Promise<QuarantineItem | null> {
  let bytes = await fs.readPart(path, 0, HEAD_BYTES);
  const wanted = bytes === null ? null : headLength(bytes);
  if (bytes === null || wanted === null || wanted > MAX_HEAD_BYTES) return null;
  if (wanted > bytes.length) bytes = (await fs.readPart(path, 0, wanted)) ?? bytes;
  const head = decodeHead(bytes.subarray(0, wanted));
  if (head === null) return null;
  const start = await fs.readPart(path, wanted, Math.min(SUBJECT_BYTES, head.sizeBytes));
  return itemOf(head, subjectOf(start ?? Buffer.alloc(0)));
}
