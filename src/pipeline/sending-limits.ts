// What a user may send (row 8.8): the one place that decides it, for engine and model. Why it is no stage: docs/decisions/sending-limits.md.
import type { DailyLimits, QuotaReason } from './daily-quota.ts';
import { defer, type Refusal, reject } from './verdict.ts';

/** 0: no limit. */
export interface SendingLimits extends DailyLimits {
  readonly maxMessageBytes: number;
  readonly maxAttachmentBytes: number;
}

const over = (sizeBytes: number, limitBytes: number): boolean => limitBytes > 0 && sizeBytes > limitBytes;

/** @param sizeBytes as declared at MAIL, or as received */
export const judgeMessageSize = (sizeBytes: number, { maxMessageBytes }: SendingLimits): Refusal | null =>
  over(sizeBytes, maxMessageBytes)
    ? reject(552, '5.3.4', 'message-too-large', `Message larger than the ${maxMessageBytes} bytes you may send`)
    : null;

/** @param largestBytes size of the largest attachment, decoded; 0: there is none */
export const judgeAttachments = (largestBytes: number, { maxAttachmentBytes }: SendingLimits): Refusal | null =>
  over(largestBytes, maxAttachmentBytes)
    ? reject(
        552,
        '5.3.4',
        'attachment-too-large',
        `Attachment larger than the ${maxAttachmentBytes} bytes you may send`,
      )
    : null;

/** Comes by itself again on the next day: a deferral. */
export const quotaRefusal = (reason: QuotaReason): Refusal =>
  defer(
    452,
    '4.7.1',
    reason,
    reason === 'daily-messages' ? 'You have sent all messages of this day' : 'You have sent all bytes of this day',
  );
