// Is the engine running, since when, and how does it feel.
import { z } from 'zod';
import { declareOperation, type Operation } from '../operation.ts';

const healthAnswer = z
  .strictObject({
    status: z.literal('ok'),
    version: z.string(),
    hostname: z.string(),
    startedSeconds: z.number().describe('Since 1970.'),
    upSeconds: z.number(),
    rssBytes: z.int(),
    traceDroppedLines: z.int().describe('Lines that the trace could not take.'),
  })
  .meta({ id: 'Health' });

interface HealthPorts {
  readonly version: string;
  readonly hostname: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly traceDropped: () => number;
}

export function healthOperations({ version, hostname, now, traceDropped }: HealthPorts): Operation[] {
  const startedSeconds = now();
  return [
    declareOperation({
      name: 'health',
      method: 'get',
      address: '/health',
      summary: 'Is it running, and since when',
      answer: healthAnswer,
      run: () => ({
        status: 'ok' as const,
        version,
        hostname,
        startedSeconds,
        upSeconds: Math.max(0, now() - startedSeconds),
        rssBytes: process.memoryUsage.rss(),
        traceDroppedLines: traceDropped(),
      }),
    }),
  ];
}
