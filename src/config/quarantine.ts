// Row 9.10: how long quarantined mail is kept.
import { z } from 'zod';

export const quarantineSettings = z.strictObject({
  keepDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .default(30)
    .describe('Quarantined mail older than this is deleted; null: it is kept until somebody deletes it (row 9.10).'),
});
