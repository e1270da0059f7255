import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planSchema } from '../../web/state/plan.ts';
import { linkOf, planOfLink } from '../../web/state/plan-link.ts';
import { anyPlan, defaults } from './plans.ts';

describe('a link', () => {
  test('says nothing for the defaults, and only what differs otherwise', () => {
    expect(linkOf(defaults, defaults)).toBe('');
    const plan = { ...defaults, users: 750, filters: { ...defaults.filters, greylist: false } };
    expect(linkOf(plan, defaults)).toBe('users=750&greylist=off');
  });

  test('gives back every plan that it was made from', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(planOfLink(linkOf(plan, defaults), defaults)).toEqual({ plan, problems: [] });
      }),
    );
  });

  test.each([
    ['users=-5', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=1.5', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=1e999', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=NaN', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=0x10', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=', 'users', 'a whole number from 1 to 1,000,000'],
    ['users=<script>alert(1)</script>', 'users', 'a whole number from 1 to 1,000,000'],
    ['years=31', 'years', 'a number from 0.1 to 30'],
    ['cache-gb=1', 'cache-gb', 'a whole number from 0 to 1,000,000, but not 1'],
    ['ha=constructor', 'ha', 'none or mailplus or sha'],
    ['raid=__proto__', 'raid', 'raid0 or raid1 or raid10 or raid5 or raid6 or raidF1'],
    ['greylist=yes', 'greylist', 'on or off'],
    ['user=7', 'user', 'a name that this page knows'],
    ['__proto__=7', '__proto__', 'a name that this page knows'],
    ['toString=7', 'toString', 'a name that this page knows'],
  ])('%s is reported and changes nothing', (query, path, wanted) => {
    const { plan, problems } = planOfLink(query, defaults);
    expect(plan).toEqual(defaults);
    expect(problems.map((problem) => [problem.path, problem.wanted])).toEqual([[path, wanted]]);
  });

  test('with a slip of the hand suggests the name that was meant', () => {
    expect(planOfLink('user=7', defaults).problems[0]?.hint).toBe('Did you mean "users"?');
  });

  test('that names something twice takes the first and says so', () => {
    const { plan, problems } = planOfLink('users=300&users=5', defaults);
    expect(plan.users).toBe(300);
    expect(problems).toMatchObject([{ path: 'users', got: '"5" as well', hint: 'The first one counts.' }]);
  });

  test('keeps what it understands beside what it does not', () => {
    const { plan, problems } = planOfLink('users=300&years=x&mails=50', defaults);
    expect(plan).toEqual({ ...defaults, users: 300, mailsPerUserPerDay: 50 });
    expect(problems).toHaveLength(1);
  });

  test('of endless length is cut, which is reported too; shown texts are short', () => {
    const query = Array.from({ length: 10_000 }, (_, index) => `x${index}=${'y'.repeat(500)}`).join('&');
    const { problems } = planOfLink(query, defaults);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.wanted).toBe('at most 100 names');
    expect(Math.max(...problems.map(({ got }) => got.length))).toBeLessThan(80);
  });

  test('of any text at all gives a plan within the limits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (query) => {
        expect(planSchema.safeParse(planOfLink(query, defaults).plan).success).toBe(true);
      }),
    );
  });
});
