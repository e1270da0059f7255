import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquaredTail, combineProbabilities } from '../../../src/stages/antispam/observe/combine-probabilities.ts';
import { messageTokens } from '../../../src/stages/antispam/observe/message-tokens.ts';
import { BAYES_MEMORY, SpamBayes } from '../../../src/stages/antispam/observe/spam-bayes.ts';
import { mail } from './fixtures.ts';

describe("Fisher's method", () => {
  test.each([
    // Critical values from tables of the chi-squared distribution.
    [5.991, 1, 0.05],
    [9.488, 2, 0.05],
    [18.307, 5, 0.05],
    [124.342, 50, 0.05],
    [135.807, 50, 0.01],
  ])('the tail beyond %d with 2·%d degrees of freedom is %d', (x, halfDegrees, tail) => {
    expect(chiSquaredTail(x, halfDegrees)).toBeCloseTo(tail, 4);
  });
  test('nothing and contradictions say nothing', () => {
    expect(combineProbabilities([])).toBe(0.5);
    expect(combineProbabilities([0.99, 0.01])).toBeCloseTo(0.5, 12);
    expect(combineProbabilities([0.999, 0.999, 0.999, 0.001, 0.001, 0.001])).toBeCloseTo(0.5, 9);
  });
  test('agreeing evidence grows certain, also where single terms underflow', () => {
    expect(combineProbabilities(Array(150).fill(0.999999))).toBeCloseTo(1, 9);
    expect(combineProbabilities(Array(150).fill(0.000001))).toBeCloseTo(0, 9);
  });
  test('turning all evidence round turns the result round, and it stays a probability', () => {
    const evidence = fc.array(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), { maxLength: 150 });
    fc.assert(
      fc.property(evidence, (probabilities) => {
        const result = combineProbabilities(probabilities);
        expect(result).toBeGreaterThanOrEqual(0);
        expect(result).toBeLessThanOrEqual(1);
        expect(combineProbabilities(probabilities.map((p) => 1 - p))).toBeCloseTo(1 - result, 6);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

/** Numbers for the words of these tests. */
const NUMBERS = new Map<string, number>();
const tokens = (...words: string[]): number[] =>
  words.map((word) => {
    if (!NUMBERS.has(word)) NUMBERS.set(word, NUMBERS.size);
    return NUMBERS.get(word) ?? 0;
  });
const DAY = 20_000;

const learned = (spam: number, ham: number, maxTokens?: number): SpamBayes => {
  const bayes = new SpamBayes({ ...BAYES_MEMORY, ...(maxTokens !== undefined && { maxTokens }) });
  for (let i = 0; i < spam; i += 1) bayes.learn(tokens('pill', 'cheap', 'both', `spam${i}`), 'spam', DAY);
  for (let i = 0; i < ham; i += 1) bayes.learn(tokens('agenda', 'minutes', 'both', `ham${i}`), 'ham', DAY);
  return bayes;
};

describe('the classifier', () => {
  test('says nothing before it has learned 200 of each kind (row 9.6)', () => {
    expect(learned(199, 500).probability(tokens('pill'))).toBeNull();
    expect(learned(500, 199).probability(tokens('pill'))).toBeNull();
    expect(learned(200, 200).probability(tokens('pill'))).not.toBeNull();
  });
  test('tells spam from ham by what it has learned, and nothing from what it has not', () => {
    const bayes = learned(200, 300);
    expect(bayes.probability(tokens('pill', 'cheap'))).toBeGreaterThan(0.99);
    expect(bayes.probability(tokens('agenda', 'minutes'))).toBeLessThan(0.01);
    expect(bayes.probability(tokens('never', 'seen'))).toBe(0.5);
    expect(bayes.probability(tokens('both'))).toBe(0.5);
    expect(bayes.probability(tokens('pill', 'agenda'))).toBeCloseTo(0.5, 1);
  });
  test('a word seen once weighs less than one seen often', () => {
    const bayes = learned(200, 200);
    expect(bayes.probability(tokens('spam7')) ?? 0).toBeLessThan(bayes.probability(tokens('pill')) ?? 0);
  });
  test('remembers a bounded number of words, those learned last', () => {
    const bayes = learned(300, 300, 100);
    expect(bayes.size).toBe(100);
    expect(bayes.probability(tokens('agenda', 'minutes'))).toBeLessThan(0.01);
    expect(bayes.probability(tokens('spam7'))).toBe(0.5);
  });
  test('forgets words that nothing has shown for 100 days', () => {
    const bayes = learned(200, 200);
    bayes.learn(tokens('pill'), 'spam', DAY + 100);
    expect(bayes.expire(DAY + 100)).toBe(0);
    expect(bayes.expire(DAY + 101)).toBe(2 + 2 + 400 - 0);
    expect(bayes.size).toBe(1);
    expect(bayes.probability(tokens('pill'))).toBeGreaterThan(0.9);
  });
  test('what was learned by mistake can be taken back', () => {
    const bayes = learned(250, 250);
    const before = [...bayes.records()].sort();
    bayes.learn(tokens('agenda', 'newword'), 'spam', DAY);
    bayes.forget(tokens('agenda', 'newword'), 'spam');
    expect([...bayes.records()].sort()).toEqual(before);
    expect(bayes.messages).toEqual({ spam: 250, ham: 250 });
  });
  test('is the same after a restart', () => {
    const before = learned(250, 250);
    const after = new SpamBayes();
    after.restore(before.messages, JSON.parse(JSON.stringify([...before.records()])));
    for (const words of [tokens('pill'), tokens('agenda', 'both'), tokens('pill', 'agenda', 'spam7')])
      expect(after.probability(words)).toBe(before.probability(words));
    expect([...after.records()]).toEqual([...before.records()]);
  });
});

describe('tokens', () => {
  test('are words of text and subject, the domain of the author and the hosts of links', () => {
    const message = mail(
      'From: Ann <ann@Shop.test>',
      'Subject: Big Sale',
      'Content-Type: text/html',
      '',
      '<style>hidden</style><p>Buy the big <a href="http://Pay.test/x">book</a> now, a $100 offer</p>',
    );
    expect(messageTokens(message)).toEqual([
      'subject:big',
      'subject:sale',
      'from:shop.test',
      'link:pay.test',
      'buy',
      'the',
      'big',
      'book',
      'now',
      '$100',
      'offer',
    ]);
  });
  test('are pairs of characters where words are not set apart', () => {
    expect(messageTokens(mail('Content-Type: text/plain; charset=utf-8', '', '発票代開'))).toEqual([
      '発票',
      '票代',
      '代開',
    ]);
  });
  test('are bounded, however much text there is', () => {
    const words = Array.from({ length: 50_000 }, (_, i) => `word${i}`).join(' ');
    expect(messageTokens(mail('Subject: x', '', words))).toHaveLength(3000);
  });
});
