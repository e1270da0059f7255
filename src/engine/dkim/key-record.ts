// A public key as it is published in DNS (RFC 6376 section 3.6.1, RFC 8463 section 4): text to key, and key to text.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { listValue, parseTagList } from './tag-list.ts';

export type KeyType = 'rsa' | 'ed25519';

export interface PublishedKey {
  readonly key: KeyObject;
  readonly type: KeyType;
  /** Of an RSA key the length of its modulus; an Ed25519 key has 256. */
  readonly bits: number;
  /** Hashes that may be used with it; null: all. */
  readonly hashes: readonly string[] | null;
  /** `t=s`: the identity's domain must be the signing domain itself. */
  readonly strict: boolean;
  /** `t=y`: the domain tries DKIM out; a failure means nothing. */
  readonly testing: boolean;
}

/** Length of a record beyond which it is no key: RSA-4096 takes about 750 characters. */
const MAX_CHARACTERS = 4096;
/** What stands in front of a bare Ed25519 key to make it a SubjectPublicKeyInfo (RFC 8410 section 4). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** OpenSSL's own bound for keys above 3072 bits, taken for all: with a longer exponent a check costs as much as a signature. */
const MAX_EXPONENT = 2n ** 64n;

function keyOf(type: KeyType, bytes: Buffer): KeyObject | null {
  try {
    if (type === 'ed25519') {
      if (bytes.length !== 32) return null;
      return createPublicKey({ key: Buffer.concat([ED25519_PREFIX, bytes]), format: 'der', type: 'spki' });
    }
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

/** @returns `revoked` for a key that was taken back (an empty `p=`); null for what is no usable key */
export function readKeyRecord(text: string): PublishedKey | 'revoked' | null {
  const tags = text.length > MAX_CHARACTERS ? null : parseTagList(text.replace(/[\r\n]+/g, ' '));
  const data = tags?.get('p')?.replace(/[ \t]+/g, '');
  if (!tags || data === undefined) return null;
  // Where it says its version it must do so first, and it must be this one.
  if (tags.has('v') && (tags.get('v') !== 'DKIM1' || [...tags.keys()][0] !== 'v')) return null;
  const services = listValue(tags.get('s') ?? '*');
  if (!services.includes('*') && !services.includes('email')) return null;
  const type = (tags.get('k') ?? 'rsa').toLowerCase();
  if (type !== 'rsa' && type !== 'ed25519') return null;
  if (data === '') return 'revoked';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return null;
  const key = keyOf(type, Buffer.from(data, 'base64'));
  const { modulusLength = 256, publicExponent = 0n } = key?.asymmetricKeyDetails ?? {};
  if (key === null || publicExponent > MAX_EXPONENT) return null;
  const flags = listValue(tags.get('t') ?? '');
  const hashes = tags.get('h');
  return {
    key,
    type,
    bits: modulusLength,
    hashes: hashes === undefined ? null : listValue(hashes),
    strict: flags.includes('s'),
    testing: flags.includes('y'),
  };
}

/** E.g. `rsa-2048`, `ed25519`. */
export const keyKind = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string =>
  asymmetricKeyType === 'rsa' ? `rsa-${asymmetricKeyDetails?.modulusLength}` : String(asymmetricKeyType);

/** The text to publish for a key (row 8.3). @param key public or private */
export function keyRecordText(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  const der = open.export({ format: 'der', type: 'spki' });
  const type = open.asymmetricKeyType === 'ed25519' ? 'ed25519' : 'rsa';
  const data = type === 'ed25519' ? der.subarray(ED25519_PREFIX.length) : der;
  return `v=DKIM1; k=${type}; p=${data.toString('base64')}`;
}
