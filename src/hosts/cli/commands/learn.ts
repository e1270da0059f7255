// `plimsoll learn`: teaches the antispam filter of a running engine (row 9.6).
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { z } from 'zod';
import { InputError } from '../../../core/problem.ts';
import { learnedAnswer, learnedReportsAnswer, learningAnswer } from '../../../engine/admin/operations/learning.ts';
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { tableLines } from '../text/table.ts';
import { timeText } from '../text/time-text.ts';

async function messageIn(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new InputError('learn', [
      { path: file, got: code, wanted: 'a file with one message (.eml)', hint: 'Check its name and rights.' },
    ]);
  }
}

/** Adds `learn spam` or `learn ham`. */
function addKind(learn: Command, kind: 'spam' | 'ham', what: string): void {
  adminCommand(learn, `${kind} <file...>`, `learn messages as ${what}`)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll learn ${kind} message.eml --config scenarios/lab.yaml
  plimsoll learn ${kind} ~/Maildir/.Junk/cur/* --config scenarios/lab.yaml`,
    )
    .action(async (files: string[], { json, ...options }: AdminCommandOptions) => {
      const admin = await connectAdmin(options);
      const results: { file: string; result: string }[] = [];
      for (const file of files) {
        const body = { kind, message: (await messageIn(file)).toString('base64') };
        const { result } = await admin.call(learnedAnswer, 'POST', '/learning/messages', { body });
        results.push({ file, result });
      }
      print(results, json, () => results.map(({ file, result }) => `${file}: ${result}`).join('\n'));
    });
}

const statusText = ({ spam, ham, words, ready, reporting, reports }: z.output<typeof learningAnswer>): string =>
  [
    ...tableLines(
      [
        ['learned as spam', String(spam)],
        ['learned as no spam', String(ham)],
        ['words', String(words)],
      ],
      [1],
    ),
    ready ? 'It takes part in scores.' : 'It takes no part in scores yet: too little was learned.',
    ...(reporting
      ? [`Reports that wait: ${reports.length}`]
      : ['Users cannot report mail: reporting is switched off.']),
    ...tableLines(
      reports.map(({ id, kind, receivedSeconds, sizeBytes, unusable }) => [
        id,
        kind,
        timeText(receivedSeconds),
        guideBytes(sizeBytes),
        unusable ? 'nothing to learn: not sent as an attachment' : '',
      ]),
    ),
  ].join('\n');

async function status({ json, ...options }: AdminCommandOptions): Promise<void> {
  print(await (await connectAdmin(options)).call(learningAnswer, 'GET', '/learning'), json, statusText);
}

async function reports({ json, ...options }: AdminCommandOptions): Promise<void> {
  const answer = await (await connectAdmin(options)).call(learnedReportsAnswer, 'POST', '/learning/run');
  print(answer, json, ({ learned, unusable }) => `Learned ${learned} mails; ${unusable} reports were of no use.`);
}

export function addLearnCommand(program: Command): Command {
  const learn = program.command('learn').summary('teach the antispam filter of a running engine');
  addKind(learn, 'spam', 'spam');
  addKind(learn, 'ham', 'no spam');
  adminCommand(learn, 'status', 'what was learned, and what users have reported')
    .addHelpText('after', '\nExample:\n  plimsoll learn status --config scenarios/lab.yaml')
    .action(status);
  adminCommand(learn, 'reports', 'learn all reported mail now')
    .addHelpText('after', '\nExample:\n  plimsoll learn reports --config scenarios/lab.yaml')
    .action(reports);
  return learn;
}
