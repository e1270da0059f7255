// The trace: numbers of every piece of work, for calibration. Off unless asked for; its size on disk is bounded.
import { z } from 'zod';
import { MIB } from '../core/units.ts';

export const traceSettings = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Writes a line of numbers for every stage visit, reception and delivery into trace/ in the data folder.'),
  maxFileBytes: z
    .number()
    .int()
    .min(64 * 1024)
    .max(1024 * MIB)
    .default(16 * MIB)
    .describe('A file of the trace that has this size is followed by a new one.'),
  maxFiles: z.number().int().min(2).max(1000).default(8).describe('Files kept; the oldest goes when another is begun.'),
});

export type TraceSettings = z.output<typeof traceSettings>;
