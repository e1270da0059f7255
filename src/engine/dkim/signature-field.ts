// A DKIM-Signature field as data (RFC 6376 sections 3.5 and 6.1.1). What it says of itself is checked here; whether it is true is not.
import { canonicalDomain } from '../../core/mail-address.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../stages/dkim/stage.ts';
import type { HeaderField } from '../mime/header-fields.ts';
import type { Canonicalization } from './canonical-body.ts';
import { listValue, parseTagList } from './tag-list.ts';

export interface SignatureClaim {
  readonly field: HeaderField;
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: SignatureAlgorithm;
  readonly header: Canonicalization;
  readonly body: Canonicalization;
  /** Names of `h=`, lower case, in its order. */
  readonly signed: readonly string[];
  readonly bodyHash: Buffer;
  readonly signature: Buffer;
  /** `l=`: bytes of the body that are covered; null: all. */
  readonly bodyLimit: number | null;
  /** Domain of `i=`: the signing domain or one below it. */
  readonly identityDomain: string;
  /** `x=`, seconds since 1970; null: never. */
  readonly expires: number | null;
}

/** Why a field is no signature that can be examined. Words of RFC 8601 section 2.7.1. */
export interface SignatureFault {
  readonly result: 'permerror' | 'neutral';
  /** As far as they could be read; empty otherwise. */
  readonly domain: string;
  readonly selector: string;
}

/** A signature of RSA-4096 with a hundred names has 3 KB [A]. */
const MAX_FIELD_BYTES = 16 * 1024;
/** Names in `h=` [A]; each costs a look-up at every signature. */
const MAX_SIGNED = 500;
const CANONICALIZATIONS: readonly Canonicalization[] = ['simple', 'relaxed'];

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** A name of DNS in its one spelling, labels in other scripts as A-labels (RFC 8616); empty when it is none. */
const dnsNameOf = (value: string): string => {
  const name = canonicalDomain(Buffer.from(value, 'latin1').toString());
  return NAME.test(name) ? name : '';
};

const base64Of = (value: string): Buffer | null => {
  const text = value.replace(/[ \t\r\n]+/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
};

/** Whole numbers only; those beyond what a double holds are no honest ones. */
const numberOf = (value: string): number | null => (/^\d{1,15}$/.test(value) ? Number(value) : null);

const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** Reads a field named `DKIM-Signature`. */
export function readSignature(field: HeaderField): SignatureClaim | SignatureFault {
  const tags = field.end - field.start > MAX_FIELD_BYTES ? null : parseTagList(field.value);
  const tag = (name: string): string => tags?.get(name) ?? '';
  const domain = dnsNameOf(tag('d'));
  const selector = dnsNameOf(tag('s'));
  const fault = (result: SignatureFault['result']): SignatureFault => ({ result, domain, selector });
  // Section 3.5: the required tags, and what each must say.
  if (tags === null || tag('v') !== '1' || domain === '' || selector === '') return fault('permerror');
  const [bodyHash, signature, signed] = [base64Of(tag('bh')), base64Of(tag('b')), listValue(tag('h'))];
  if (bodyHash === null || signature === null) return fault('permerror');
  // Section 5.4: From is always signed. Without it a signature says nothing of the author.
  if (!signed.includes('from') || signed.length > MAX_SIGNED) return fault('permerror');
  const identity = tags.get('i');
  const identityDomain = identity === undefined ? domain : dnsNameOf(identity.slice(identity.lastIndexOf('@') + 1));
  if (!isWithin(identityDomain, domain) || identity?.includes('@') === false) return fault('permerror');
  const [limit, time, expires] = (['l', 't', 'x'] as const).map((name) => {
    const value = tags.get(name);
    return value === undefined ? null : (numberOf(value) ?? Number.NaN);
  }) as [number | null, number | null, number | null];
  if (Number.isNaN(limit) || Number.isNaN(time) || Number.isNaN(expires)) return fault('permerror');
  if (time !== null && expires !== null && expires < time) return fault('permerror');
  // What a later standard may bring is no fault of the sender: the signature counts as not there.
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === tag('a').toLowerCase());
  const [header, body] = (tags.get('c') ?? 'simple').toLowerCase().split('/');
  const headerForm = CANONICALIZATIONS.find((known) => known === header);
  const bodyForm = CANONICALIZATIONS.find((known) => known === (body ?? 'simple'));
  const queries = listValue(tags.get('q') ?? 'dns/txt');
  if (!tags.has('a') || tag('a') === '') return fault('permerror');
  if (!algorithm || !headerForm || !bodyForm || !queries.includes('dns/txt')) return fault('neutral');
  return {
    field,
    domain,
    selector,
    algorithm,
    header: headerForm,
    body: bodyForm,
    signed,
    bodyHash,
    signature,
    bodyLimit: limit,
    identityDomain,
    expires,
  };
}
