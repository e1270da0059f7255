// What this server found out about a message, in the words of RFC 8601.
import { canonicalDomain, splitAddress } from '../../core/mail-address.ts';
import type { Mark } from '../../pipeline/verdict.ts';
import type { EvidenceOf } from '../../stages/index.ts';
import type { Envelope } from '../queue/envelope.ts';

/** One property; nothing for a value that is no plain name. */
const property = (name: string, value: string): string =>
  /^[a-z0-9._-]{1,253}$/i.test(value) ? ` ${name}=${value}` : '';

function spfResult({ trail, sender, client }: Envelope): string[] {
  const visit = trail.find(({ stage, evidence }) => stage === 'spf' && evidence !== null);
  if (visit === undefined) return [];
  const { result } = visit.evidence as EvidenceOf<'spf'>;
  const identity =
    sender === ''
      ? property('smtp.helo', client.helo)
      : property('smtp.mailfrom', canonicalDomain(splitAddress(sender).domain));
  return [`spf=${result}${identity}`];
}

function resultsOf(mark: Mark): string[] {
  if (mark.kind === 'dkim') {
    if (mark.signatures.length === 0) return ['dkim=none'];
    return mark.signatures.map(
      ({ result, domain, selector }) =>
        `dkim=${result}${property('header.d', domain)}${property('header.s', selector)}`,
    );
  }
  if (mark.kind !== 'dmarc') return [];
  const policy = mark.policy === null ? '' : ` (p=${mark.policy})`;
  return [`dmarc=${mark.result}${policy}${property('header.from', mark.fromDomain ?? '')}`];
}

/** The header field of this server (section 2.2), with its line end; empty when it tested nothing. @param hostname its authserv-id */
export function authenticationResults(envelope: Envelope, hostname: string): string {
  const results = [...spfResult(envelope), ...envelope.marks.flatMap(resultsOf)];
  return results.length === 0 ? '' : `Authentication-Results: ${[hostname, ...results].join(';\r\n\t')}\r\n`;
}
