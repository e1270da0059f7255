// Slows password guessing: failures are counted by (address, user) and by address. Pure state machine, takes `now`.
// Never by user alone: whoever guesses at an account must not lock its owner out from elsewhere.
import { networkOf } from '../../core/ip.ts';
import { HOUR_SECONDS } from '../../core/units.ts';

/** How a counter of failures turns into a delay. */
interface DelayRule {
  /** Failures that cost nothing: people mistype. */
  readonly free: number;
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** All [A]: mistyping stays free, 300 s between guesses at one account leave 288 a day. An address shared by an office is slowed less. */
const PAIR_RULE: DelayRule = { free: 4, firstDelaySeconds: 2, maxDelaySeconds: 300 };
const ADDRESS_RULE: DelayRule = { free: 30, firstDelaySeconds: 1, maxDelaySeconds: 60 };
const FORGET_SECONDS = HOUR_SECONDS;
const MAX_ENTRIES = 20_000;

interface Failures {
  count: number;
  lastAt: number;
}

const delayOf = (count: number, rule: DelayRule): number =>
  count < rule.free ? 0 : Math.min(rule.maxDelaySeconds, rule.firstDelaySeconds * 2 ** Math.min(30, count - rule.free));

export class LoginThrottle {
  readonly #pairs = new Map<string, Failures>();
  readonly #addresses = new Map<string, Failures>();

  /** Seconds until this address may try this user again; 0: now. @param now seconds */
  waitSeconds(address: string, user: string, now: number): number {
    return Math.max(
      this.#wait(this.#pairs, pairKey(address, user), PAIR_RULE, now),
      this.#wait(this.#addresses, addressKey(address), ADDRESS_RULE, now),
    );
  }

  failed(address: string, user: string, now: number): void {
    this.#count(this.#pairs, pairKey(address, user), now);
    this.#count(this.#addresses, addressKey(address), now);
  }

  /** A success clears the pair only: an attacker with one account of his own must not clear his address. */
  succeeded(address: string, user: string): void {
    this.#pairs.delete(pairKey(address, user));
  }

  /** Entries held, for tests of the bound. */
  get size(): number {
    return this.#pairs.size + this.#addresses.size;
  }

  #wait(table: Map<string, Failures>, key: string, rule: DelayRule, now: number): number {
    const entry = table.get(key);
    if (!entry || now - entry.lastAt >= FORGET_SECONDS) return 0;
    return Math.max(0, entry.lastAt + delayOf(entry.count, rule) - now);
  }

  #count(table: Map<string, Failures>, key: string, now: number): void {
    const entry = table.get(key);
    const count = entry && now - entry.lastAt < FORGET_SECONDS ? entry.count : 0;
    table.delete(key);
    table.set(key, { count: count + 1, lastAt: now });
    if (table.size <= MAX_ENTRIES) return;
    const oldest = table.keys().next().value;
    if (oldest !== undefined) table.delete(oldest);
  }
}

/** An IPv6 customer holds a /64: one key for all of it. */
const addressKey = (address: string): string => networkOf(address, 32, 64);
const pairKey = (address: string, user: string): string => `${addressKey(address)}\n${user}`;
