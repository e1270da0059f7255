// Names of mailboxes as people write them into a configuration: domains, local parts, whole addresses.
import { z } from 'zod';
import { canonicalDomain, withCanonicalDomain } from '../core/mail-address.ts';
import { dnsName } from '../stages/dnsbl/stage.ts';

/** A dot-atom (RFC 5322 section 3.2.3): what a local part is unless it is quoted. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** RFC 5321 section 4.5.3.1. */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

export const isLocalPart = (text: string): boolean => text.length <= MAX_LOCAL_PART && LOCAL_PART.test(text);

const isAddress = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  return at > 0 && isLocalPart(text.slice(0, at)) && dnsName.safeParse(text.slice(at + 1)).success;
};

/** A domain in its one spelling, whatever script it is written in. */
export const domainName = z
  .string()
  .max(253)
  .overwrite(canonicalDomain)
  .refine((name) => dnsName.safeParse(name).success, 'a DNS name such as example.com');

export const localPart = z.string().refine(isLocalPart, 'the part of an address in front of the @, such as sales');

/** A whole address. */
export const wholeAddress = z
  .string()
  .max(MAX_ADDRESS)
  .overwrite(withCanonicalDomain)
  .refine(isAddress, 'a mail address such as alice@example.com');

/** An address, or its local part alone, which then belongs to the domain at hand. */
export const mailboxName = z
  .string()
  .max(MAX_ADDRESS)
  .overwrite(withCanonicalDomain)
  .refine(
    (text) => isLocalPart(text) || isAddress(text),
    'an address, or the name of an account or alias of this domain',
  );
