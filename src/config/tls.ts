// The certificate of the server, for every protocol. Keys are files, never part of a configuration.
import { z } from 'zod';

const file = z.string().min(1).max(4096).nullable().default(null);

export const tlsSettings = z
  .strictObject({
    certificateFile: file.describe(
      'PEM certificate with its chain, relative to the configuration file; null: the server makes one itself.',
    ),
    keyFile: file.describe('PEM key of the certificate. Both files are looked at every minute, and on SIGHUP.'),
    minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2').describe('Older versions are refused (RFC 8996).'),
  })
  .refine(
    ({ certificateFile, keyFile }) => (certificateFile === null) === (keyFile === null),
    'certificateFile and keyFile together, or neither',
  );
