// Quarantined mail (row 9.10): list, view, release, delete. What is shown of a message is plain text.
import { z } from 'zod';
import type { Reason } from '../../../pipeline/verdict.ts';
import type { DeedResult, QuarantineAdmin } from '../../quarantine/quarantine.ts';
import { declareOperation, type Operation } from '../operation.ts';
import { next } from './page.ts';

const id = z
  .string()
  .regex(/^[A-Za-z0-9]{1,64}$/, 'a queue id')
  .describe('Queue id, as in the log.');

const reason = z.custom<Reason>((value) => typeof value === 'string').meta({ type: 'string' });

const itemShape = {
  id: z.string(),
  receivedSeconds: z.number().describe('Since 1970.'),
  client: z.string(),
  sender: z.string().describe('Empty: the null sender.'),
  recipients: z.array(z.string()).readonly().describe('The first hundred.'),
  recipientCount: z.int(),
  subject: z.string(),
  sizeBytes: z.int(),
  reason: reason.nullable(),
  viruses: z.array(z.string()).readonly(),
  mcpScore: z.number().nullable(),
};

export const quarantineAnswer = z.strictObject({
  items: z.array(z.strictObject(itemShape).meta({ id: 'QuarantinedMessage' })).readonly(),
  next,
  total: z.int().describe('Of all that fit the filter.'),
  damaged: z.array(z.string()).readonly().describe('Files that cannot be read as messages. They can be deleted.'),
});

export const quarantineViewAnswer = z
  .strictObject({
    ...itemShape,
    headers: z.array(z.strictObject({ name: z.string(), value: z.string() })).readonly(),
    reasons: z.array(z.strictObject({ stage: z.string(), verdict: z.string(), reason })).readonly(),
    trail: z.array(z.unknown()).readonly().describe('What every stage saw and said.'),
    parts: z
      .array(
        z.strictObject({
          type: z.string(),
          name: z.string().nullable(),
          nameTricks: z.array(z.string()).readonly(),
          sizeBytes: z.int().describe('Decoded.'),
        }),
      )
      .readonly(),
    text: z.string(),
    cut: z.boolean().describe('Some of headers, parts or text was left out.'),
  })
  .meta({ id: 'QuarantineView' });

const chosen = z.strictObject({ ids: z.array(id).min(1).max(1000) });

export const quarantineDoneAnswer = z.strictObject({
  results: z.record(z.string(), z.enum(['done', 'missing', 'failed'])).describe('By id.'),
});

const resultsOf = (results: ReadonlyMap<string, DeedResult>) => ({ results: Object.fromEntries(results) });

const deed = (action: 'release' | 'delete', summary: string, quarantine: QuarantineAdmin): Operation =>
  declareOperation({
    name: `${action}Quarantined`,
    method: 'post',
    address: `/quarantine/${action}`,
    summary,
    body: chosen,
    answer: quarantineDoneAnswer,
    run: async ({ body, who }) => resultsOf(await quarantine[action](body.ids, who)),
    which: ({ body }, { results }) => ({
      id: body.ids.join(' '),
      done: Object.values(results).filter((result) => result === 'done').length,
    }),
  });

export const quarantineOperations = (quarantine: QuarantineAdmin): Operation[] => [
  declareOperation({
    name: 'listQuarantine',
    method: 'get',
    address: '/quarantine',
    summary: 'Quarantined messages, the newest first',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(200).default(50).describe('Entries of one answer.'),
      after: z.string().max(400).optional().describe('The `next` of the answer before.'),
      text: z.string().max(320).optional().describe('In sender, recipients, subject or names of viruses.'),
      reason: reason.optional(),
      fromSeconds: z.coerce.number().min(0).optional().describe('Since 1970.'),
      toSeconds: z.coerce.number().min(0).optional(),
    }),
    answer: quarantineAnswer,
    run: ({ query: { limit, after, ...filter } }) => quarantine.list(filter, { limit, after: after ?? null }),
  }),
  declareOperation({
    name: 'viewQuarantined',
    method: 'get',
    address: '/quarantine/{id}',
    summary: 'One quarantined message, opened as plain text',
    path: z.strictObject({ id }),
    answer: quarantineViewAnswer,
    run: ({ path }) => quarantine.view(path.id),
  }),
  deed('release', 'Deliver messages as if they had been accepted', quarantine),
  deed('delete', 'Delete messages for good', quarantine),
];
