// Row 7.7: limits on what one client address may do at once and in a minute. Counting is `RateWindow`'s; this only judges the counts.
import { z } from 'zod';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, defer } from '../../pipeline/verdict.ts';

const limit = z.number().int().min(1).max(1_000_000).nullable();

export const connectionPolicyOptions = z.strictObject({
  enabled: z.boolean().default(true),
  maxConcurrentConnections: limit
    .default(50)
    .describe(
      'Connections one address may hold at once; null: no limit. 50 is the default of Postfix as Debian ships it.',
    ),
  maxConnectionsPerMinute: limit
    .default(null)
    .describe('Connections one address may open in a minute; null: no limit.'),
  maxMessagesPerMinute: limit.default(null).describe('Messages one address may send in a minute; null: no limit.'),
});

export const connectionPolicyEvidence = z.strictObject({
  concurrentConnections: z.number().int().min(0),
  connectionsThisMinute: z.number().int().min(0),
  messagesThisMinute: z.number().int().min(0),
});

const over = (count: number, max: number | null): boolean => max !== null && count > max;

export const connectionPolicy = declareStage({
  row: '7.7',
  title: 'Connection policy',
  phases: ['connect', 'mail'],
  skippedBy: null,
  judges: 'everybody',
  options: connectionPolicyOptions,
  evidence: connectionPolicyEvidence,
  decide(evidence, options) {
    if (over(evidence.concurrentConnections, options.maxConcurrentConnections))
      return defer(421, '4.7.0', 'concurrent-connections', 'Too many connections from your address, try again later');
    if (over(evidence.connectionsThisMinute, options.maxConnectionsPerMinute))
      return defer(421, '4.7.0', 'connections-per-minute', 'Too many connections this minute, try again later');
    if (over(evidence.messagesThisMinute, options.maxMessagesPerMinute))
      return defer(450, '4.7.1', 'messages-per-minute', 'Too many messages this minute, try again later');
    return ACCEPT;
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
