// The files of SpamAssassin's rules (row 9.4): import, enable, export, delete, and every line of them that has no effect.
import { z } from 'zod';
import { HttpProblem } from '../../../http/http-problem.ts';
import type { AntispamAdmin } from '../../antispam/open-antispam.ts';
import { RULE_LIMITS } from '../../antispam/rule-library.ts';
import { declareOperation, type Operation } from '../operation.ts';
import { next, pageOf, pageQuery } from './page.ts';

const name = z.string().min(1).max(100).describe('Name of the file; it ends in .cf.');

const problem = z
  .strictObject({
    file: z.string(),
    line: z.int(),
    kind: z.enum(['wrong', 'unsupported', 'limited', 'skipped', 'noEffect']),
    what: z.string(),
    why: z.string(),
  })
  .meta({ id: 'RuleProblem' });

export const importedRulesAnswer = z.strictObject({
  rules: z.int().describe('Rules of the file that are in force.'),
  problems: z.array(problem).readonly().describe('Lines that have no effect, the first thousand.'),
});
export const ruleFileAnswer = z.strictObject({ name: z.string(), content: z.string().describe('Base64.') });
export const ruleFileDoneAnswer = z.strictObject({ name: z.string() });
export const ruleProblemsAnswer = z.strictObject({ problems: z.array(problem), next });

const SHOWN_PROBLEMS = 1000;
/** Base64 is a third longer; the rest of the body is a name. */
const BODY_BYTES = Math.ceil((RULE_LIMITS.fileBytes / 3) * 4) + 1024;

/** Numbers from 1, since a line may have several problems. */
const numbered = (antispam: AntispamAdmin) =>
  (antispam.rules.report()?.problems ?? []).map((one, index) => ({ key: String(index + 1).padStart(6, '0'), one }));

export const spamRuleOperations = (antispam: AntispamAdmin): Operation[] => [
  declareOperation({
    name: 'importSpamRules',
    method: 'post',
    address: '/antispam/rules',
    summary: 'Import a file of rules, in the place of one of that name; it is enabled from then on',
    body: z.strictObject({ name, content: z.base64().min(1).describe('The file.') }),
    maxBodyBytes: BODY_BYTES,
    answer: importedRulesAnswer,
    run: async ({ body }) => {
      const result = await antispam.rules.import(body.name, Buffer.from(body.content, 'base64'));
      if (result.kind === 'refused') throw new HttpProblem(422, `Not imported: ${result.why}.`);
      return { rules: result.rules, problems: result.problems.slice(0, SHOWN_PROBLEMS) };
    },
    which: ({ body }, { rules }) => ({ name: body.name, rules }),
  }),
  declareOperation({
    name: 'spamRuleProblems',
    method: 'get',
    address: '/antispam/rules/problems',
    summary: 'Lines of the files in force that have no effect, with file, line and reason',
    query: z.strictObject(pageQuery),
    answer: ruleProblemsAnswer,
    run: ({ query }) => {
      const { entries, next: more } = pageOf(numbered(antispam), ({ key }) => key, query);
      return { problems: entries.map(({ one }) => one), next: more };
    },
  }),
  declareOperation({
    name: 'exportSpamRules',
    method: 'get',
    address: '/antispam/rules/{name}',
    summary: 'A file of rules as it was imported',
    path: z.strictObject({ name }),
    answer: ruleFileAnswer,
    run: async ({ path }) => {
      const content = await antispam.rules.export(path.name);
      return content && { name: path.name, content: content.toString('base64') };
    },
  }),
  ...([true, false] as const).map((enabled) =>
    declareOperation({
      name: enabled ? 'enableSpamRules' : 'disableSpamRules',
      method: 'post',
      address: `/antispam/rules/{name}/${enabled ? 'enable' : 'disable'}`,
      summary: enabled ? 'Bring a file of rules into force' : 'Keep a file of rules, out of force',
      path: z.strictObject({ name }),
      answer: ruleFileDoneAnswer,
      run: async ({ path }) => ((await antispam.rules.setEnabled(path.name, enabled)) ? { name: path.name } : null),
      which: ({ path }) => ({ name: path.name }),
    }),
  ),
  declareOperation({
    name: 'deleteSpamRules',
    method: 'delete',
    address: '/antispam/rules/{name}',
    summary: 'Delete a file of rules',
    path: z.strictObject({ name }),
    answer: ruleFileDoneAnswer,
    run: async ({ path }) => ((await antispam.rules.delete(path.name)) ? { name: path.name } : null),
    which: ({ path }) => ({ name: path.name }),
  }),
];
