// `plimsoll certificate`: which certificate a running engine has, and reading its files again (row 6.1).
import type { Command } from 'commander';
import type { z } from 'zod';
import { certificateAnswer, reloadAnswer } from '../../../engine/admin/operations/certificate.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { tableLines } from '../text/table.ts';
import { visible } from '../text/visible.ts';

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

const certificateText = (one: z.output<typeof certificateAnswer>): string =>
  tableLines([
    ['subject', visible(one.subject)],
    ['issuer', `${visible(one.issuer)}${one.selfMade ? ' (made by the server itself)' : ''}`],
    ['names', visible(one.names)],
    ['valid', `${day(one.validFromSeconds)} to ${day(one.validToSeconds)}`],
    ['key', one.key],
    ['SHA-256', one.sha256],
  ]).join('\n');

async function show({ json, ...options }: AdminCommandOptions): Promise<void> {
  print(await (await connectAdmin(options)).call(certificateAnswer, 'GET', '/certificate'), json, certificateText);
}

async function reload({ json, ...options }: AdminCommandOptions): Promise<void> {
  const answer = await (await connectAdmin(options)).call(reloadAnswer, 'POST', '/certificate/reload');
  print(
    answer,
    json,
    ({ renewed, certificate }) => `${renewed ? 'New certificate:' : 'Unchanged:'}\n${certificateText(certificate)}`,
  );
}

export function addCertificateCommand(program: Command): Command {
  const certificate = program.command('certificate').summary('the certificate of a running engine');
  adminCommand(certificate, 'show', 'print which one it is')
    .addHelpText('after', '\nExample:\n  plimsoll certificate show --config scenarios/lab.yaml')
    .action(show);
  adminCommand(certificate, 'reload', 'read its files again; running sessions keep theirs')
    .addHelpText('after', '\nExample:\n  plimsoll certificate reload --config scenarios/lab.yaml')
    .action(reload);
  return certificate;
}
