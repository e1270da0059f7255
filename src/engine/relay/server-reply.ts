// One reply of another server (RFC 5321 section 4.2), taken from the bytes that have come. Bounded in lines and bytes.

export interface ServerReply {
  readonly kind: 'reply';
  readonly code: number;
  /** RFC 2034, where the reply carries one that fits its code; else the general one of its class. */
  readonly status: string;
  /** Texts of the lines behind their codes; one character a byte. */
  readonly lines: readonly string[];
}

export type TakenReply =
  | { readonly kind: 'taken'; readonly reply: ServerReply; readonly rest: Buffer }
  | { readonly kind: 'more' }
  /** Not SMTP, or beyond the bounds. */
  | { readonly kind: 'broken' };

/** A line with its end: Postfix's line_length_limit. RFC 5321 section 4.5.3.1.5 has 512. */
const MAX_LINE_BYTES = 2048;
/** Lines of one reply [A]; an EHLO reply of a large provider has a dozen. */
const MAX_LINES = 100;
const LF = 0x0a;
const LINE = /^([2-5]\d\d)(?:([ -])(.*))?$/s;

const statusOf = (code: number, text: string): string => {
  const [found] = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(text) ?? [];
  const wanted = code < 400 ? '2' : String(code).charAt(0);
  return found?.startsWith(wanted) ? found : `${wanted}.0.0`;
};

/** @param pending what the server sent and was not used yet */
export function takeReply(pending: Buffer): TakenReply {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const end = pending.indexOf(LF, at);
    if ((end === -1 ? pending.length : end) - at >= MAX_LINE_BYTES) return { kind: 'broken' };
    if (end === -1) return { kind: 'more' };
    const [, code, separator, text = ''] = LINE.exec(pending.toString('latin1', at, end).replace(/\r$/, '')) ?? [];
    if (code === undefined || lines.length >= MAX_LINES) return { kind: 'broken' };
    lines.push(text);
    at = end + 1;
    if (separator === '-') continue;
    const reply = { kind: 'reply', code: Number(code), status: statusOf(Number(code), text), lines } as const;
    return { kind: 'taken', reply, rest: pending.subarray(at) };
  }
}

export const isPositive = ({ code }: ServerReply): boolean => code >= 200 && code < 300;

/** A reply as people read it: its code and its texts, one line. */
export const replyLine = ({ code, lines }: ServerReply): string => `${code} ${lines.join(' ')}`;
