// Quarantined mail for people.
import type { z } from 'zod';
import type { quarantineAnswer, quarantineViewAnswer } from '../../../engine/admin/operations/quarantine.ts';
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { timeText } from './time-text.ts';
import { visible } from './visible.ts';

type Item = z.output<typeof quarantineAnswer>['items'][number];

const headLines = ({
  id,
  receivedSeconds,
  sizeBytes,
  sender,
  recipients,
  recipientCount,
  subject,
  reason,
  viruses,
}: Item): string[] => {
  const more = recipientCount > recipients.length ? ` and ${recipientCount - recipients.length} more` : '';
  return [
    `${id}  ${timeText(receivedSeconds)}  ${guideBytes(sizeBytes)}  ${reason ?? 'unknown reason'}${viruses.length > 0 ? `: ${visible(viruses.join(', '))}` : ''}`,
    `    from <${visible(sender)}> to ${visible(recipients.join(', '))}${more}`,
    `    ${visible(subject)}`,
  ];
};

export function quarantineText(items: readonly Item[], damaged: readonly string[]): string {
  const lines = items.flatMap(headLines);
  if (damaged.length > 0) lines.push(`Cannot be read, and can only be deleted: ${damaged.join(' ')}`);
  return lines.length === 0 ? 'Nothing is in quarantine, or nothing fits.' : lines.join('\n');
}

export const quarantineViewText = (view: z.output<typeof quarantineViewAnswer>): string =>
  [
    ...headLines(view),
    '',
    'Why:',
    ...view.reasons.map(({ stage, verdict, reason }) => `    ${stage}: ${verdict} (${reason})`),
    '',
    'Header:',
    ...view.headers.map(({ name, value }) => `    ${visible(name)}: ${visible(value)}`),
    '',
    'Parts:',
    ...view.parts.map(({ type, name, nameTricks, sizeBytes }) => {
      const tricks = nameTricks.length > 0 ? ` (${nameTricks.join(', ')})` : '';
      return `    ${visible(type)}  ${guideBytes(sizeBytes)}${name === null ? '' : `  ${visible(name)}${tricks}`}`;
    }),
    '',
    'Text:',
    ...view.text.split('\n').map((line) => `    ${visible(line)}`),
    ...(view.cut ? ['', 'Some of it was left out.'] : []),
  ].join('\n');
