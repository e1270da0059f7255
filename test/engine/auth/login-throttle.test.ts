import { describe, expect, it } from 'vitest';
import { LoginThrottle } from '../../../src/engine/auth/login-throttle.ts';

describe('the login throttle', () => {
  it('lets four failures pass, then doubles the delay up to five minutes', () => {
    const throttle = new LoginThrottle();
    const delays: number[] = [];
    for (let failure = 0; failure < 14; failure++) {
      throttle.failed('192.0.2.1', 'ann', 0);
      delays.push(throttle.waitSeconds('192.0.2.1', 'ann', 0));
    }
    expect(delays).toEqual([0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('forgets after an hour without a failure', () => {
    const throttle = new LoginThrottle();
    for (let failure = 0; failure < 20; failure++) throttle.failed('192.0.2.1', 'ann', 0);
    expect(throttle.waitSeconds('192.0.2.1', 'ann', 299)).toBe(1);
    throttle.failed('192.0.2.1', 'ann', 3600);
    expect(throttle.waitSeconds('192.0.2.1', 'ann', 3600)).toBe(0);
  });

  it('remembers a bounded number of attackers', () => {
    const throttle = new LoginThrottle();
    for (let attacker = 0; attacker < 30_000; attacker++)
      throttle.failed(`10.${attacker >> 16}.${(attacker >> 8) & 255}.${attacker & 255}`, 'ann', 0);
    expect(throttle.size).toBeLessThanOrEqual(40_000);
  });
});
