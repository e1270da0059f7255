// The content of a part as its sender meant it: transfer encodings undone (RFC 2045 section 6). Broken input gives what it has.
import { fieldValue, type HeaderField } from '../../engine/mime/header-fields.ts';

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** Value of each byte in the alphabet of RFC 4648 section 4; 255 for all others. */
const SEXTETS = new Uint8Array(256).fill(255);
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  SEXTETS[letter.charCodeAt(0)] = value;

/**
 * Padding ends a unit and a new one may follow: some senders pad every line. Bytes outside the alphabet are passed over (RFC 2045
 * section 6.8), where Buffer would read `-` and `_` as letters and so see something else than a mail client does.
 */
function decodeBase64(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(Math.ceil((body.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const byte of body) {
    if (byte === EQUALS) {
      held = 0;
      continue;
    }
    const sextet = SEXTETS[byte] ?? 255;
    if (sextet === 255) continue;
    bits = ((bits << 6) | sextet) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[length] = bits >> held;
    length += 1;
  }
  return out.subarray(0, length);
}

const hexDigit = (byte: number | undefined): number =>
  byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16);

/** What is no valid escape stays as it is, as RFC 2045 section 6.7 advises. */
function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === EQUALS) {
      const next = body[at + 1];
      const softBreak = next === LF ? 1 : next === CR && body[at + 2] === LF ? 2 : 0;
      if (softBreak > 0) {
        at += softBreak;
        continue;
      }
      const value = hexDigit(next) * 16 + hexDigit(body[at + 2]);
      if (!Number.isNaN(value)) {
        out[length] = value;
        length += 1;
        at += 2;
        continue;
      }
    }
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}

/** @param body bytes of a part behind its header. Without a known encoding they are returned as they are, not copied. */
export function decodePart(fields: readonly HeaderField[], body: Buffer): Buffer {
  const encoding = (fieldValue(fields, 'content-transfer-encoding') ?? '').toLowerCase();
  if (encoding.includes('base64')) return decodeBase64(body);
  if (encoding.includes('quoted-printable')) return decodeQuotedPrintable(body);
  return body;
}
