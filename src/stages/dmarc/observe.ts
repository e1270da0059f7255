// The engine's eyes on row 9.13: who is the author, what does its domain ask for, and is the message its own? SPF and DKIM are not
// asked twice.
import { createHash } from 'node:crypto';
import { authorDomains } from '../../engine/dkim/author-domains.ts';
import { isAligned } from '../../engine/dkim/organisational-domain.ts';
import { within } from '../../engine/dns/within.ts';
import { readHeader } from '../../engine/mime/header-fields.ts';
import type { Observe, ObserverPorts, Subject } from '../../pipeline/observation.ts';
import { signaturesOf } from '../dkim/observe/signatures-of.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';
import { checkSpf } from '../spf/observe/check-spf.ts';
import { type DmarcRecord, findDmarcRecord } from './observe/dmarc-record.ts';

type Evidence = EvidenceOf<'dmarc'>;

/** Header that is read for From [A]; a From behind it is none. */
const MAX_HEADER_BYTES = 512 * 1024;
const MAX_FIELDS = 2000;

const EMPTY = { policy: null, sampled: true, spfAligned: false, dkimAligned: false } as const;

/** The place of a message among 100, the same whenever it comes again. */
const placeOf = (header: Uint8Array): number => createHash('sha256').update(header).digest().readUInt32BE() % 100;

interface Facts {
  readonly subject: Subject;
  readonly message: Uint8Array;
  readonly header: Uint8Array;
  readonly timeoutSeconds: number;
  readonly ports: ObserverPorts;
}

async function underRecord(fromDomain: string, record: DmarcRecord, facts: Facts): Promise<Evidence> {
  const { subject, message, header, timeoutSeconds, ports } = facts;
  const [spf, { signatures }] = await Promise.all([
    checkSpf(subject, timeoutSeconds, ports),
    signaturesOf(message, timeoutSeconds, ports),
  ]);
  const ownSpf = isAligned(fromDomain, spf.domain, record.strictSpf);
  const own = signatures.filter(({ domain }) => isAligned(fromDomain, domain, record.strictDkim));
  const spfAligned = ownSpf && spf.result === 'pass';
  const dkimAligned = own.some(({ result }) => result === 'pass');
  // What DNS kept to itself might have been the proof: then nothing is held against the message.
  const unknown = (ownSpf && spf.result === 'temperror') || own.some(({ result }) => result === 'temperror');
  const result = spfAligned || dkimAligned ? 'pass' : unknown ? 'temperror' : 'fail';
  const sampled = placeOf(header) < record.percent;
  return { fromDomain, policy: record.policy, sampled, spfAligned, dkimAligned, result };
}

async function about(fromDomain: string, facts: Facts): Promise<Evidence> {
  const { timeoutSeconds, ports } = facts;
  const record = await within(findDmarcRecord(fromDomain, ports.resolver), timeoutSeconds, 'failed' as const);
  if (record === 'failed') return { ...EMPTY, fromDomain, result: 'temperror' };
  return record === null ? { ...EMPTY, fromDomain, result: 'none' } : underRecord(fromDomain, record, facts);
}

/** The worse, the higher: of several authors the one whose domain is wronged most counts (RFC 7489 section 6.6.1). */
const weightOf = ({ result, policy, sampled }: Evidence): number =>
  result === 'fail'
    ? 10 + 2 * ['none', 'quarantine', 'reject'].indexOf(policy ?? 'none') + (sampled ? 1 : 0)
    : ['none', 'pass', 'temperror'].indexOf(result);

export const observeDmarc: Observe<OptionsOf<'dmarc'>, Evidence> = async (subject, { timeoutSeconds }, ports) => {
  const message = messageOf(subject);
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const { fields, bodyStart } = readHeader(bytes, 0, Math.min(bytes.length, MAX_HEADER_BYTES), MAX_FIELDS);
  const authors = authorDomains(fields);
  if (authors.kind === 'unreadable') return { ...EMPTY, fromDomain: null, result: 'permerror' };
  const facts = { subject, message, header: bytes.subarray(0, bodyStart), timeoutSeconds, ports };
  const found = await Promise.all(authors.domains.map((domain) => about(domain, facts)));
  return found.reduce((worst, one) => (weightOf(one) > weightOf(worst) ? one : worst));
};
