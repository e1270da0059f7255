// Problems as the API tells them, for its description.
import { z } from 'zod';

export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().describe('What the status means.'),
    status: z.int(),
    detail: z.string().describe('What is wrong, for people.'),
    problems: z
      .array(
        z.strictObject({
          path: z.string().describe('Place in the input, e.g. `workload.users`; `(file)` for the input as a whole.'),
          got: z.string(),
          wanted: z.string(),
          hint: z.string(),
        }),
      )
      .optional()
      .describe('Every fault of the input (the first 200).'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });
