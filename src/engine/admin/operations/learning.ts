// What the antispam filter has learned and is to learn (row 9.6): counts, reported mail, learning now.
import { z } from 'zod';
import { HttpProblem } from '../../../http/http-problem.ts';
import type { AntispamAdmin } from '../../antispam/open-antispam.ts';
import { declareOperation, type Operation } from '../operation.ts';

const kind = z.enum(['spam', 'ham']);

const report = z
  .strictObject({
    id: z.string(),
    kind,
    receivedSeconds: z.number().describe('Since 1970.'),
    sizeBytes: z.int(),
    unusable: z.boolean().describe('Nothing can be learned from it: the mail was not sent as an attachment.'),
  })
  .meta({ id: 'ReportedMail' });

export const learningAnswer = z
  .strictObject({
    spam: z.int().describe('Messages learned as spam.'),
    ham: z.int().describe('Messages learned as no spam.'),
    words: z.int(),
    ready: z.boolean().describe('Enough was learned: it takes part in scores.'),
    reporting: z.boolean().describe('Users may report mail.'),
    reports: z.array(report).readonly(),
  })
  .meta({ id: 'Learning' });

export const learnedReportsAnswer = z.strictObject({
  learned: z.int().describe('Mails learned.'),
  unusable: z.int().describe('Reports from which nothing could be learned; they stay.'),
});

export const learnedAnswer = z.strictObject({
  result: z
    .enum(['learned', 'corrected', 'known'])
    .describe('corrected: it had been learned as the other kind. known: it was learned as that before.'),
});

const reportingIsOff = (): never => {
  throw new HttpProblem(409, 'Reporting is switched off: see `antispam.reporting` in the configuration.');
};

/** Base64 is a third longer; the rest of the body is a few words. */
const bodyBytesFor = (messageBytes: number): number => Math.ceil((messageBytes / 3) * 4) + 1024;

/** @param maxMessageBytes of a message that may be handed in */
export const learningOperations = (antispam: AntispamAdmin, maxMessageBytes: number): Operation[] => [
  declareOperation({
    name: 'learning',
    method: 'get',
    address: '/learning',
    summary: 'What was learned, and what users have reported',
    answer: learningAnswer,
    run: async () => ({
      ...antispam.learned(),
      reporting: antispam.reports !== null,
      reports: (await antispam.reports?.list()) ?? [],
    }),
  }),
  declareOperation({
    name: 'learnReports',
    method: 'post',
    address: '/learning/run',
    summary: 'Learn all reported mail now',
    answer: learnedReportsAnswer,
    run: async () => (antispam.reports ?? reportingIsOff()).learn(),
    which: (_request, { learned, unusable }) => ({ learned, unusable }),
  }),
  declareOperation({
    name: 'learnMessage',
    method: 'post',
    address: '/learning/messages',
    summary: 'Learn one message as spam or as no spam',
    body: z.strictObject({ kind, message: z.base64().min(1).describe('The whole message as it was received.') }),
    maxBodyBytes: bodyBytesFor(maxMessageBytes),
    answer: learnedAnswer,
    run: async ({ body }) => {
      const result = await antispam.learning.learn(Buffer.from(body.message, 'base64'), body.kind);
      if (result !== null) return { result };
      throw new HttpProblem(503, 'Too much waits to be learned, or it failed.', { headers: { 'Retry-After': '10' } });
    },
    which: ({ body }, { result }) => ({ kind: body.kind, result }),
  }),
];
