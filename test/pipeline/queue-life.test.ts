import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activate,
  arrive,
  backoffSeconds,
  conclude,
  hold,
  type MessageLife,
  nextTrySeconds,
  QUEUE_LIFE,
  type QueueLifePolicy,
  release,
  resend,
  type TryResult,
} from '../../src/pipeline/queue-life.ts';

const DAY = 86_400;
const T0 = 1_700_000_000;

/** One try of everything that is due. @param say what becomes of a recipient at that time */
function tryOnce(
  life: MessageLife,
  now: number,
  policy: QueueLifePolicy,
  say: (index: number) => TryResult = () => 'deferred',
) {
  const started = activate(life, now);
  return {
    due: started.due,
    ...conclude(started.life, new Map(started.due.map((index) => [index, say(index)])), now, policy),
  };
}

/** Lets a queue run look every `runSeconds` until nothing is left. @returns the ages of all tries, and the warnings */
function liveOn(first: MessageLife, policy: QueueLifePolicy, runSeconds: number) {
  const tries: number[] = [];
  const warnings: number[] = [];
  let life = first;
  for (let now = T0; nextTrySeconds(life) !== null && tries.length < 10_000; now += runSeconds) {
    if ((nextTrySeconds(life) ?? 0) > now) continue;
    const result = tryOnce(life, now, policy);
    tries.push(now - T0);
    if (result.warn.length > 0) warnings.push(now - T0);
    life = result.life;
  }
  return { tries, warnings, life };
}

const policies = fc
  .record({
    minimal: fc.integer({ min: 1, max: 1000 }),
    more: fc.integer({ min: 0, max: 10_000 }),
    lifetime: fc.integer({ min: 0, max: 6 * DAY }),
    warning: fc.option(fc.integer({ min: 0, max: 6 * DAY })),
  })
  .map(({ minimal, more, lifetime, warning }) => ({
    minimalBackoffSeconds: minimal,
    maximalBackoffSeconds: minimal + more,
    lifetimeSeconds: lifetime,
    bounceLifetimeSeconds: lifetime,
    delayWarningSeconds: warning,
  }));

describe('the life of a message with the defaults of Postfix', () => {
  test('is tried at once, after 300 s, then after its age, and every 4000 s from then on', () => {
    const { tries } = liveOn(arrive(T0, false, 1), QUEUE_LIFE, 1);
    expect(tries.slice(0, 8)).toEqual([0, 300, 600, 1200, 2400, 4800, 8800, 12_800]);
  });

  test('ends with the first failure behind five days', () => {
    const { tries, life } = liveOn(arrive(T0, false, 1), QUEUE_LIFE, 1);
    const last = tries.at(-1) ?? 0;
    expect(last).toBeGreaterThanOrEqual(5 * DAY);
    expect(last).toBeLessThan(5 * DAY + 4000);
    expect(nextTrySeconds(life)).toBeNull();
  });

  test('warns nobody', () => {
    expect(liveOn(arrive(T0, false, 1), QUEUE_LIFE, 300).warnings).toEqual([]);
  });
});

