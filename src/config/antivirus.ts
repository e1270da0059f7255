// Row 9.9: which engines look for viruses, in which order, and where their signatures come from. What is done with a finding is
// the stage's.
import { z } from 'zod';
import { isAddress } from '../core/ip.ts';
import { DAY_SECONDS, MIB } from '../core/units.ts';

const signatures = z
  .strictObject({ kind: z.literal('signatures') })
  .describe('The engine within this server: signature databases in ClamAV’s text formats, and the EICAR test file.');

const clamd = z.strictObject({
  kind: z.literal('clamd'),
  host: z
    .string()
    .max(45)
    .refine(isAddress, 'an IP address such as 127.0.0.1')
    .default('127.0.0.1')
    .describe('Address of clamd. Messages go there unencrypted: keep it on this machine or in a network you trust.'),
  port: z.number().int().min(1).max(65_535).default(3310).describe('TCPSocket of clamd.conf.'),
  socket: z
    .string()
    .min(1)
    .max(100)
    .regex(/^\//, 'an absolute path')
    .optional()
    .describe('LocalSocket of clamd.conf, instead of host and port.'),
  maxStreamBytes: z
    .number()
    .int()
    .min(1024)
    .max(4096 * MIB)
    .default(25 * MIB)
    .describe('StreamMaxLength of clamd.conf: larger mail is left to the other engines. Default of clamd.'),
  connectSeconds: z.number().min(0.1).max(60).default(5).describe('Time to connect.'),
  answerSeconds: z.number().min(1).max(600).default(120).describe('Time of a scan. MaxScanTime of clamd is 120 s.'),
});

const databaseFile = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:ndb|hdb|hsb)$/, 'a file name that ends with .ndb, .hdb or .hsb');

export const antivirusSettings = z.strictObject({
  engines: z
    .array(z.discriminatedUnion('kind', [signatures, clamd]))
    .min(1)
    .max(5)
    .default([{ kind: 'signatures' }])
    .describe('Engines in order: the next one is asked when those before it do not work (row 9.9).'),
  databases: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .max(4096)
        .default('antivirus')
        .describe('Folder of the signature databases, relative to the data folder (row 9.9).'),
      extraFolders: z
        .array(z.string().min(1).max(4096))
        .max(20)
        .default([])
        .describe(
          'Further folders with databases, relative to the data folder, e.g. those of a third party (row 9.9).',
        ),
      sources: z
        .array(
          z.strictObject({
            file: databaseFile.describe('Name under which it is kept in the folder.'),
            url: z
              .url({ protocol: /^https?$/ })
              .max(2000)
              .describe('Where it is fetched.'),
          }),
        )
        .max(50)
        .refine((sources) => new Set(sources.map(({ file }) => file)).size === sources.length, 'every file once')
        .default([])
        .describe('Databases that are fetched, e.g. those of a third party (row 9.9).'),
      autoUpdate: z.boolean().default(true).describe('Fetch and read the databases again on schedule (row 9.9).'),
      updateSeconds: z
        .number()
        .min(60)
        .max(30 * DAY_SECONDS)
        .default(DAY_SECONDS)
        .describe('Time between two updates; the guide’s is a day.'),
    })
    .prefault({}),
});

export type AntivirusSettings = z.output<typeof antivirusSettings>;
