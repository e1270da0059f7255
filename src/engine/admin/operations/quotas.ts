// What users have sent today, against their daily limits, and letting them send anew (row 8.8: outbound usage, Clear, Clear All).
import { z } from 'zod';
import type { OutboundUsage } from '../../domains/outbound-usage.ts';
import { declareOperation, type Operation } from '../operation.ts';
import { next, pageOf, pageQuery } from './page.ts';

const usage = z
  .strictObject({
    account: z.string(),
    messages: z.int(),
    bytes: z.int(),
    dailyMessages: z.int().describe('Limit; 0: none.'),
    dailyBytes: z.int().describe('Limit; 0: none.'),
  })
  .meta({ id: 'QuotaUsage' });

export const quotasAnswer = z.strictObject({ accounts: z.array(usage), next });
export const quotasClearedAnswer = z.strictObject({ cleared: z.int() });

export const quotaOperations = (outbound: OutboundUsage): Operation[] => [
  declareOperation({
    name: 'listQuotas',
    method: 'get',
    address: '/quotas',
    summary: 'What every account that sent today has sent',
    query: z.strictObject(pageQuery),
    answer: quotasAnswer,
    run: ({ query }) => {
      const { entries, next: more } = pageOf(outbound.list(), ({ account }) => account, query);
      return { accounts: entries, next: more };
    },
  }),
  declareOperation({
    name: 'clearQuota',
    method: 'delete',
    address: '/quotas/{account}',
    summary: 'Let an account send anew today',
    path: z.strictObject({ account: z.string().min(1).max(320) }),
    answer: quotasClearedAnswer,
    run: ({ path }) => (outbound.clear(path.account) ? { cleared: 1 } : null),
    which: ({ path }) => ({ account: path.account }),
  }),
  declareOperation({
    name: 'clearQuotas',
    method: 'delete',
    address: '/quotas',
    summary: 'Let all accounts send anew today',
    answer: quotasClearedAnswer,
    run: () => ({ cleared: outbound.clearAll() }),
    which: (_request, { cleared }) => ({ account: 'all', cleared }),
  }),
];
