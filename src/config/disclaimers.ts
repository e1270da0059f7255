// Row 8.9: text at the end of outbound mail. Which one a message gets is decided in engine/domains/disclaimer/choose-disclaimer.ts.
import { z } from 'zod';

const rule = z.strictObject({
  on: z.enum(['sender', 'recipient']).describe('Looks at MAIL FROM, or at every RCPT TO: one that matches is enough.'),
  pattern: z.string().min(1).max(254).describe('Address; * is any text, case does not count.'),
});
const rules = z.array(rule).max(100).default([]);

/** [A] Room for a page of legal text, or for HTML with a small logo. */
const MAX_CHARACTERS = 65_536;
/** Controls other than tab and line ends have no place in a text. */
const isText = (text: string): boolean => !/[^\P{Control}\t\r\n]/u.test(text);
const content = z.string().max(MAX_CHARACTERS).refine(isText, 'text without control characters');

export const disclaimer = z
  .strictObject({
    name: z.string().min(1).max(100),
    enabled: z.boolean().default(true),
    skipInternal: z
      .boolean()
      .default(false)
      .describe('Not appended when all recipients are users of this domain (row 8.9).'),
    match: z
      .enum(['all', 'any'])
      .default('all')
      .describe('How many of `rules` have to match; without rules: every message.'),
    rules,
    exceptions: rules.describe('If one of them matches, this disclaimer is not appended, whatever `rules` say.'),
    html: content.default('').describe('For HTML parts. Empty: made from `text`.'),
    text: content.default('').describe('For plain text parts. Empty: made from `html`, tags removed.'),
  })
  .refine(({ html, text }) => html.trim() !== '' || text.trim() !== '', 'html or text, or both');
