// What becomes of an accepted message: which mailbox, which header lines, which prefix on the subject. The one place that applies marks.
import type { Mark } from './verdict.ts';

/** Where and how a message is delivered. */
export interface Disposition {
  readonly mailbox: 'INBOX' | 'Junk';
  /** Header lines to put in front, without line ends. Values are plain ASCII. */
  readonly headers: readonly string[];
  /** Prefixes for the subject, first to last; empty when the subject stays as it is. */
  readonly subjectPrefixes: readonly string[];
  /** The message comes as the attachment of a report; null: as it is. */
  readonly encapsulate: 'attachment' | 'plainText' | null;
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

/** Applies the marks a message gathered. Spam goes to Junk (the guide's Spam mailbox); the subject changes only where the option says so. */
export function dispositionOf(marks: readonly Mark[]): Disposition {
  const headers: string[] = [];
  const subjectPrefixes: string[] = [];
  let mailbox: Disposition['mailbox'] = 'INBOX';
  let encapsulate: Disposition['encapsulate'] = null;
  for (const mark of marks) {
    switch (mark.kind) {
      case 'spam':
        mailbox = 'Junk';
        headers.push('X-Spam-Flag: YES', `X-Spam-Score: ${mark.score.toFixed(1)}`);
        encapsulate = mark.encapsulate ?? encapsulate;
        break;
      case 'dkim':
      case 'dmarc':
        // The results themselves stand in Authentication-Results; this is the warning that the guide's clients show.
        if (!mark.junk) break;
        mailbox = 'Junk';
        headers.push(`X-Authentication-Warning: ${mark.kind.toUpperCase()} failed`);
        break;
      case 'virus':
        headers.push(`X-Virus-Found: ${printable(mark.virus)}`);
        break;
      case 'unscanned':
        headers.push(`X-Virus-Scanned: no (${printable(mark.why)})`);
        break;
      case 'mcp':
        headers.push(`X-MCP-Score: ${mark.score.toFixed(1)}`);
        break;
      case 'rewrite':
        headers.push(
          `X-Content-Scan: ${mark.spared === 'none' ? 'rewritten' : `${mark.spared} parts left as they are`}`,
        );
        break;
      case 'released':
        headers.push(
          `X-Quarantine: released ${new Date(mark.releasedSeconds * 1000).toISOString()} by ${printable(mark.by)}`,
        );
        break;
    }
    if ('subjectPrefix' in mark && mark.subjectPrefix !== null) subjectPrefixes.push(mark.subjectPrefix);
  }
  return { mailbox, headers, subjectPrefixes, encapsulate };
}
