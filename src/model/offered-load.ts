// From business terms to arrival rates: mails a day by kind, and how they spread over the hours.
import { DAY_SECONDS } from '../core/units.ts';
import type { MailKind } from '../pipeline/sampling.ts';
import type { Workload } from './library/workload.ts';
import type { Scenario } from './scenario.ts';

export interface OfferedLoad {
  /** Mails a day offered from outside, by kind, before any is refused; retries not counted. */
  readonly mailsPerDay: Readonly<Record<MailKind, number>>;
  /** Factor on the day's mean rate, by hour of the day; their mean is 1. */
  readonly hourlyFactors: readonly number[];
}

/**
 * The users' mails are what they want: the incoming share of them is ham and bulk. Spam and viruses come on top, so that they
 * have their shares of all that is offered.
 */
export function offeredLoad({ users, mailsPerUserPerDay }: Scenario['workload'], { arrivals }: Workload): OfferedLoad {
  const wanted = users * mailsPerUserPerDay * arrivals.incomingShare;
  const offered = wanted / Math.max(1e-9, 1 - arrivals.spamShare - arrivals.virusShare);
  const total = arrivals.hourlyShares.reduce((sum, share) => sum + share, 0);
  return {
    mailsPerDay: {
      ham: wanted * (1 - arrivals.bulkShare),
      bulk: wanted * arrivals.bulkShare,
      spam: offered * arrivals.spamShare,
      virus: offered * arrivals.virusShare,
    },
    hourlyFactors: arrivals.hourlyShares.map((share) => (share / total) * 24),
  };
}

/** The same as a rate: mails a second at the given hour of the day. */
export const arrivalRatePerSecond = (load: OfferedLoad, kind: MailKind, hour: number): number =>
  (load.mailsPerDay[kind] / DAY_SECONDS) * (load.hourlyFactors[hour % 24] ?? 0);
