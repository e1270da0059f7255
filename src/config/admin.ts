// The admin listener: where it is and who may use it. Off unless asked for.
import { z } from 'zod';
import { isAddress } from '../core/ip.ts';

const tokenName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/i, 'a short name of letters, digits, dots and dashes')
  .describe('Who uses the token: stands in the log of changes.');

export const adminSettings = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Answers the admin API and /metrics over HTTP, to those who have a token.'),
  host: z
    .string()
    .max(45)
    .refine(isAddress, 'an IP address such as 127.0.0.1')
    .default('127.0.0.1')
    .describe(
      'Address to listen on. Beyond loopback put something with TLS in front: a token crosses it in plain text.',
    ),
  port: z.number().int().min(0).max(65_535).default(8081).describe('TCP port; 0 takes a free one.'),
  tokenFile: z
    .string()
    .min(1)
    .max(4096)
    .nullable()
    .default(null)
    .describe(
      'File that holds a token, relative to the configuration file. Without it and without `tokens` one is made: admin.token in the data folder.',
    ),
  tokens: z
    .array(
      z.strictObject({
        name: tokenName,
        hash: z
          .string()
          .regex(/^sha256\$[0-9a-f]{64}$/, 'sha256$ and 64 hexadecimal digits')
          .describe('Of a random token of at least 32 characters: printf %s "$TOKEN" | sha256sum'),
      }),
    )
    .max(100)
    .default([])
    .describe('Further tokens, by hash.'),
});

export type AdminSettings = z.output<typeof adminSettings>;
