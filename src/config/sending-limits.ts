// Row 8.8: how large and how much the users of a domain may send. What follows from it is decided in pipeline/sending-limits.ts.
import { z } from 'zod';
import { MIB } from '../core/units.ts';

/** 0 switches a limit off, as the guide has it for quotas (row 5.3). */
const limit = (most: number) => z.number().int().min(0).max(most).default(0);
const MAX_BYTES = 1024 * MIB;

export const sendingLimits = z.strictObject({
  maxMessageBytes: limit(MAX_BYTES).describe(
    'Largest message a user of this domain may send; 0: the limit of the server (row 8.8).',
  ),
  maxAttachmentBytes: limit(MAX_BYTES).describe('Largest single attachment, decoded; 0: no limit (row 8.8).'),
  dailyMessages: limit(10_000_000).describe('Messages a user may send in a calendar day; 0: no limit (row 8.8).'),
  dailyBytes: limit(2 ** 50).describe('Bytes of messages a user may send in a calendar day; 0: no limit (row 8.8).'),
  allowForwarding: z.boolean().default(true).describe('Users may forward their mail automatically (row 8.8).'),
});

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'a time zone such as UTC or Europe/Berlin')
  .default('UTC')
  .describe('Where the calendar day of daily quotas begins (row 8.8).');
