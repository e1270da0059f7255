// Functions with the same bits on every engine: right to the last place, and used wherever src/stats needs one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp } from '../../../src/stats/portable/exp.ts';
import { expm1 } from '../../../src/stats/portable/expm1.ts';
import { log, log1p } from '../../../src/stats/portable/log.ts';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** `Math` itself is right within a unit of the last place, so two of them may lie between. */
const agree = (got: number, wanted: number, units: number): boolean =>
  Object.is(got, wanted) || Math.abs(got - wanted) <= units * 2.3e-16 * Math.abs(wanted);

test.each([
  ['exp', exp, Math.exp, finite(-700, 709.7), 2],
  ['log', log, Math.log, finite(1e-300, 1e300), 2],
  ['expm1', expm1, Math.expm1, finite(-40, 40), 4],
  ['log1p', log1p, Math.log1p, finite(-0.999, 100), 4],
] as const)('%s agrees with Math', (_, ours, theirs, values, units) => {
  fc.assert(
    fc.property(values, (x) => agree(ours(x), theirs(x), units)),
    { numRuns: 2000, seed: 1 },
  );
});

test('ends of the range', () => {
  expect([0, 710, Number.POSITIVE_INFINITY, -800, Number.NEGATIVE_INFINITY, Number.NaN].map(exp)).toEqual([
    1,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    0,
    0,
    Number.NaN,
  ]);
  expect([0, 1, Number.POSITIVE_INFINITY, -1, Number.NaN].map(log)).toEqual([
    Number.NEGATIVE_INFINITY,
    0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    Number.NaN,
  ]);
  expect(agree(exp(709.78), Math.exp(709.78), 2)).toBe(true);
  expect(agree(exp(-740), Math.exp(-740), 2)).toBe(true);
  expect(agree(log(5e-320), Math.log(5e-320), 2)).toBe(true);
  expect([expm1(1e-20), log1p(1e-20), log1p(-1)]).toEqual([1e-20, 1e-20, Number.NEGATIVE_INFINITY]);
});

describe('src/stats uses no function whose last bit an engine may choose', () => {
  /** IEEE 754 and ECMAScript fix the operators + − × ÷, the square root and rounding; they fix none of these. */
  const CHOSEN_BY_ENGINE =
    /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b|\*\*=?\s|\b(probit|gammaln|logit)\b/;
  const codeOf = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`/g, '');
  const folder = join(import.meta.dirname, '../../../src/stats');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

  test.each(files)('%s', (name) => {
    expect(codeOf(readFileSync(join(folder, name), 'utf8'))).not.toMatch(CHOSEN_BY_ENGINE);
  });
  test('the check would notice one', () => {
    expect(files.length).toBeGreaterThan(30);
    for (const text of ['const y = Math.exp(x);', 'const y = x ** n;', "import { probit } from 'simple-statistics';"])
      expect(codeOf(text)).toMatch(CHOSEN_BY_ENGINE);
    expect(codeOf('/** Math.exp */ const y = exp(x); // Math.log')).not.toMatch(CHOSEN_BY_ENGINE);
  });
});
