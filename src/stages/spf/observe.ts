// The engine's eyes on row 9.11: SPF (RFC 7208) by mailauth over the engine's resolver.
import { spf } from 'mailauth/lib/spf/index.js';
import { canonicalAddress } from '../../core/ip.ts';
import { within } from '../../engine/dns/within.ts';
import type { Observe, ObserverPorts, Subject } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { once } from '../observe/once.ts';
import { mailauthResolver } from './observe/mailauth-resolver.ts';
import { SPF_RESULTS, type SpfResult } from './stage.ts';

interface Check {
  readonly identity: string;
  readonly result: SpfResult;
}

const MEMO = 'spf.check';

async function check(subject: Subject, timeoutSeconds: number, ports: ObserverPorts): Promise<SpfResult> {
  const { resolve, stop } = mailauthResolver(ports.resolver);
  // The limits of RFC 7208 section 4.6.4 (10 terms that look up, 2 void look-ups) are mailauth's defaults; stated, so that they stay.
  const work = spf({
    // The null sender is checked as postmaster of the HELO name (section 2.4).
    sender: subject.sender || `postmaster@${subject.helo}`,
    ip: canonicalAddress(subject.clientAddress),
    helo: subject.helo,
    mta: ports.hostname,
    maxResolveCount: 10,
    maxVoidCount: 2,
    resolver: resolve,
  });
  const answer = await within(work, timeoutSeconds, null);
  stop();
  return SPF_RESULTS.find((result) => result === answer?.status.result) ?? 'temperror';
}

export const observeSpf: Observe<OptionsOf<'spf'>, EvidenceOf<'spf'>> = async (subject, { timeoutSeconds }, ports) => {
  const identity = `${subject.helo}\n${subject.sender ?? ''}`;
  const fresh = async (): Promise<Check> => ({ identity, result: await check(subject, timeoutSeconds, ports) });
  const known = await once(subject, MEMO, fresh);
  if (known.identity === identity) return { result: known.result };
  // The next sender of the session: only the last result is kept, so that a long session holds no more.
  subject.memo.delete(MEMO);
  return { result: (await once(subject, MEMO, fresh)).result };
};
