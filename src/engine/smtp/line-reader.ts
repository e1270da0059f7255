// Takes one command line from what a client sent. Only CR LF ends a line: anything looser lets two servers read two different mails.
import { MAX_LINE_BYTES } from './limits.ts';

export type TakenLine =
  /** Without its line end; one character a byte. */
  | { readonly kind: 'line'; readonly text: string; readonly rest: Buffer }
  | { readonly kind: 'more' }
  /** A CR without LF or an LF without CR. */
  | { readonly kind: 'bare' }
  /** A NUL: no command, most likely a TLS handshake. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'tooLong' };

const CR = 0x0d;
const LF = 0x0a;

/** @param maxBytes of a line with its line end */
export function takeLine(pending: Buffer, maxBytes = MAX_LINE_BYTES): TakenLine {
  const cr = pending.indexOf(CR);
  const lf = pending.indexOf(LF);
  const nul = pending.indexOf(0);
  const first = cr === -1 ? lf : lf === -1 ? cr : Math.min(cr, lf);
  if ((first === -1 ? pending.length : first) > maxBytes - 2) return { kind: 'tooLong' };
  if (nul !== -1 && (first === -1 || nul < first)) return { kind: 'binary' };
  if (first === -1) return { kind: 'more' };
  if (first === lf) return { kind: 'bare' };
  if (cr === pending.length - 1) return { kind: 'more' };
  if (lf !== cr + 1) return { kind: 'bare' };
  return { kind: 'line', text: pending.toString('latin1', 0, cr), rest: pending.subarray(lf + 1) };
}
