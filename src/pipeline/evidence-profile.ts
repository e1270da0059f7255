// How often the facts that stages judge by are found, by kind of mail: the part of a workload file that samplers draw from.
import { z } from 'zod';

const share = z.number().min(0).max(1);
const byKind = <T extends z.ZodType>(value: T) =>
  z.strictObject({ ham: value, bulk: value, spam: value, virus: value });

/** Shares are 0..1. Every number's source stands beside it in the workload file. */
export const evidenceProfileSchema = z.strictObject({
  /** Chance that one list names the client. `allowed` is for lists with a negative score (DNSWL). */
  dnsbl: z.strictObject({ listed: byKind(share), allowed: byKind(share), unanswered: share }),
  /** Chance that the client's address has no host name that leads back to it. */
  unknownClient: byKind(share),
  /** Chance that the name in HELO has no domain, and that DNS does not know it. */
  helo: byKind(z.strictObject({ notFqdn: share, unknown: share })),
  /** Chance that the domain of MAIL FROM is no full name, and that DNS does not know it. */
  sender: byKind(z.strictObject({ notFqdn: share, unknownDomain: share })),
  /** Chance that the recipient does not exist. */
  unknownRecipient: byKind(share),
  /** Chance of each SPF result; what is left of 1 is `none`. */
  spf: byKind(z.strictObject({ pass: share, fail: share, softfail: share, neutral: share, temperror: share })),
  /** Chance of each result of a mail's DKIM signature; what is left of 1 is unsigned. `shortKey`: the share of keys of 1024 bits. */
  dkim: z.strictObject({
    results: byKind(z.strictObject({ pass: share, fail: share, permerror: share, temperror: share })),
    shortKey: share,
  }),
  /** Chance that the author's domain publishes each DMARC policy, and that a mail under one fails it. */
  dmarc: byKind(
    z.strictObject({ policy: z.strictObject({ none: share, quarantine: share, reject: share }), fail: share }),
  ),
  /** Normal distribution of the antispam score. */
  spamScore: byKind(z.strictObject({ mean: z.number(), standardDeviation: z.number().min(0) })),
  /** Chance that the scanner finds a virus. */
  virusFound: byKind(share),
  /** Chance that the scanner cannot open a part: encrypted, broken, beyond a limit. */
  unscannable: byKind(share),
  /** Chance that one rule of message content protection fits. */
  mcpRule: byKind(share),
  /** What content scan finds in a mail, or in one with HTML. */
  content: z.strictObject({
    partial: byKind(share),
    externalBody: byKind(share),
    html: byKind(share),
    tagInHtml: z.strictObject({
      iframe: byKind(share),
      form: byKind(share),
      script: byKind(share),
      object: byKind(share),
      webBug: byKind(share),
    }),
    phishingInHtml: byKind(share),
    signed: byKind(share),
    encrypted: byKind(share),
  }),
  /** Chance that a mail meets a rule of each kind on the white or black list, if there are such rules. */
  accessList: z.strictObject({ white: byKind(share), black: byKind(share) }),
});

export type EvidenceProfile = z.output<typeof evidenceProfileSchema>;
