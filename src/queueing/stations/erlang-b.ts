// The chance of finding c servers busy when nobody waits: how many sessions or slots are enough. Knows no mail.
import { COUNT, insist, NOT_NEGATIVE } from '../guard.ts';

/**
 * Probability that all servers are busy in M/G/c/c, 0..1, whatever the service distribution.
 * Recurrence B(c) = a B(c−1) / (c + a B(c−1)), B(0) = 1 (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.6).
 * @param servers whole number of one or more. @param offered arrival rate × service time, in Erlang, 0 or more.
 * @throws InputError on other figures.
 */
export function blockingProbability(servers: number, offered: number): number {
  insist('erlangB', { servers, offered }, { servers: COUNT, offered: NOT_NEGATIVE });
  let blocking = 1;
  for (let busy = 1; busy <= servers; busy += 1) blocking = (offered * blocking) / (busy + offered * blocking);
  return blocking;
}
