import { afterEach, describe, expect, test } from 'vitest';
import type { KeywordExpression } from '../../../src/engine/antispam/patterns/pattern-job.ts';
import { PATTERN_LIMITS } from '../../../src/engine/antispam/patterns/pattern-limits.ts';
import { createPatternMatcher, type PatternMatcher } from '../../../src/engine/antispam/patterns/pattern-matcher.ts';
import { mail } from '../../stages/observe/fixtures.ts';

const open: PatternMatcher[] = [];
afterEach(async () => {
  for (const matcher of open.splice(0)) await matcher.close();
});

const ENVELOPE = { clientAddress: '192.0.2.1', clientName: '', helo: 'h', sender: 's@x.test', hostname: 'mx' };
const cf = (...lines: string[]) => [{ name: 'test.cf', text: lines.join('\n') }];
const ask = (matcher: PatternMatcher, message: Buffer) =>
  matcher.match({ message, envelope: ENVELOPE, withBayes: false });
const create = (limits: Partial<typeof PATTERN_LIMITS> = {}) => {
  const logged: string[] = [];
  const matcher = createPatternMatcher((event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`), {
    ...PATTERN_LIMITS,
    ...limits,
  });
  open.push(matcher);
  return { matcher, logged };
};
const LETTER = mail('Subject: an offer', '', 'hello there');
/** Keeps an expression with look-ahead, which V8 cannot run in linear time, busy for longer than the machine will last. */
const BAIT = mail('Subject: bait', '', `hello ${'a'.repeat(60)}c`);
const RUNAWAY = 'body SLOW /(?=(?:a+)+b)x/';

describe('rules in their thread', () => {
  test('tell their hits, their points and what was not taken over', async () => {
    const { matcher } = create();
    const keywords: KeywordExpression[] = [
      { source: 'offer', flags: '', target: 'title' },
      { source: 'offer$', flags: '', target: 'contents' },
    ];
    const report = await matcher.load({ files: cf('body A /hello/', 'score A 2', 'use_bayes 1'), keywords });
    expect(report).toMatchObject({
      rules: 1,
      guarded: 0,
      asksClientName: false,
      problems: [{ line: 3, what: 'use_bayes' }],
    });
    expect(await ask(matcher, LETTER)).toEqual({
      kind: 'matched',
      hits: [{ rule: 'A', score: 2 }],
      keywords: [0],
      leftOut: [],
    });
  });
  test('say whether they look at the name of the client', async () => {
    const { matcher } = create();
    expect(
      await matcher.load({ files: cf('header A X-Spam-Relays-External =~ /rdns= /'), keywords: [] }),
    ).toMatchObject({
      asksClientName: true,
    });
  });
  test('are none where there are none', async () => {
    const { matcher } = create();
    expect(await matcher.load({ files: [], keywords: [] })).toMatchObject({ rules: 0 });
    expect(matcher.report).toBeNull();
    expect(await ask(matcher, LETTER)).toBeNull();
  });
});

describe('an expression that runs away', () => {
  test('holds nothing up: the loop of the server goes on while it runs', async () => {
    const { matcher } = create();
    await matcher.load({ files: cf(RUNAWAY, 'body A /hello/'), keywords: [] });
    let turns = 0;
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      turns += 1;
    }, 5);
    const answer = await ask(matcher, BAIT);
    clearInterval(timer);
    expect(answer).toMatchObject({ kind: 'matched', hits: [{ rule: 'A' }], leftOut: ['SLOW'] });
    expect(turns).toBeGreaterThan(5);
    expect(longest).toBeLessThan(PATTERN_LIMITS.expressionMilliseconds);
  });
  test('is left out from the third time on, for a time or until rules are read again', async () => {
    const { matcher, logged } = create({ expressionMilliseconds: 100 });
    await matcher.load({ files: cf(RUNAWAY, 'body A /hello/'), keywords: [] });
    for (let time = 0; time < 3; time += 1) await ask(matcher, BAIT);
    expect(logged.filter((line) => line.startsWith('antispam.rules.slow'))).toEqual([
      'antispam.rules.slow {"rule":"SLOW","leftOut":false}',
      'antispam.rules.slow {"rule":"SLOW","leftOut":false}',
      'antispam.rules.slow {"rule":"SLOW","leftOut":true}',
    ]);
    expect(await ask(matcher, LETTER)).toMatchObject({ leftOut: ['SLOW'], hits: [{ rule: 'A' }] });
    await matcher.load({ files: cf(RUNAWAY, 'body A /hello/'), keywords: [] });
    expect(await ask(matcher, LETTER)).toMatchObject({ leftOut: [] });
  });
  test('in linear form needs no fence: (a+)+$ over 100,000 characters', async () => {
    const { matcher, logged } = create();
    await matcher.load({ files: cf('body A /(a+)+$/i', 'rawbody B /(a+)+$/i', 'full C /(?:a|A)+!$/s'), keywords: [] });
    const answer = await ask(matcher, mail('Subject: x', '', `${'a'.repeat(100_000)}b`));
    expect(answer).toMatchObject({ kind: 'matched', leftOut: [] });
    expect(logged).toEqual([]);
  });
  test('is answered for when the message as a whole takes too long', async () => {
    const { matcher } = create({ messageMilliseconds: 150, expressionMilliseconds: 60_000 });
    await matcher.load({ files: cf(RUNAWAY), keywords: [] });
    expect(await ask(matcher, BAIT)).toEqual({ kind: 'missed', why: 'the rules took too long' });
    expect(await ask(matcher, LETTER)).toMatchObject({ kind: 'matched' });
  });
});

describe('new rules', () => {
  test('come into force between two messages, and none is lost', async () => {
    const { matcher } = create();
    await matcher.load({ files: cf('body OLD /hello/'), keywords: [] });
    const asked = Array.from({ length: 30 }, () => ask(matcher, LETTER));
    await matcher.load({ files: cf('body NEW /hello/'), keywords: [] });
    const later = await ask(matcher, LETTER);
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer?.kind === 'matched' && answer.hits[0]?.rule)).toEqual(Array(30).fill('OLD'));
    expect(later).toMatchObject({ hits: [{ rule: 'NEW' }] });
  });
  test('that take too long to read change nothing', async () => {
    const { matcher } = create({ startMilliseconds: 8000 });
    await matcher.load({ files: cf('body OLD /hello/'), keywords: [] });
    const { matcher: hasty } = create({ startMilliseconds: 1 });
    expect(await hasty.load({ files: cf('body A /a/'), keywords: [] })).toBe('the rules took too long to read');
    expect(await ask(hasty, LETTER)).toBeNull();
    expect(await ask(matcher, LETTER)).toMatchObject({ hits: [{ rule: 'OLD' }] });
  });
  test('may be examined without coming into force', async () => {
    const { matcher } = create();
    expect(await matcher.examine({ files: cf('body A /a/', 'body B /(/'), keywords: [] })).toMatchObject({ rules: 1 });
    expect(matcher.report).toBeNull();
  });
});

test('too many messages at once are told so, and the others answered', async () => {
  const { matcher } = create({ maxWaiting: 3 });
  await matcher.load({ files: cf('body A /hello/'), keywords: [] });
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(matcher, LETTER)));
  expect(answers.filter((answer) => answer?.kind === 'matched')).toHaveLength(4);
  expect(answers.at(-1)).toEqual({ kind: 'missed', why: 'too many messages wait for the rules' });
});
