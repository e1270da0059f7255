import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { guideBytes, labelBytes } from '../../src/sizing/format-bytes.ts';

describe('bytes in words', () => {
  it.each([
    [0, '0 bytes', '0 bytes'],
    [999, '999 bytes', '999 bytes'],
    [1000, '1000 bytes', '1 KB'],
    [1024, '1 KB', '1.02 KB'],
    [307_200, '300 KB', '307.20 KB'],
    [480_000_000_000, '447.03 GB', '480 GB'],
    [1024 ** 4, '1 TB', '1.10 TB'],
    [6_727_680_000_000, '6.12 TB', '6.73 TB'],
    [Number.MAX_SAFE_INTEGER, '8.00 PB', '9.01 PB'],
  ])('%d is %s to the guide and %s on a label', (bytes, ofGuide, onLabel) => {
    expect(guideBytes(bytes)).toBe(ofGuide);
    expect(labelBytes(bytes)).toBe(onLabel);
  });

  it('take the next unit rather than print 1024.00 or 1000.00', () => {
    expect(guideBytes(1024 ** 2 - 1)).toBe('1.00 MB');
    expect(labelBytes(1000 ** 3 - 1)).toBe('1.00 GB');
  });

  it('are off by no more than the last printed digit', () => {
    const powers = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        const [figure, unit] = guideBytes(bytes).split(' ');
        const scale = 1024 ** powers.indexOf(unit ?? '');
        expect(Math.abs(Number(figure) * scale - bytes)).toBeLessThanOrEqual(0.00501 * scale);
      }),
    );
  });

  it('are refused when negative or endless', () => {
    for (const bytes of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => guideBytes(bytes)).toThrow(InputError);
  });
});
