// What every model file begins with.
import { z } from 'zod';

/** The head of a file in models/: format version, kind, name. */
export const modelHeader = <K extends string>(kind: K) => ({
  plimsoll: z.literal(1),
  kind: z.literal(kind),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes'),
});

export const share = z.number().min(0).max(1);
export const positive = z.number().gt(0).max(1e12);
export const notNegative = z.number().min(0).max(1e12);
