// One SMTP reply (RFC 5321 section 4.2) with its enhanced code (RFC 2034).
import type { Refusal } from '../../pipeline/verdict.ts';

export interface Reply {
  readonly code: number;
  /** Null where RFC 2034 wants none: greeting, EHLO, 354. */
  readonly enhanced: string | null;
  readonly lines: readonly string[];
  /** The session ends with this reply. */
  readonly closes: boolean;
}

export const reply = (code: number, enhanced: string | null, ...lines: readonly string[]): Reply => ({
  code,
  enhanced,
  lines,
  closes: false,
});

/** The last reply of a session. */
export const farewell = (code: number, enhanced: string | null, text: string): Reply => ({
  code,
  enhanced,
  lines: [text],
  closes: true,
});

/** A refusal with 421 ends the session too. */
export const refusalReply = ({ code, enhanced, text }: Refusal): Reply => ({
  ...reply(code, enhanced, text),
  closes: code === 421,
});

export const replyText = ({ code, enhanced, lines }: Reply): string =>
  lines
    .map((line, index) => `${code}${index < lines.length - 1 ? '-' : ' '}${enhanced ? `${enhanced} ` : ''}${line}\r\n`)
    .join('');
