// Are the signatures of a message true (RFC 6376 section 6)? Facts only: what follows from them, the stages decide.
import { createHash, verify } from 'node:crypto';
import type { DnsAnswer, Resolver } from '../../pipeline/resolver.ts';
import type { SignatureAlgorithm, SignatureResult } from '../../stages/dkim/stage.ts';
import { within } from '../dns/within.ts';
import { type HeaderField, readHeader } from '../mime/header-fields.ts';
import { type BodyHash, hashBody } from './canonical-body.ts';
import { fieldText, pickFields, signedHeader } from './canonical-header.ts';
import { type PublishedKey, readKeyRecord } from './key-record.ts';
import { readSignature, type SignatureClaim } from './signature-field.ts';

export interface VerifiedSignature {
  /** Signing domain and selector; empty where they cannot be read. */
  readonly domain: string;
  readonly selector: string;
  readonly result: SignatureResult;
  readonly algorithm: SignatureAlgorithm | null;
  /** Length of the key; null when there was none to see. */
  readonly keyBits: number | null;
  /** An `l=` leaves some of the body unsigned: anybody may have added it. */
  readonly limited: boolean;
}

export interface Verification {
  /** Of the header, as far as it was read. */
  readonly fields: readonly HeaderField[];
  readonly signatures: readonly VerifiedSignature[];
  /** Signatures beyond those that are examined. */
  readonly unexamined: number;
}

interface VerifyPorts {
  readonly resolver: Resolver;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** For all keys together. */
  readonly timeoutSeconds: number;
}

/** Signatures that are examined, the uppermost first [A]: mail has one to three. */
export const MAX_SIGNATURES = 10;
/** A larger header is not examined [A]: Postfix takes 102,400 bytes of one field. */
const MAX_HEADER_BYTES = 512 * 1024;
const MAX_FIELDS = 2000;
/** RFC 8301 section 3.2: shorter keys are never valid, longer ones need not be checked. */
const RSA_BITS = { least: 1024, most: 4096 };

const LATE: DnsAnswer = { kind: 'failed', why: 'the look-up took too long' };

type FoundKey = PublishedKey | { readonly result: SignatureResult };

/** Of several records the first that is a key (section 3.6.2.2 leaves it open). */
function keyIn(answer: DnsAnswer): FoundKey {
  if (answer.kind === 'failed') return { result: 'temperror' };
  for (const text of answer.kind === 'found' ? answer.values.slice(0, 8) : []) {
    const key = readKeyRecord(text);
    if (key !== null && key !== 'revoked') return key;
  }
  return { result: 'permerror' };
}

/** What forbids the use of a key whatever is signed with it; null: nothing. */
function refusalOf(claim: SignatureClaim, key: PublishedKey): SignatureResult | null {
  const [type = '', hash = ''] = claim.algorithm.split('-');
  if (key.type !== type || (key.hashes !== null && !key.hashes.includes(hash))) return 'permerror';
  if (key.strict && claim.identityDomain !== claim.domain) return 'permerror';
  if (key.type === 'rsa' && (key.bits < RSA_BITS.least || key.bits > RSA_BITS.most)) return 'policy';
  return null;
}

const isTrue = (claim: SignatureClaim, key: PublishedKey, data: Buffer): boolean =>
  // RFC 8463 section 3: Ed25519 signs the hash of what RSA signs.
  key.type === 'rsa'
    ? verify('rsa-sha256', data, key.key, claim.signature)
    : verify(null, createHash('sha256').update(data).digest(), key.key, claim.signature);

/**
 * Examines the signatures of a message. Work is bounded: so many signatures, one look-up each, all keys within one time.
 * @param message with its lines ended by CRLF; nobody may change it meanwhile
 */
export async function verifySignatures(message: Buffer, ports: VerifyPorts): Promise<Verification> {
  const end = Math.min(message.length, MAX_HEADER_BYTES);
  const { fields, bodyStart } = readHeader(message, 0, end, MAX_FIELDS + 1);
  const found = fields.filter(({ name }) => name === 'dkim-signature');
  const examined = found.slice(0, MAX_SIGNATURES);
  const tooLarge = fields.length > MAX_FIELDS || (bodyStart === end && end < message.length);
  const body = message.subarray(bodyStart);
  const hashes = new Map<string, Promise<BodyHash>>();
  const answers = new Map<string, Promise<DnsAnswer>>();
  const keyOf = (name: string): Promise<DnsAnswer> => {
    const asked = answers.get(name) ?? within(ports.resolver.lookup(name, 'TXT'), ports.timeoutSeconds, LATE);
    answers.set(name, asked);
    return asked;
  };
  const hashOf = (claim: SignatureClaim): Promise<BodyHash> => {
    const key = `${claim.body} ${claim.bodyLimit}`;
    const known = hashes.get(key) ?? hashBody(body, claim.body, claim.bodyLimit);
    hashes.set(key, known);
    return known;
  };
  const one = (field: HeaderField) => examine(field, { message, fields, tooLarge, keyOf, hashOf, now: ports.now() });
  return { fields, signatures: await Promise.all(examined.map(one)), unexamined: found.length - examined.length };
}

interface Examination {
  readonly message: Buffer;
  readonly fields: readonly HeaderField[];
  readonly tooLarge: boolean;
  readonly keyOf: (name: string) => Promise<DnsAnswer>;
  readonly hashOf: (claim: SignatureClaim) => Promise<BodyHash>;
  readonly now: number;
}

async function examine(field: HeaderField, about: Examination): Promise<VerifiedSignature> {
  const claim = readSignature(field);
  const { domain, selector } = claim;
  const nothing = { domain, selector, algorithm: null, keyBits: null, limited: false };
  if ('result' in claim) return { ...nothing, result: claim.result };
  const { algorithm } = claim;
  const known = { ...nothing, algorithm };
  if (about.tooLarge) return { ...known, result: 'neutral' };
  // RFC 8301 section 3.1: SHA-1 proves nothing any more. An expired signature may be an old message sent again.
  if (algorithm === 'rsa-sha1' || (claim.expires !== null && claim.expires < about.now))
    return { ...known, result: 'policy' };
  const key = keyIn(await about.keyOf(`${selector}._domainkey.${domain}`));
  if ('result' in key) return { ...known, result: key.result };
  const withKey = { ...known, keyBits: key.bits };
  // Section 3.6.1: while a domain tests, its failures mean as much as no signature.
  const failing = (result: SignatureResult) => ({ ...withKey, result: key.testing ? ('neutral' as const) : result });
  const refusal = refusalOf(claim, key);
  if (refusal !== null) return failing(refusal);
  const { sha256, canonicalBytes } = await about.hashOf(claim);
  const limit = claim.bodyLimit;
  // Section 3.5: `l=` must not be larger than the body.
  if (limit !== null && limit > canonicalBytes) return failing('permerror');
  const limited = limit !== null && limit < canonicalBytes;
  if (!sha256.equals(claim.bodyHash)) return { ...failing('fail'), limited };
  const picked = pickFields(about.fields, claim.signed, field);
  const data = signedHeader(about.message, picked, fieldText(about.message, field), claim.header);
  if (!isTrue(claim, key, data)) return { ...failing('fail'), limited };
  return limited ? { ...failing('policy'), limited } : { ...withKey, result: 'pass' };
}
