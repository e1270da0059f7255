// A workload file: when mail comes, how large it is, who sends it, what is read again, which facts the stages find.
import { z } from 'zod';
import { evidenceProfileSchema } from '../../pipeline/evidence-profile.ts';
import { modelHeader, notNegative, positive, share } from './header.ts';

const byKind = <T extends z.ZodType>(value: T) =>
  z.strictObject({ ham: value, bulk: value, spam: value, virus: value });

export const workloadSchema = z.strictObject({
  ...modelHeader('workload'),
  title: z.string(),
  arrivals: z.strictObject({
    hourlyShares: z.array(notNegative).length(24),
    incomingShare: share,
    spamShare: share,
    virusShare: share,
    bulkShare: share,
  }),
  sizes: z.strictObject({ sigma: positive, spamMeanRatio: positive, maxBytes: positive, maxTextBytes: positive }),
  senders: z.strictObject({
    firstContactShare: byKind(share),
    networks: byKind(z.number().int().min(1).max(1_000_000)),
    neverRetries: byKind(share),
    tlsShare: byKind(share),
    retrySchedules: z.record(z.string(), z.array(positive).min(1).max(200)),
  }),
  access: z
    .array(z.strictObject({ share, requestShare: share }))
    .min(1)
    .max(16),
  evidence: evidenceProfileSchema,
});

export type Workload = z.output<typeof workloadSchema>;
