// What becomes of an accepted message: which mailbox, which header lines, which prefix on the subject. The one place that applies marks.
import type { Mark } from './verdict.ts';

/** Where and how a message is delivered. */
export interface Disposition {
  readonly mailbox: 'INBOX' | 'Junk';
  /** Header lines to put in front, without line ends. Values are plain ASCII. */
  readonly headers: readonly string[];
  /** Prefixes for the subject, first to last; empty when the subject stays as it is. */
  readonly subjectPrefixes: readonly string[];
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

/** Applies the marks a message gathered. Spam goes to Junk (the guide's Spam mailbox); the subject changes only where the option says so. */
export function dispositionOf(marks: readonly Mark[]): Disposition {
  const headers: string[] = [];
  const subjectPrefixes: string[] = [];
  let mailbox: Disposition['mailbox'] = 'INBOX';
  for (const mark of marks) {
    switch (mark.kind) {
      case 'spam':
        mailbox = 'Junk';
        headers.push('X-Spam-Flag: YES', `X-Spam-Score: ${mark.score.toFixed(1)}`);
        break;
      case 'virus':
        headers.push(`X-Virus-Found: ${printable(mark.virus)}`);
        break;
      case 'unscanned':
        headers.push(`X-Virus-Scanned: no (${printable(mark.why)})`);
        break;
    }
    if ('subjectPrefix' in mark && mark.subjectPrefix !== null) subjectPrefixes.push(mark.subjectPrefix);
  }
  return { mailbox, headers, subjectPrefixes };
}
