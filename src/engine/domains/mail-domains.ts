// What the domains of a server do to a message between its last dot and the queue (rows 8.7 to 8.9): the one door to this folder for
// whoever accepts mail. Order: `admit`, then the filters, then `envelope` and `outgoing`, then the queue; `release` if it was not taken.

import type { DomainSettings } from '../../config/domains.ts';
import { domainsByName } from '../../config/own-addresses.ts';
import { addressKey, splitAddress } from '../../core/mail-address.ts';
import type { DailyQuota } from '../../pipeline/daily-quota.ts';
import type { Origin } from '../../pipeline/origin.ts';
import { judgeAttachments, judgeMessageSize, quotaRefusal } from '../../pipeline/sending-limits.ts';
import type { Refusal } from '../../pipeline/verdict.ts';
import type { Directory } from '../directory.ts';
import type { EventLog } from '../log/event-log.ts';
import type { EnvelopeRecipient } from '../queue/envelope.ts';
import { bccAddresses } from './auto-bcc.ts';
import { appendDisclaimer } from './disclaimer/append-disclaimer.ts';
import { chooseDisclaimer } from './disclaimer/choose-disclaimer.ts';
import { disclaimerContent } from './disclaimer/disclaimer-content.ts';
import { type AcceptedRecipient, expandEnvelope } from './expand-envelope.ts';
import { largestAttachmentBytes } from './largest-attachment.ts';

/** Who sends a message. */
export interface Sending {
  readonly origin: Origin;
  /** Who has logged in; null: nobody. */
  readonly account: string | null;
  /** Address of MAIL FROM; empty for the null sender. */
  readonly sender: string;
}

export type Admission =
  | { readonly kind: 'refused'; readonly verdict: Refusal }
  /** `release`: the message was not accepted after all; its sender's quota is given back. */
  | { readonly kind: 'admitted'; release(): void };

export interface MailDomains {
  /** At MAIL: why this sender may not send now, or not a message of that size. @param sizeBytes of SIZE; null: not declared */
  refusalOfMail(sending: Sending, sizeBytes: number | null, now: number): Refusal | null;
  /** At the end of the data: size, attachments, quota. Counts the message. */
  admit(sending: Sending, message: Buffer, now: number): Admission;
  /** Recipients once the filters have judged: everybody once, hidden copies added. */
  envelope(sending: Sending, recipients: readonly AcceptedRecipient[]): EnvelopeRecipient[];
  /** The message as it leaves, to be signed after this. @param id queue id. @param recipients without hidden copies */
  outgoing(sending: Sending, id: string, message: Buffer, recipients: readonly AcceptedRecipient[]): Buffer;
  /** Settings of an account's domain. */
  limitsOf(account: string): DomainSettings['limits'] | null;
}

interface MailDomainsOptions {
  readonly domains: readonly DomainSettings[];
  readonly directory: Directory;
  readonly quota: DailyQuota;
  readonly log: EventLog;
}

const ADMITTED: Admission = { kind: 'admitted', release: () => {} };

export function mailDomains({ domains, directory, quota, log }: MailDomainsOptions): MailDomains {
  const byName = domainsByName(domains);
  const domainOf = (address: string): DomainSettings | undefined =>
    byName.get(splitAddress(addressKey(address)).domain);
  const disclaimers = new Map(
    domains.map((domain) => [
      domain.name,
      domain.disclaimers.map((one) => ({ ...one, content: disclaimerContent(one) })),
    ]),
  );

  /** Whose rules hold for outbound mail: the sender's domain, or that of the login. Strangers have none. */
  const senderDomain = ({ origin, account, sender }: Sending): DomainSettings | undefined =>
    origin === 'stranger' ? undefined : (domainOf(sender) ?? (account === null ? undefined : domainOf(account)));

  /** Limits go with the person where there is one. */
  const limitsFor = (sending: Sending): DomainSettings['limits'] | undefined =>
    (sending.account === null ? senderDomain(sending) : domainOf(sending.account))?.limits;

  return {
    limitsOf: (account) => domainOf(account)?.limits ?? null,

    refusalOfMail(sending, sizeBytes, now) {
      const limits = limitsFor(sending);
      if (limits === undefined) return null;
      const tooLarge = judgeMessageSize(sizeBytes ?? 0, limits);
      if (tooLarge !== null || sending.account === null) return tooLarge;
      const obstacle = quota.obstacle(addressKey(sending.account), sizeBytes ?? 0, limits, now);
      return obstacle === null ? null : quotaRefusal(obstacle);
    },

    admit(sending, message, now) {
      const limits = limitsFor(sending);
      if (limits === undefined) return ADMITTED;
      const tooLarge =
        judgeMessageSize(message.length, limits) ??
        (limits.maxAttachmentBytes > 0 ? judgeAttachments(largestAttachmentBytes(message), limits) : null);
      if (tooLarge !== null) return { kind: 'refused', verdict: tooLarge };
      if (sending.account === null) return ADMITTED;
      const taken = quota.reserve(addressKey(sending.account), message.length, limits, now);
      if (typeof taken === 'string') return { kind: 'refused', verdict: quotaRefusal(taken) };
      return { kind: 'admitted', release: () => quota.release(taken) };
    },

    envelope({ sender }, recipients) {
      const addresses = recipients.map(({ address }) => address);
      const concerned = new Set([sender, ...addresses].flatMap((address) => domainOf(address) ?? []));
      const copies = bccAddresses([...concerned], { sender, recipients: addresses }).flatMap((address) => {
        const found = directory.resolve(address);
        if (found.kind === 'known') return [{ address, targets: found.targets }];
        if (found.kind === 'foreign') return [{ address, targets: [{ address, account: null }] }];
        log('domains.bcc', { address, error: 'no such user' });
        return [];
      });
      return expandEnvelope(recipients, copies);
    },

    outgoing(sending, id, message, recipients) {
      const domain = senderDomain(sending);
      if (domain === undefined) return message;
      const internal = recipients.every(
        ({ address, targets }) => domainOf(address) === domain && targets.every(({ account }) => account !== null),
      );
      const chosen = chooseDisclaimer(disclaimers.get(domain.name) ?? [], {
        sender: sending.sender,
        recipients: recipients.map(({ address }) => address),
        internal,
      });
      if (chosen === null) return message;
      const result = appendDisclaimer(message, chosen.content, id, (name) => byName.has(name));
      if (result.kind === 'appended') return result.message;
      log('domains.disclaimer', { id, disclaimer: chosen.name, left: result.kind });
      return message;
    },
  };
}
