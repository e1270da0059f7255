// What each account has sent on this calendar day (row 8.8). Pure state machine: takes `now`; the engine persists what `onChange`
// tells it, the model does not.
import { calendarDay } from './calendar-day.ts';

export interface DailyUsage {
  readonly messages: number;
  readonly bytes: number;
}

/** 0: no limit (the guide's note in row 5.3). */
export interface DailyLimits {
  readonly dailyMessages: number;
  readonly dailyBytes: number;
}

/** What stands in the way of one more message. */
export type QuotaReason = 'daily-messages' | 'daily-bytes';

/** Room that a message has taken and may give back. */
export interface Reservation {
  readonly account: string;
  readonly bytes: number;
  /** Which count of the account took it: a new one begins with each day and after a clearing. */
  readonly count: number;
}

export interface DailyQuotaState {
  readonly day: string;
  readonly usage: Iterable<readonly [account: string, usage: DailyUsage]>;
}

interface Entry extends DailyUsage {
  readonly count: number;
}

const NOTHING: DailyUsage = { messages: 0, bytes: 0 };

/**
 * A message takes its room when it is about to be accepted, checked and counted in one step, so that sessions side by side cannot
 * slip through together; if it is refused after all it gives the room back. What is accepted counts, whatever becomes of it later
 * (the guide: rejected before delivery does not count, returned after it does). Memory is bounded by the accounts that sent today.
 */
export class DailyQuota {
  readonly #dayOf: (seconds: number) => string;
  readonly #onChange: (day: string, account: string, usage: DailyUsage) => void;
  #used: Map<string, Entry>;
  #day: string;
  #counts = 0;

  /** @param onChange told of every change, for persistence; a usage of nothing: forgotten */
  constructor(
    timeZone = 'UTC',
    state: DailyQuotaState = { day: '', usage: [] },
    onChange: (day: string, account: string, usage: DailyUsage) => void = () => {},
  ) {
    this.#dayOf = calendarDay(timeZone);
    this.#day = state.day;
    this.#used = new Map([...state.usage].map(([account, usage]) => [account, { ...usage, count: 0 }]));
    this.#onChange = onChange;
  }

  /** What stands in the way of a message of that size; null: nothing. Takes nothing. @param now seconds */
  obstacle(account: string, sizeBytes: number, limits: DailyLimits, now: number): QuotaReason | null {
    const { messages, bytes } = this.#today(now).get(account) ?? NOTHING;
    if (limits.dailyMessages > 0 && messages + 1 > limits.dailyMessages) return 'daily-messages';
    if (limits.dailyBytes > 0 && bytes + sizeBytes > limits.dailyBytes) return 'daily-bytes';
    return null;
  }

  /** Takes the room of one message, or says what stands in its way. */
  reserve(account: string, sizeBytes: number, limits: DailyLimits, now: number): Reservation | QuotaReason {
    const obstacle = this.obstacle(account, sizeBytes, limits, now);
    if (obstacle !== null) return obstacle;
    const { messages, bytes, count } = this.#used.get(account) ?? { ...NOTHING, count: ++this.#counts };
    this.#set(account, { messages: messages + 1, bytes: bytes + sizeBytes, count });
    return { account, bytes: sizeBytes, count };
  }

  /** The message was not accepted: gives its room back, unless its day is over or was cleared meanwhile. */
  release({ account, bytes: size, count }: Reservation): void {
    const used = this.#used.get(account);
    if (used === undefined || used.count !== count) return;
    this.#set(account, { messages: used.messages - 1, bytes: used.bytes - size, count });
  }

  /** What every account that sent today has sent, by account. */
  list(now: number): readonly (DailyUsage & { readonly account: string })[] {
    return [...this.#today(now)]
      .map(([account, { messages, bytes }]) => ({ account, messages, bytes }))
      .sort((a, b) => (a.account < b.account ? -1 : 1));
  }

  /** Forgets what an account has sent today; false: it has sent nothing. */
  clear(account: string, now: number): boolean {
    if (!this.#today(now).has(account)) return false;
    this.#set(account, { ...NOTHING, count: 0 });
    return true;
  }

  /** Forgets what all have sent today. @returns how many accounts had sent something */
  clearAll(now: number): number {
    const accounts = [...this.#today(now).keys()];
    for (const account of accounts) this.#set(account, { ...NOTHING, count: 0 });
    return accounts.length;
  }

  /** Accounts remembered. */
  get size(): number {
    return this.#used.size;
  }

  /** All that is remembered, for persistence. */
  get state(): DailyQuotaState {
    const usage = [...this.#used].map(([account, { messages, bytes }]) => [account, { messages, bytes }] as const);
    return { day: this.#day, usage };
  }

  #today(now: number): Map<string, Entry> {
    const day = this.#dayOf(now);
    if (day !== this.#day) {
      this.#day = day;
      this.#used = new Map();
    }
    return this.#used;
  }

  #set(account: string, { messages, bytes, count }: Entry): void {
    if (messages === 0) this.#used.delete(account);
    else this.#used.set(account, { messages, bytes, count });
    this.#onChange(this.#day, account, { messages, bytes });
  }
}
