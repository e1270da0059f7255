// What a domain asks for (RFC 7489 sections 6.3 and 6.6.3): its own record, or that of its organisation.
import { organisationalDomain } from '../../../engine/dkim/organisational-domain.ts';
import { trimBlanks } from '../../../engine/mime/header-fields.ts';
import type { DnsAnswer, Resolver } from '../../../pipeline/resolver.ts';
import { DMARC_POLICIES, type DmarcPolicy } from '../stage.ts';

export interface DmarcRecord {
  readonly policy: DmarcPolicy;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  /** Share of mail the policy is meant for, 0..100. */
  readonly percent: number;
}

/** A record that nobody needs to read to its end [A]. */
const MAX_CHARACTERS = 4096;
const MAX_TAGS = 50;

/** The first value of each tag. Faults are passed over: a record that says what it wants is heard (section 6.3). */
function tagsOf(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.slice(0, MAX_CHARACTERS).split(';', MAX_TAGS)) {
    const [name = '', value = ''] = part.split('=', 2).map(trimBlanks);
    if (!tags.has(name.toLowerCase())) tags.set(name.toLowerCase(), value.toLowerCase());
  }
  return tags;
}

const policyIn = (text: string | undefined): DmarcPolicy | undefined => DMARC_POLICIES.find((known) => known === text);

/**
 * @param below the author's domain is a subdomain of the one that published this
 * @returns null for a record that asks for nothing
 */
export function readDmarcRecord(text: string, below: boolean): DmarcRecord | null {
  const tags = tagsOf(text);
  const own = policyIn(tags.get('p'));
  // Section 6.6.3, step 6: without a policy it still counts when it wants reports.
  const asked = (below ? policyIn(tags.get('sp')) : undefined) ?? own ?? (tags.has('rua') ? 'none' : undefined);
  if (asked === undefined) return null;
  const pct = tags.get('pct') ?? '';
  return {
    policy: asked,
    strictDkim: tags.get('adkim') === 's',
    strictSpf: tags.get('aspf') === 's',
    // RFC 9989 has t=y where RFC 7489 had a share of none.
    percent: tags.get('t') === 'y' ? 0 : /^\d{1,3}$/.test(pct) ? Math.min(100, Number(pct)) : 100,
  };
}

/** Several records are none (section 6.6.3, step 5). */
const recordIn = (answer: DnsAnswer): string | null => {
  const found =
    answer.kind === 'found' ? answer.values.filter((text) => /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text)) : [];
  return found.length === 1 ? (found[0] ?? null) : null;
};

/** @returns null when the domain publishes nothing, `failed` when DNS did not tell. @param domain lower case, A-labels */
export async function findDmarcRecord(domain: string, resolver: Resolver): Promise<DmarcRecord | 'failed' | null> {
  const organisation = organisationalDomain(domain);
  for (const place of new Set([domain, organisation])) {
    const answer = await resolver.lookup(`_dmarc.${place}`, 'TXT');
    if (answer.kind === 'failed') return 'failed';
    const text = recordIn(answer);
    if (text !== null) return readDmarcRecord(text, place !== domain);
  }
  return null;
}
