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
  /** Chance of each SPF result; what is left of 1 is `none`. */
  spf: byKind(z.strictObject({ pass: share, fail: share, softfail: share, neutral: share, temperror: share })),
  /** Normal distribution of the antispam score. */
  spamScore: byKind(z.strictObject({ mean: z.number(), standardDeviation: z.number().min(0) })),
  /** Chance that the scanner finds a virus. */
  virusFound: byKind(share),
  /** Chance that a mail meets a rule of each kind on the white or black list, if there are such rules. */
  accessList: z.strictObject({ white: byKind(share), black: byKind(share) }),
});

export type EvidenceProfile = z.output<typeof evidenceProfileSchema>;