describe('whatever the policy', () => {
  test('a wait is the age of the message within the two back-offs', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 0, max: 6 * DAY }), (policy, age) => {
        const wait = backoffSeconds(age, policy);
        expect(wait).toBeGreaterThanOrEqual(policy.minimalBackoffSeconds);
        expect(wait).toBeLessThanOrEqual(policy.maximalBackoffSeconds);
        if (age >= policy.minimalBackoffSeconds && age <= policy.maximalBackoffSeconds) expect(wait).toBe(age);
      }),
    );
  });

  test('a recipient that always fails is given up at its lifetime, not before, and within one wait after it', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 600 }), (policy, runSeconds) => {
        const tame = {
          ...policy,
          minimalBackoffSeconds: Math.max(100, policy.minimalBackoffSeconds),
          maximalBackoffSeconds: policy.maximalBackoffSeconds + 100,
        };
        const { tries } = liveOn(arrive(T0, false, 1), tame, runSeconds);
        const last = tries.at(-1) ?? 0;
        expect(last).toBeGreaterThanOrEqual(tame.lifetimeSeconds);
        expect(tries.slice(0, -1).every((age) => age < tame.lifetimeSeconds)).toBe(true);
        expect(last).toBeLessThanOrEqual(tame.lifetimeSeconds + tame.maximalBackoffSeconds + runSeconds);
      }),
      { numRuns: 60 },
    );
  });

  test('the sender is warned once at most, in time, and never of a bounce', () => {
    fc.assert(
      fc.property(policies, fc.boolean(), (policy, bounce) => {
        const tame = { ...policy, minimalBackoffSeconds: 300, maximalBackoffSeconds: 4000 };
        const { warnings } = liveOn(arrive(T0, bounce, 2), tame, 300);
        expect(warnings.length).toBeLessThanOrEqual(bounce || tame.delayWarningSeconds === null ? 0 : 1);
        for (const age of warnings) expect(age).toBeGreaterThanOrEqual(tame.delayWarningSeconds ?? 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('recipients', () => {
  test('are apart: who has it is never tried again, the others are', () => {
    const first = tryOnce(arrive(T0, false, 3), T0, QUEUE_LIFE, (index) => (index === 1 ? 'over' : 'deferred'));
    expect(first.due).toEqual([0, 1, 2]);
    expect(tryOnce(first.life, T0 + 299, QUEUE_LIFE).due).toEqual([]);
    expect(tryOnce(first.life, T0 + 300, QUEUE_LIFE).due).toEqual([0, 2]);
  });

  test('that were not tried keep their time', () => {
    const started = activate(arrive(T0, false, 2), T0);
    const { life } = conclude(started.life, new Map([[0, 'deferred']]), T0, QUEUE_LIFE);
    expect(life.recipients.map((recipient) => recipient.nextTrySeconds)).toEqual([T0 + 300, T0]);
    expect(life.recipients.map(({ tries }) => tries)).toEqual([1, 0]);
  });

  test('of the null sender have a lifetime of their own', () => {
    const policy = { ...QUEUE_LIFE, bounceLifetimeSeconds: DAY };
    const late = T0 + DAY;
    expect(tryOnce(arrive(T0, true, 1), late, policy).givenUp).toEqual([0]);
    expect(tryOnce(arrive(T0, false, 1), late, policy).givenUp).toEqual([]);
  });
});

describe('states', () => {
  test('go from incoming over active to deferred', () => {
    const life = arrive(T0, false, 1);
    expect(life.state).toBe('incoming');
    expect(activate(life, T0).life.state).toBe('active');
    expect(tryOnce(life, T0, QUEUE_LIFE).life.state).toBe('deferred');
  });

  test('a message on hold is never tried, until it is released', () => {
    const held = hold(arrive(T0, false, 1));
    expect(held.state).toBe('hold');
    expect(activate(held, T0 + 9 * DAY).due).toEqual([]);
    const free = release(held);
    expect(free.state).toBe('deferred');
    expect(activate(free, T0).due).toEqual([0]);
  });

  test('a hold during a delivery lets it come to its end', () => {
    const held = hold(activate(arrive(T0, false, 1), T0).life);
    expect(held.state).toBe('active');
    expect(conclude(held, new Map([[0, 'deferred']]), T0, QUEUE_LIFE).life.state).toBe('hold');
  });

  test('resend makes all that is left due, and frees a message on hold', () => {
    const first = tryOnce(arrive(T0, false, 2), T0, QUEUE_LIFE, (index) => (index === 0 ? 'over' : 'deferred'));
    const again = resend(hold(first.life), T0 + 1);
    expect(again.state).toBe('deferred');
    expect(activate(again, T0 + 1).due).toEqual([1]);
  });
});
