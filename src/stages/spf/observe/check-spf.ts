// One SPF check for a sender, whoever asks first: this stage at the recipients, or DMARC at the message.
import { spf } from 'mailauth/lib/spf/index.js';
import { canonicalAddress } from '../../../core/ip.ts';
import { canonicalDomain, splitAddress } from '../../../core/mail-address.ts';
import { within } from '../../../engine/dns/within.ts';
import type { ObserverPorts, Subject } from '../../../pipeline/observation.ts';
import { onceFor } from '../../observe/once.ts';
import { SPF_RESULTS, type SpfResult } from '../stage.ts';
import { mailauthResolver } from './mailauth-resolver.ts';

export interface SpfCheck {
  readonly result: SpfResult;
  /** The domain that was asked: of the sender, or of HELO for the null sender. What DMARC compares with the author (RFC 7489 section 4.1). */
  readonly domain: string;
}

/** A check that takes longer is a temperror. One result is kept a session, that of its last sender. */
export const checkSpf = (
  subject: Pick<Subject, 'helo' | 'sender' | 'clientAddress' | 'memo'>,
  timeoutSeconds: number,
  ports: Pick<ObserverPorts, 'resolver' | 'hostname'>,
): Promise<SpfCheck> =>
  onceFor(subject, 'spf.check', `${subject.helo}\n${subject.sender ?? ''}`, async () => {
    // The null sender is checked as postmaster of the HELO name (section 2.4).
    const sender = subject.sender || `postmaster@${subject.helo}`;
    const { resolve, stop } = mailauthResolver(ports.resolver);
    // The limits of RFC 7208 section 4.6.4 (10 terms that look up, 2 void look-ups) are mailauth's defaults; stated, so that they stay.
    const work = spf({
      sender,
      ip: canonicalAddress(subject.clientAddress),
      helo: subject.helo,
      mta: ports.hostname,
      maxResolveCount: 10,
      maxVoidCount: 2,
      resolver: resolve,
    });
    const answer = await within(work, timeoutSeconds, null);
    stop();
    const result = SPF_RESULTS.find((known) => known === answer?.status.result) ?? 'temperror';
    return { result, domain: canonicalDomain(splitAddress(sender).domain) };
  });
