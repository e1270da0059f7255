// The queue for people, after the manner of mailq: one block a message, and below it who still waits and why.
import type { z } from 'zod';
import type {
  queueAnswer,
  queueCountsAnswer,
  queueMessageAnswer,
  queueShapeAnswer,
} from '../../../engine/admin/operations/queue.ts';
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { tableLines } from './table.ts';
import { timeText } from './time-text.ts';
import { visible } from './visible.ts';

type Message = z.output<typeof queueAnswer>['messages'][number];
type Detail = z.output<typeof queueMessageAnswer>;

const recipientLines = ({ recipients }: Pick<Message, 'recipients'>): string[] =>
  recipients.flatMap(({ address, original, fate, answer, tries }) => {
    const alias = original.toLowerCase() === address.toLowerCase() ? '' : ` (for ${visible(original)})`;
    const line = `    ${fate.padEnd(9)}  ${visible(address)}${alias}${tries > 0 ? `, ${tries} tries` : ''}`;
    if (answer === null) return [line];
    return [
      line,
      `               ${answer.host ? `${visible(answer.host)}: ` : ''}${visible(answer.text)} (${answer.status})`,
    ];
  });

const headLine = ({
  id,
  state,
  arrivedSeconds,
  sizeBytes,
  sender,
  nextTrySeconds,
}: Omit<Message, 'recipients'>): string =>
  [
    `${id}  ${state.padEnd(8)}  ${timeText(arrivedSeconds)}  ${guideBytes(sizeBytes)}  from <${visible(sender)}>`,
    ...(nextTrySeconds === null ? [] : [`    next try ${timeText(nextTrySeconds)}`]),
  ].join('\n');

export const queueText = (messages: readonly Message[]): string =>
  messages.length === 0
    ? 'The queue is empty, or nothing in it fits.'
    : messages.map((message) => [headLine(message), ...recipientLines(message)].join('\n')).join('\n');

export const queueMessageText = (message: Detail): string =>
  [
    headLine(message),
    ...recipientLines(message),
    '',
    'What the stages said:',
    ...message.trail.map(
      ({ stage, phase, recipient, verdict }) =>
        `    ${phase.padEnd(7)}  ${stage}: ${verdict.kind}${typeof verdict['reason'] === 'string' ? ` (${verdict['reason']})` : ''}${recipient ? ` for ${visible(recipient)}` : ''}`,
    ),
    '',
    'Header:',
    ...message.header
      .trimEnd()
      .split('\r\n')
      .map((line) => `    ${visible(line)}`),
  ].join('\n');

export const countsText = (counts: z.output<typeof queueCountsAnswer>): string =>
  tableLines(
    Object.entries(counts).map(([state, count]) => [state, String(count)]),
    [1],
  ).join('\n');

export const shapeText = ({ minutes, rows }: z.output<typeof queueShapeAnswer>): string =>
  rows.length === 0
    ? 'Nobody waits.'
    : tableLines(
        [
          ['domain', 'waiting', ...minutes.map((end) => `≤${end} min`), 'older'],
          ...rows.map(({ domain, total, byAge }) => [visible(domain), String(total), ...byAge.map(String)]),
        ],
        Array.from({ length: minutes.length + 2 }, (_, index) => index + 1),
      ).join('\n');
