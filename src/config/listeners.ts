// Row 6.1, 6.2: where the server listens. Standard ports unless told otherwise; loopback unless told otherwise.
import { z } from 'zod';
import { isAddress } from '../core/ip.ts';

const port = z.number().int().min(0).max(65_535);
const host = z
  .string()
  .max(45)
  .refine(isAddress, 'an IP address such as 127.0.0.1')
  .default('127.0.0.1')
  .describe('Address to listen on. Loopback unless you say otherwise; 0.0.0.0 and :: are all interfaces.');

const fields = (standardPort: number, enabled: boolean) => ({
  enabled: z.boolean().default(enabled),
  host,
  port: port.default(standardPort).describe('TCP port; 0 takes a free one.'),
});

/** Standard ports by listener: what `--port-base` is added to. */
export const STANDARD_PORTS = { smtp: 25, submission: 587, submissions: 465, imap: 143 } as const;

export const listenerSettings = z.strictObject({
  smtp: z
    .strictObject({
      ...fields(STANDARD_PORTS.smtp, true),
      starttls: z.boolean().default(true).describe('Offer STARTTLS to other servers (RFC 3207).'),
    })
    .prefault({})
    .describe('SMTP: mail from other servers, and from users who log in (row 6.1).'),
  submission: z
    .strictObject(fields(STANDARD_PORTS.submission, false))
    .prefault({})
    .describe('SMTP-TLS: mail of users, who begin TLS with STARTTLS and have to log in (row 6.1, RFC 6409).'),
  submissions: z
    .strictObject(fields(STANDARD_PORTS.submissions, false))
    .prefault({})
    .describe('SMTP-SSL: the same with TLS from the first byte (row 6.1, RFC 8314).'),
  imap: z.strictObject(fields(STANDARD_PORTS.imap, true)).prefault({}),
});

export const isLoopback = (address: unknown): boolean => String(address).startsWith('127.') || address === '::1';
