// The answer of POST /api/v1/size as a schema, for its description. The compiler holds it to the type, a test to the real answer.
import { z } from 'zod';
import type { Sizing } from '../../../sizing/size.ts';

const row = z.string().describe("Row of the administrator's guide.");
const bytes = z.number();
const range = <S extends z.ZodType>(of: S) => z.strictObject({ low: of, high: of });

export const sizingAnswerSchema: z.ZodType<Sizing> = z
  .strictObject({
    input: z
      .strictObject({
        users: z.int(),
        mailsPerUserPerDay: z.number(),
        meanMessageBytes: bytes,
        years: z.number(),
        highAvailability: z.enum(['none', 'mailplus', 'sha']),
      })
      .describe("The input with the guide's figures filled in."),
    servers: z.int().describe('Servers to buy. Storage, RAM and cache are those of each.'),
    storage: z.strictObject({
      row,
      bytes,
      display: z.string().describe("In the guide's words, whose TB are binary."),
      labelDisplay: z.string().describe('As the label of a disk says it.'),
      days: z.int(),
      formula: z.string(),
    }),
    ram: z.strictObject({
      row,
      gib: z.number(),
      band: z.string(),
      sharedEdge: z.boolean().describe("The guide's words put these users into two bands; the larger one is taken."),
      nextBand: z.strictObject({ fromUsers: z.int(), gib: z.number() }).nullable(),
    }),
    ssdCache: z
      .strictObject({
        row,
        hotBytes: range(bytes),
        recommendedBytes: range(bytes),
        recommendedDisplay: range(z.string()),
        recommendedLabel: range(z.string()),
        tier: z.string().describe("The guide's pair of SSDs by users."),
        tierBand: z.string(),
        tierBytes: bytes,
        tierDisplay: z.string(),
        binding: z.enum(['formula', 'tier']).describe('Which of the two rules asks for more.'),
        formulaPair: z.string(),
        formulaPairBytes: bytes,
        leastDrives: z.strictObject({ raid1: z.int(), raid5: z.int(), raid6: z.int(), raid10: z.int() }),
        explanation: z.string(),
      })
      .describe('Low and high: 3 and 6 % of the mail are hot.'),
    licences: z.strictObject({
      row,
      activatedAccounts: z.int(),
      free: z.int(),
      need: z.int(),
      packs: z.array(z.strictObject({ accounts: z.int(), count: z.int() })),
      total: z.int(),
      spare: z.int(),
    }),
    notes: z.array(z.strictObject({ row, text: z.string() })),
  })
  .meta({ id: 'Sizing' });
