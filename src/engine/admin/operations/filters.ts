// The filters' own data: rules against spam (rows 9.2, 9.4) and databases of viruses (row 9.9), and updating them now.
import { z } from 'zod';
import { HttpProblem } from '../../../http/http-problem.ts';
import type { AntispamAdmin } from '../../antispam/open-antispam.ts';
import type { AntivirusAdmin } from '../../antivirus/antivirus.ts';
import { declareOperation, type Operation } from '../operation.ts';

const spamRulesAnswer = z.strictObject({
  rules: z.int().nullable().describe('Rules of SpamAssassin in force; null: none were read.'),
  problems: z.int().describe('Lines of their files that have no effect.'),
  files: z.array(z.strictObject({ name: z.string(), enabled: z.boolean() })).readonly(),
  updated: z.looseObject({}).nullable().describe('The last update; null: there was none.'),
});

const updatedAnswer = z.looseObject({ kind: z.string().describe('updated or upToDate.') });

/** Shapes of the engines' own making. */
const antivirusAnswer = z.looseObject({});

export const filterOperations = (antispam: AntispamAdmin, antivirus: AntivirusAdmin): Operation[] => [
  declareOperation({
    name: 'spamRules',
    method: 'get',
    address: '/antispam/rules',
    summary: 'Rules against spam: files, and what is in force',
    answer: spamRulesAnswer,
    run: async () => {
      const report = antispam.rules.report();
      const updated = antispam.rules.lastUpdate();
      return {
        rules: report?.rules ?? null,
        problems: report?.problems.length ?? 0,
        files: await antispam.rules.list(),
        updated: updated && { ...updated },
      };
    },
  }),
  declareOperation({
    name: 'updateSpamRules',
    method: 'post',
    address: '/antispam/rules/update',
    summary: 'Fetch the rules against spam now',
    answer: updatedAnswer,
    run: async () => {
      const result = await antispam.rules.update();
      if (result.kind === 'failed') throw new HttpProblem(409, `The old rules stay: ${result.why}.`);
      return { ...result };
    },
    which: (_request, { kind }) => ({ kind }),
  }),
  declareOperation({
    name: 'antivirus',
    method: 'get',
    address: '/antivirus',
    summary: 'Engines that look for viruses, and their databases',
    answer: antivirusAnswer,
    run: async () => ({ ...(await antivirus.status()) }),
  }),
  declareOperation({
    name: 'updateAntivirus',
    method: 'post',
    address: '/antivirus/update',
    summary: 'Fetch and read the databases of viruses now',
    answer: antivirusAnswer,
    run: async () => ({ ...(await antivirus.update()) }),
    which: () => ({ databases: 'all' }),
  }),
];
