// The engine's eyes on row 9.8: the first entry that fits the client, and the age of the triplet. Every visit is remembered.
import { canonicalAddress, inSubnet, isAddress, isSubnet } from '../../core/ip.ts';
import { greylistKey } from '../../pipeline/greylist-table.ts';
import type { Observe, ObserverPorts, Subject } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { once } from '../observe/once.ts';
import { verifiedNames } from '../unknown-client/observe/verified-names.ts';

type Source = OptionsOf<'greylist'>['sources'][number];

const isDomain = ({ source }: Source): boolean => !isAddress(source) && !isSubnet(source);

/** True for the domain itself and every name below it. */
const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** Asks DNS only if some entry is a domain. A client whose name cannot be verified fits no domain. */
async function findSource(
  subject: Subject,
  sources: readonly Source[],
  { resolver }: ObserverPorts,
): Promise<string | null> {
  const address = canonicalAddress(subject.clientAddress);
  const names = sources.some(isDomain) ? (await verifiedNames(subject, resolver)).names : [];
  const fits = ({ source }: Source): boolean => {
    if (isAddress(source)) return canonicalAddress(source) === address;
    if (isSubnet(source)) return inSubnet(address, source);
    const domain = source.toLowerCase();
    return names.some((name) => isWithin(name, domain));
  };
  return sources.find(fits)?.source ?? null;
}

export const observeGreylist: Observe<OptionsOf<'greylist'>, EvidenceOf<'greylist'>> = async (
  subject,
  { sources },
  ports,
) => {
  const key = greylistKey(subject.clientAddress, subject.sender ?? '', subject.recipient ?? '');
  return {
    matchedSource: await once(subject, 'greylist.source', () => findSource(subject, sources, ports)),
    ageSeconds: ports.greylist.visit(key, ports.now()),
  };
};
