// What users have sent today, as a table.
import { guideBytes } from '../../../sizing/format-bytes.ts';
import { tableLines } from './table.ts';

interface Usage {
  readonly account: string;
  readonly messages: number;
  readonly bytes: number;
  readonly dailyMessages: number;
  readonly dailyBytes: number;
}

const limit = (value: number, text: (value: number) => string): string => (value === 0 ? 'no limit' : text(value));

export const quotaText = (accounts: readonly Usage[]): string =>
  accounts.length === 0
    ? 'Nobody has sent anything today.'
    : tableLines(
        [
          ['account', 'messages', 'of', 'volume', 'of'],
          ...accounts.map(({ account, messages, bytes, dailyMessages, dailyBytes }) => [
            account,
            String(messages),
            limit(dailyMessages, String),
            guideBytes(bytes),
            limit(dailyBytes, guideBytes),
          ]),
        ],
        [1, 2, 3, 4],
      ).join('\n');
