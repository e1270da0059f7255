// Rows 9.10 and 9.14: what people are told of mail that was blocked. Templates are plain text with a fixed set of variables;
// nothing in them is run.
import { z } from 'zod';

/** What `{name}` in a template stands for. */
export const NOTICE_VARIABLES = [
  'sender',
  'recipient',
  'subject',
  'date',
  'virus',
  'score',
  'action',
  'id',
  'host',
] as const;
export type NoticeVariable = (typeof NOTICE_VARIABLES)[number];

const VARIABLE = new RegExp(`\\{(?:${NOTICE_VARIABLES.join('|')})\\}`, 'g');
/** `{{` and `}}` stand for braces; every other brace belongs to a variable. */
const isTemplate = (text: string): boolean => !/[{}]/.test(text.replace(/\{\{|\}\}/g, '').replace(VARIABLE, ''));

const templateText = (max: number) =>
  z
    .string()
    .max(max)
    .refine(isTemplate, `text with no variables but {${NOTICE_VARIABLES.join('}, {')}}`);

const template = (what: string, subject: string, ...lines: readonly string[]) =>
  z
    .strictObject({
      subject: templateText(200)
        .regex(/^[^\p{Cc}]*$/u, 'one line of text')
        .default(subject),
      body: templateText(10_000).default(lines.join('\n')),
    })
    .prefault({})
    .describe(what);

export const noticeSettings = z.strictObject({
  administrator: z
    .string()
    .max(254)
    .regex(/^[^\s@<>"\p{Cc}]{1,64}@[a-z0-9.-]{1,253}$/iu, 'a mail address')
    .nullable()
    .default(null)
    .describe('Who is told of every message that is deleted or quarantined; null: nobody.'),
  virusQuarantined: template(
    'To recipients, when a message with a virus was quarantined (row 9.10).',
    'A message to you was kept in quarantine',
    'A message to you was not delivered. It was kept in quarantine.',
    '',
    'From:     {sender}',
    'Received: {date}',
    'Queue id: {id}',
    'Virus:    {virus}',
    '',
    'Your administrator can tell you more.',
    '',
  ),
  virusDeleted: template(
    'To recipients, when a message with a virus was deleted (row 9.10).',
    'A message to you was deleted',
    'A message to you was not delivered. It was deleted.',
    '',
    'From:     {sender}',
    'Received: {date}',
    'Queue id: {id}',
    'Virus:    {virus}',
    '',
    'Your administrator can tell you more.',
    '',
  ),
  mcpBlocked: template(
    'To senders, when their message was blocked by the rules on content (row 9.14).',
    'Your message was not delivered',
    'Your message of {date} was not delivered: rules on its content forbid it.',
    '',
    'Subject:  {subject}',
    'Queue id: {id}',
    '',
  ),
  toAdministrator: template(
    'To the administrator.',
    'A message was blocked: {action}',
    'A message was blocked: {action}.',
    '',
    'From:     {sender}',
    'To:       {recipient}',
    'Subject:  {subject}',
    'Received: {date}',
    'Queue id: {id}',
    'Virus:    {virus}',
    'Score:    {score}',
    '',
  ),
});

export type NoticeSettings = z.output<typeof noticeSettings>;
export type NoticeTemplate = NoticeSettings['virusDeleted'];
export const DEFAULT_NOTICES: NoticeSettings = noticeSettings.parse({});
