// A DKIM signature for a message (RFC 6376 section 5): relaxed/relaxed, which bears what servers on the way do to blanks.
import { createHash, type KeyObject, sign } from 'node:crypto';
import { type HeaderField, readHeader } from '../mime/header-fields.ts';
import { hashBody } from './canonical-body.ts';
import { pickFields, signedHeader } from './canonical-header.ts';

export interface SigningKey {
  readonly domain: string;
  readonly selector: string;
  /** Private: RSA or Ed25519. */
  readonly key: KeyObject;
}

/** More fields than any mail of a user has [A]. */
const MAX_FIELDS = 10_000;
/** RFC 5322 section 2.1.1 recommends 78. */
const LINE_CHARACTERS = 76;

/**
 * Fields that may stand once (RFC 5322 section 3.6, RFC 2045): if one is there it is named once more, so that nobody can add a
 * second above it, which some readers would show. Absent ones are left out, since a list may add its Reply-To.
 */
const ONCE = new Set([
  'from',
  'sender',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
]);

/** The names for `h=`: each as often as its field stands there, those of `ONCE` and From once more. */
function signedNames(fields: readonly HeaderField[], wanted: readonly string[]): string[] {
  const names = new Set(['from', ...wanted.map((name) => name.toLowerCase())]);
  return [...names].flatMap((name) => {
    const count = fields.filter((field) => field.name === name).length;
    return Array<string>(count > 0 && ONCE.has(name) ? count + 1 : count).fill(name);
  });
}

/** Joins words with `between` and begins a new line where one would be too long. */
function folded(first: string, words: readonly string[], between: string): string {
  const lines = [first];
  words.forEach((word, index) => {
    const piece = index === words.length - 1 ? word : word + between;
    const line = lines.at(-1) ?? '';
    if (line.length + piece.length > LINE_CHARACTERS) lines.push(` ${piece}`);
    else lines[lines.length - 1] = line + piece;
  });
  return lines.join('\r\n');
}

/**
 * @param message complete, lines ended by CRLF
 * @param wanted names of header fields to sign
 * @param now seconds since 1970
 * @returns a whole field for each key, to be put in front; none for a message without From, which cannot be signed
 */
export async function signMessage(
  message: Buffer,
  keys: readonly SigningKey[],
  wanted: readonly string[],
  now: number,
): Promise<string[]> {
  const { fields, bodyStart } = readHeader(message, 0, message.length, MAX_FIELDS);
  if (keys.length === 0 || !fields.some(({ name }) => name === 'from')) return [];
  const names = signedNames(fields, wanted);
  const picked = pickFields(fields, names, null);
  const { sha256 } = await hashBody(message.subarray(bodyStart), 'relaxed', null);
  return keys.map(({ domain, selector, key }) => {
    const rsa = key.asymmetricKeyType === 'rsa';
    const unsigned = [
      `DKIM-Signature: v=1; a=${rsa ? 'rsa' : 'ed25519'}-sha256; c=relaxed/relaxed;`,
      ` d=${domain}; s=${selector};`,
      ` t=${Math.floor(now)}; bh=${sha256.toString('base64')};`,
      folded(' h=', names, ':').concat(';'),
      ' b=',
    ].join('\r\n');
    const data = signedHeader(message, picked, unsigned, 'relaxed');
    // RFC 8463 section 3: Ed25519 signs the hash.
    const signature = rsa ? sign('rsa-sha256', data, key) : sign(null, createHash('sha256').update(data).digest(), key);
    return `${unsigned}${folded('', signature.toString('base64').match(/.{1,70}/g) ?? [], '')}\r\n`;
  });
}
