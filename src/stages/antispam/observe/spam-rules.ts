// The rules of the scorer as data: their schema and reader. No expressions: words, counts and facts from a closed list.
import { z } from 'zod';
import { parseDocumentText } from '../../../config/document.ts';
import { validate } from '../../../config/validate.ts';
import { FACT_NAMES } from './facts.ts';

const common = {
  id: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/, 'capitals, digits and underscores'),
  score: z.number().min(-1000).max(1000),
  description: z.string().min(1).max(200),
};
const header = z.string().regex(/^[a-z0-9-]{1,60}$/, 'a field name in lower case');
const words = z.array(z.string().min(2).max(100).toLowerCase()).min(1).max(200);
const atLeast = z.number().int().min(1).max(200).default(1).describe('How many of the words have to be there.');

const rule = z.union([
  z.strictObject({ ...common, where: z.literal('header'), header, test: z.enum(['missing', 'repeated']) }),
  z.strictObject({ ...common, where: z.literal('header'), header, test: z.literal('contains'), words, atLeast }),
  z.strictObject({ ...common, where: z.literal('body'), test: z.literal('contains'), words, atLeast }),
  z.strictObject({ ...common, where: z.literal('structure'), fact: z.enum(FACT_NAMES) }),
]);
export type SpamRule = z.output<typeof rule>;

const spamRulesSchema = z.strictObject({
  plimsoll: z.literal(1),
  kind: z.literal('antispam-rules'),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes'),
  title: z.string().min(1).max(100),
  bayes: z.strictObject({
    spamScore: z.number().min(0).max(100).describe('Score of a message that the classifier is certain is spam.'),
    hamScore: z.number().min(-100).max(0).describe('Score of a message that it is certain is none.'),
  }),
  rules: z.array(rule).max(500),
});
export type SpamRules = z.output<typeof spamRulesSchema>;

/** Reads a file of rules. @param source its name for messages. @throws InputError with every problem found. */
export const parseSpamRules = (text: string, source: string): SpamRules =>
  validate(spamRulesSchema, parseDocumentText(text, source), source);
