// What a stage may say of a message. Words are those of the field: defer is 4xx, reject is 5xx.
import type { RewritePlan } from './rewrite-plan.ts';
import type { TestSet } from './test-set.ts';

/** Why a message was not simply accepted: a closed list, so that reports can count by it. */
export type Reason =
  | 'concurrent-connections'
  | 'connections-per-minute'
  | 'messages-per-minute'
  | 'unknown-client'
  | 'unknown-recipients'
  | 'helo-not-fqdn'
  | 'unknown-helo'
  | 'sender-not-fqdn'
  | 'unknown-sender'
  | 'sender-not-owned'
  | 'blacklisted'
  | 'listed-in-dns'
  | 'greylisted'
  | 'source-refused'
  | 'spf-fail'
  | 'spf-softfail'
  | 'dmarc-fail'
  | 'virus'
  | 'scan-failed'
  | 'mcp'
  | 'partial-message'
  | 'external-body'
  | 'html-tag'
  | 'unreadable-content'
  | 'message-too-large'
  | 'attachment-too-large'
  | 'daily-messages'
  | 'daily-bytes';

/** Something to be done to a message that goes on. Applied in one place: `disposition.ts`. */
export type Mark =
  /** `encapsulate`: it comes as the attachment of a report (row 9.1). */
  | {
      readonly kind: 'spam';
      readonly score: number;
      readonly subjectPrefix: string | null;
      readonly encapsulate?: 'attachment' | 'plainText';
    }
  | { readonly kind: 'virus'; readonly virus: string; readonly subjectPrefix: string | null }
  | { readonly kind: 'unscanned'; readonly why: string }
  /** What became of each signature (row 9.12). `junk`: the message goes to the Spam mailbox for it. */
  | {
      readonly kind: 'dkim';
      readonly signatures: readonly { readonly result: string; readonly domain: string; readonly selector: string }[];
      readonly junk: boolean;
    }
  /** What the author's domain says of the message (row 9.13). */
  | {
      readonly kind: 'dmarc';
      readonly result: string;
      readonly fromDomain: string | null;
      readonly policy: string | null;
      readonly junk: boolean;
    }
  /** Its rules reached the threshold (row 9.14). `forwardTo`: who gets the original as well. */
  | { readonly kind: 'mcp'; readonly score: number; readonly notifySender: boolean; readonly forwardTo: string | null }
  /** Its HTML is changed at delivery (row 9.15). `spared`: parts that nobody may change, since they are signed or encrypted. */
  | { readonly kind: 'rewrite'; readonly plan: RewritePlan; readonly spared: 'none' | 'signed' | 'encrypted' }
  /** An administrator let it out of quarantine (row 9.10). */
  | { readonly kind: 'released'; readonly releasedSeconds: number; readonly by: string };

/** The message goes on. `skips`: tests that a whitelist rule spares it. */
export interface Accept {
  readonly kind: 'accept';
  readonly skips?: TestSet;
  readonly mark?: Mark;
}

/** The message is kept for an administrator instead of being delivered; later stages may still refuse it. */
export interface Quarantine {
  readonly kind: 'quarantine';
  readonly reason: Reason;
  readonly mark?: Mark;
  readonly notifyRecipients: boolean;
}

/** The message is answered with 250 and thrown away. */
export interface Discard {
  readonly kind: 'discard';
  readonly reason: Reason;
  readonly mark?: Mark;
  readonly notifyRecipients: boolean;
}

/** The client is asked to come again (4xx), or refused for good (5xx). `enhanced`: RFC 3463 code, e.g. `4.7.1`. */
interface RefusalOf<Kind extends 'defer' | 'reject'> {
  readonly kind: Kind;
  readonly code: number;
  readonly enhanced: string;
  readonly reason: Reason;
  /** Text for the client; names no mechanism that a spammer could tune against. */
  readonly text: string;
}

export type Refusal = RefusalOf<'defer'> | RefusalOf<'reject'>;
export type Verdict = Accept | Quarantine | Discard | Refusal;

export const ACCEPT: Accept = { kind: 'accept' };

export const defer = (code: number, enhanced: string, reason: Reason, text: string): Refusal => ({
  kind: 'defer',
  code,
  enhanced,
  reason,
  text,
});

export const reject = (code: number, enhanced: string, reason: Reason, text: string): Refusal => ({
  kind: 'reject',
  code,
  enhanced,
  reason,
  text,
});
