// Mail that users reported, one by one (row 9.6): view, original, learn, delete.
import { z } from 'zod';
import { HttpProblem } from '../../../http/http-problem.ts';
import type { AntispamAdmin } from '../../antispam/open-antispam.ts';
import type { ReportedMails } from '../../antispam/reported-mail.ts';
import { declareOperation, type Operation } from '../operation.ts';

const id = z
  .string()
  .regex(/^(?:spam|ham)\.(?:INBOX|Junk)\.\d{1,10}$/, 'a name from the list of reports')
  .describe('As in the list.');
const chosen = z.strictObject({ ids: z.array(id).min(1).max(1000) });

export const reportedMailAnswer = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  message: z.string().describe('The original, in base64: to be shown as text only.'),
});
export const learnedChosenAnswer = z.strictObject({ learned: z.int(), unusable: z.int() });
export const deletedReportsAnswer = z.strictObject({ deleted: z.int() });

const reportsOf = ({ reports }: AntispamAdmin): ReportedMails => {
  if (reports !== null) return reports;
  throw new HttpProblem(409, 'Reporting is switched off: see `antispam.reporting` in the configuration.');
};

export const reportedMailOperations = (antispam: AntispamAdmin): Operation[] => [
  declareOperation({
    name: 'reportedMail',
    method: 'get',
    address: '/learning/reports/{id}',
    summary: 'A report and its original',
    path: z.strictObject({ id }),
    answer: reportedMailAnswer,
    run: async ({ path }) => {
      const reports = reportsOf(antispam);
      const [head, message] = [await reports.head(path.id), await reports.read(path.id)];
      return head && message && { id: path.id, ...head, message: message.toString('base64') };
    },
  }),
  declareOperation({
    name: 'learnChosenReports',
    method: 'post',
    address: '/learning/reports/learn',
    summary: 'Learn these reports and remove them',
    body: chosen,
    answer: learnedChosenAnswer,
    run: ({ body }) => reportsOf(antispam).learn(body.ids),
    which: (_request, { learned, unusable }) => ({ learned, unusable }),
  }),
  declareOperation({
    name: 'deleteReports',
    method: 'post',
    address: '/learning/reports/delete',
    summary: 'Remove these reports without learning from them',
    body: chosen,
    answer: deletedReportsAnswer,
    run: async ({ body }) => ({ deleted: await reportsOf(antispam).delete(body.ids) }),
    which: (_request, { deleted }) => ({ deleted }),
  }),
];
