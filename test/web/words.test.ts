import { describe, expect, test } from 'vitest';
import { sizeServer } from '../../src/sizing/size.ts';
import { sizingInputOf } from '../../web/state/plan-sizing.ts';
import { countText } from '../../web/text/count-text.ts';
import { headline } from '../../web/text/headline.ts';
import { keepUnits } from '../../web/text/keep-units.ts';
import { loadSentence } from '../../web/text/load-sentence.ts';
import { times } from '../../web/text/times.ts';
import { defaults, library } from './plans.ts';

const headlineWith = (changes: Partial<typeof defaults>) =>
  headline(sizeServer(sizingInputOf({ ...defaults, ...changes }), library.guide));

describe('the words of the page', () => {
  test('the headline gives the guide’s example in one sentence', () => {
    expect(headlineWith({})).toBe(
      '200 people with 3 years of mail need 6.12 TB of storage, at least 8 GB of RAM and an SSD cache of 1 TB × 2.',
    );
  });

  test('the headline knows one person, one year and two servers', () => {
    const sentence = headlineWith({ users: 1, years: 1, highAvailability: 'sha' });
    expect(sentence).toMatch(/^1 person with 1 year of mail needs .* on each of 2 servers\.$/);
  });

  test.each([
    [0, 'No mail, no load'],
    [0.02, 'would reach it'],
    [0.9, 'above the load line'],
    [1.25, 'Only 80\u00a0% of the mail can be carried'],
  ])('a load of %d is said plainly', (utilisation, words) => {
    expect(loadSentence({ title: 'Volume (disks)', utilisation, ceiling: 0.8 })).toContain(words);
  });

  test('a factor beyond reason is no number', () => {
    expect([times(41.94), times(420.4), times(Number.MAX_VALUE)]).toEqual([
      '41.9\u00a0×',
      '420\u00a0×',
      'over 1,000\u00a0×',
    ]);
  });

  test('counts are grouped, small ones keep a decimal, no interval is no interval', () => {
    expect(countText({ mean: 8294.6, halfWidth: 85.2 })).toBe('8,295 ± 85');
    expect(countText({ mean: 0.6, halfWidth: null })).toBe('0.6');
  });

  test('figures stay with their units', () => {
    expect(keepUnits('6.12 TB on 1 TB × 2, 80 % busy')).toBe('6.12\u00a0TB on 1\u00a0TB\u00a0×\u00a02, 80\u00a0% busy');
  });
});
