// Row 9.6: which mail the classifier learns from by itself.
import { z } from 'zod';

export const autoLearning = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Learn from mail by its score.'),
    spamScore: z
      .number()
      .min(-100)
      .max(1000)
      .default(12)
      .describe('Mail whose score reaches this is learned as spam. 12 is the default of SpamAssassin.'),
    nonSpamScore: z
      .number()
      .min(-100)
      .max(1000)
      .default(0.1)
      .describe('Mail whose score is lower than this is learned as non-spam. 0.1 is the default of SpamAssassin.'),
  })
  .refine(({ spamScore, nonSpamScore }) => nonSpamScore < spamScore, 'a nonSpamScore below the spamScore')
  .prefault({})
  .describe('Auto learning (row 9.6).');
export type AutoLearning = z.output<typeof autoLearning>;

/** What a message is to the classifier. */
export type SpamKind = 'spam' | 'ham';

/**
 * What to learn a message as; null: nothing.
 * @param score without what the classifier itself added, or it would only confirm itself
 */
export function learnedAs(score: number, { enabled, spamScore, nonSpamScore }: AutoLearning): SpamKind | null {
  if (!enabled) return null;
  if (score >= spamScore) return 'spam';
  return score < nonSpamScore ? 'ham' : null;
}
