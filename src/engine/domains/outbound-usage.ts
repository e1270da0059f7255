// What an administrator sees of the daily quotas and can do about them (row 8.8: outbound usage, Clear, Clear All).
import type { DailyLimits, DailyQuota, DailyUsage } from '../../pipeline/daily-quota.ts';
import type { MailDomains } from './mail-domains.ts';

/** An account that has sent something today. Limits of 0: none. */
export interface AccountUsage extends DailyUsage, DailyLimits {
  readonly account: string;
}

export interface OutboundUsage {
  /** By account. */
  list(): readonly AccountUsage[];
  /** The account may send anew; false: it has sent nothing today. */
  clear(account: string): boolean;
  /** @returns how many accounts had sent something */
  clearAll(): number;
}

export const outboundUsage = (
  quota: DailyQuota,
  { limitsOf }: Pick<MailDomains, 'limitsOf'>,
  now: () => number,
): OutboundUsage => ({
  list: () =>
    quota.list(now()).map((usage) => {
      const { dailyMessages = 0, dailyBytes = 0 } = limitsOf(usage.account) ?? {};
      return { ...usage, dailyMessages, dailyBytes };
    }),
  clear: (account) => quota.clear(account.toLowerCase(), now()),
  clearAll: () => quota.clearAll(now()),
});
