// `KEY=value KEY …` behind the path of MAIL and RCPT (RFC 5321 section 4.1.2), and what the values of each extension mean.
import type { MessageDsn, RecipientDsn } from '../queue/envelope.ts';
import { decodeXtext } from './xtext.ts';

/** Values by key in capitals; null where there is none. */
export type Parameters = ReadonlyMap<string, string | null>;

/** @param rest what follows the path. Null when it is malformed or a key is given twice. */
export function readParameters(rest: string): Parameters | null {
  if (rest !== '' && !rest.startsWith(' ')) return null;
  const found = new Map<string, string | null>();
  for (const word of rest.split(' ').filter((part) => part !== '')) {
    const [, key = '', value] = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?$/.exec(word) ?? [];
    const name = key.toUpperCase();
    if (name === '' || found.has(name)) return null;
    found.set(name, value ?? null);
  }
  return found;
}

/** What a parameter says; `bad`: its value makes no sense. Null: it was not given. */
type Meaning<T> = T | null | 'bad';

/** RFC 1870. */
export function sizeOf(given: Parameters): Meaning<number> {
  const value = given.get('SIZE');
  if (value === undefined) return null;
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : 'bad';
}

/** RFC 6152; BINARYMIME (RFC 3030) is not offered. */
export function bodyOf(given: Parameters): Meaning<'7bit' | '8bitmime'> {
  const value = given.get('BODY');
  if (value === undefined) return null;
  const body = value?.toLowerCase();
  return body === '7bit' || body === '8bitmime' ? body : 'bad';
}

/** RFC 6531 section 3.4: it has no value. */
export function smtputf8Of(given: Parameters): Meaning<true> {
  const value = given.get('SMTPUTF8');
  if (value === undefined) return null;
  return value === null ? true : 'bad';
}

/** RFC 4954 section 5: taken, checked, and not used: nobody's word is passed on. */
export function authOf(given: Parameters): Meaning<true> {
  const value = given.get('AUTH');
  if (value === undefined) return null;
  return value !== null && decodeXtext(value) !== null ? true : 'bad';
}

/** RET and ENVID of RFC 3461 sections 4.3 and 4.4. */
export function messageDsnOf(given: Parameters): Meaning<MessageDsn> {
  const ret = given.get('RET');
  const envid = given.get('ENVID');
  if (ret === undefined && envid === undefined) return null;
  if (ret !== undefined && !/^(?:FULL|HDRS)$/i.test(ret ?? '')) return 'bad';
  if (envid !== undefined && (envid === null || envid.length > 100 || !decodeXtext(envid))) return 'bad';
  return { ret: ret ? (ret.toUpperCase() === 'FULL' ? 'full' : 'headers') : null, envid: envid ?? null };
}

const EVENTS = ['success', 'failure', 'delay'] as const;
type NotifyEvent = (typeof EVENTS)[number];

/** Section 4.1: NEVER alone, or a list. */
function notifyOf(value: string | null): readonly NotifyEvent[] | 'bad' {
  const words = (value ?? '').toLowerCase().split(',');
  if (words.length === 1 && words[0] === 'never') return [];
  const events = EVENTS.filter((event) => words.includes(event));
  return events.length === words.length ? events : 'bad';
}

/** Section 4.2: address type and xtext, 500 characters at most. */
const isOriginal = (value: string | null): boolean => {
  const [, address] = /^[A-Za-z0-9-]{1,50};(.+)$/.exec(value ?? '') ?? [];
  return (value?.length ?? 0) <= 500 && address !== undefined && Boolean(decodeXtext(address));
};

/** NOTIFY and ORCPT of RFC 3461 sections 4.1 and 4.2. */
export function recipientDsnOf(given: Parameters): Meaning<RecipientDsn> {
  const notify = given.get('NOTIFY');
  const orcpt = given.get('ORCPT');
  if (notify === undefined && orcpt === undefined) return null;
  const events = notify === undefined ? null : notifyOf(notify);
  if (events === 'bad' || (orcpt !== undefined && !isOriginal(orcpt))) return 'bad';
  return { notify: events, orcpt: orcpt ?? null };
}
