// Row 9.5: keyword filters by group, their settings and the points they give. Expressions that could run away are refused here.
import { z } from 'zod';
import { compilePattern, MAX_PATTERN_CHARACTERS } from './pattern/compile-pattern.ts';

/** A keyword as an expression, safe to run; `why` says why it cannot be one. */
export function keywordPattern({ keyword, ignoreCase }: { readonly keyword: string; readonly ignoreCase: boolean }) {
  const compiled = compilePattern({
    text: keyword,
    flags: ignoreCase ? 'i' : '',
    alphabet: 'text',
    maxCharacters: MAX_PATTERN_CHARACTERS.keyword,
  });
  if (!compiled.ok) return compiled;
  const why = 'look-around, a back-reference, a possessive quantifier or a repeat count beyond measure';
  return compiled.linear ? compiled : { ok: false as const, why };
}

const keywordFilter = z
  .strictObject({
    target: z
      .enum(['title', 'contents'])
      .default('contents')
      .describe("Where the keyword is looked for: the mail's title, or its contents including the subject."),
    keyword: z
      .string()
      .min(1)
      .max(MAX_PATTERN_CHARACTERS.keyword)
      .describe('Text to look for, white space counting as one blank; or a regular expression where `regex` is true.'),
    regex: z
      .boolean()
      .default(false)
      .describe('The keyword is a regular expression as of Perl, without look-around and back-references.'),
    ignoreCase: z.boolean().default(true).describe('Capitals and small letters are the same.'),
    score: z
      .number()
      .min(-1000)
      .max(1000)
      .describe('Points added to the score of a mail in which the keyword is found, once a mail.'),
  })
  .superRefine((filter, context) => {
    if (!filter.regex) return;
    const compiled = keywordPattern(filter);
    if (!compiled.ok)
      context.addIssue({
        code: 'custom',
        path: ['keyword'],
        message: `an expression without ${compiled.why}`,
        input: filter.keyword,
      });
  });
export type KeywordFilter = z.output<typeof keywordFilter>;

const keywordGroup = z.strictObject({
  name: z.string().min(1).max(100).describe('Name of the group.'),
  enabled: z.boolean().default(true).describe('Switches all filters of the group on or off.'),
  filters: z.array(keywordFilter).max(1000).default([]),
});

export const keywordGroups = z
  .array(keywordGroup)
  .max(100)
  .refine((groups) => new Set(groups.map(({ name }) => name)).size === groups.length, 'groups of different names')
  .default([])
  .describe('Keyword filters by group (row 9.5).');
export type KeywordGroups = z.output<typeof keywordGroups>;

/** A filter that found its keyword. */
export const keywordHit = z.strictObject({ group: z.string(), keyword: z.string() });
export type KeywordHit = z.output<typeof keywordHit>;

/** Filters that are switched on, with their groups. */
export const liveFilters = (groups: KeywordGroups): { readonly group: string; readonly filter: KeywordFilter }[] =>
  groups.flatMap(({ name, enabled, filters }) => (enabled ? filters.map((filter) => ({ group: name, filter })) : []));

/** Points of the hits, by what the settings give for them: a keyword that is no longer filtered gives none. */
export function keywordScore(hits: readonly KeywordHit[], groups: KeywordGroups): number {
  if (hits.length === 0) return 0;
  const found = new Set(hits.map(({ group, keyword }) => `${group}\n${keyword}`));
  return liveFilters(groups)
    .filter(({ group, filter }) => found.has(`${group}\n${filter.keyword}`))
    .reduce((sum, { filter }) => sum + filter.score, 0);
}
