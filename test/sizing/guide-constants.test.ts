import { describe, expect, it } from 'vitest';
import { guideConstantsSchema } from '../../src/sizing/guide-constants.ts';
import { guide } from './guide.ts';

const accepts = (change: object): boolean => guideConstantsSchema.safeParse({ ...guide, ...change }).success;
const bands = (...edges: readonly (readonly [number, number | null])[]) => ({
  ramBands: { row: '1.2', value: edges.map(([from, through]) => ({ words: 'x', from, through, gib: 1 })) },
});

describe('the guide’s figures', () => {
  it('are refused with an unknown key, a missing row or a share above one', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ mailsPerUserPerWeek: { value: 500, row: '1.4' } })).toBe(false);
    expect(accepts({ cacheFactor: { value: 2 } })).toBe(false);
    expect(accepts({ utilisationCeiling: { value: 80, row: '1.7' } })).toBe(false);
  });

  it('are refused when the bands leave a number of users out or go backwards', () => {
    expect(accepts(bands([1, 9], [10, null]))).toBe(true);
    expect(accepts(bands([1, 10], [10, null]))).toBe(true);
    expect(accepts(bands([1, 9], [11, null]))).toBe(false);
    expect(accepts(bands([2, 9], [10, null]))).toBe(false);
    expect(accepts(bands([1, null], [10, null]))).toBe(false);
    expect(accepts(bands([1, 9], [10, 20]))).toBe(false);
    expect(accepts(bands([1, 20], [5, 3], [4, null]))).toBe(false);
  });

  it('are refused when the packs of licences do not divide each other', () => {
    expect(accepts({ licencePacks: { value: [20, 5], row: '4.1' } })).toBe(true);
    expect(accepts({ licencePacks: { value: [20, 6], row: '4.1' } })).toBe(false);
    expect(accepts({ licencePacks: { value: [5, 20], row: '4.1' } })).toBe(false);
  });
});
