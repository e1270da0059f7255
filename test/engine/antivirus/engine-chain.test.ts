import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BREAKER_LIMITS, CircuitBreaker } from '../../../src/engine/antivirus/circuit-breaker.ts';
import { createEngineChain, type NamedScanner } from '../../../src/engine/antivirus/engine-chain.ts';
import type { ScanResult } from '../../../src/pipeline/observation.ts';

const message = Buffer.from('x');
const FAILED: ScanResult = { kind: 'failed', why: 'gone' };
const CLEAN: ScanResult = { kind: 'clean' };

describe('a circuit breaker', () => {
  const { maxFailures, restSeconds } = BREAKER_LIMITS;
  test('lets a service rest after some failures in a row, then lets one try through', () => {
    const breaker = new CircuitBreaker();
    for (let failure = 0; failure < maxFailures; failure += 1) {
      expect(breaker.allows(0)).toBe(true);
      breaker.failed(0);
    }
    expect(breaker.allows(restSeconds - 1)).toBe(false);
    expect(breaker.state(restSeconds - 1)).toBe('resting');
    expect(breaker.state(restSeconds)).toBe('on trial');
    expect(breaker.allows(restSeconds)).toBe(true);
    expect(breaker.allows(restSeconds)).toBe(false);
    breaker.failed(restSeconds);
    expect(breaker.allows(2 * restSeconds - 1)).toBe(false);
    expect(breaker.allows(2 * restSeconds)).toBe(true);
    breaker.succeeded();
    expect(breaker.state(2 * restSeconds)).toBe('working');
    expect(breaker.allows(2 * restSeconds)).toBe(true);
  });
  test('always asks again in the end, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 100 }))), (events) => {
        const breaker = new CircuitBreaker();
        let now = 0;
        for (const [good, wait] of events) {
          now += wait;
          if (!breaker.allows(now)) continue;
          if (good) breaker.succeeded();
          else breaker.failed(now);
        }
        expect(breaker.allows(now + restSeconds)).toBe(true);
      }),
    );
  });
});

describe('engines in order', () => {
  function lab(first: () => ScanResult | Error, change: Partial<NamedScanner> = {}) {
    let now = 0;
    const asked: string[] = [];
    const wait = (seconds: number): void => {
      now += seconds;
    };
    const engine = (name: string, say: () => ScanResult | Error, more: Partial<NamedScanner> = {}): NamedScanner => ({
      name,
      maxBytes: 100,
      scanner: {
        scan: async () => {
          asked.push(name);
          const said = say();
          if (said instanceof Error) throw said;
          return said;
        },
      },
      ...more,
    });
    const chain = createEngineChain(
      [engine('one', first, change), engine('two', () => CLEAN)],
      () => now,
      () => {},
    );
    return { chain, asked, wait };
  }

  test('the first one that works decides, and is named', async () => {
    const { chain, asked } = lab(() => ({ kind: 'infected', virus: 'V' }));
    expect(await chain.scan(message)).toEqual({ kind: 'infected', virus: 'V', engine: 'one' });
    expect(asked).toEqual(['one']);
  });
  test.each([
    ['says that it failed', () => FAILED],
    ['breaks', () => new Error('a bug')],
  ] as const)('the next one is asked when one %s', async (_what, say) => {
    const { chain } = lab(say);
    expect(await chain.scan(message)).toEqual({ kind: 'clean', engine: 'two' });
  });
  test('one that keeps failing is left alone, and comes back', async () => {
    let broken = true;
    const { chain, asked, wait } = lab(() => (broken ? FAILED : CLEAN));
    for (let scan = 0; scan < 10; scan += 1) await chain.scan(message);
    expect(asked.filter((name) => name === 'one')).toHaveLength(BREAKER_LIMITS.maxFailures);
    expect(chain.states()).toEqual([
      { name: 'one', state: 'resting' },
      { name: 'two', state: 'working' },
    ]);
    broken = false;
    wait(BREAKER_LIMITS.restSeconds);
    expect(await chain.scan(message)).toEqual({ kind: 'clean', engine: 'one' });
    expect(await chain.scan(message)).toEqual({ kind: 'clean', engine: 'one' });
  });
  test('one that takes no such large mail is passed over without a failure', async () => {
    const { chain, asked } = lab(() => CLEAN, { maxBytes: 0 });
    expect(await chain.scan(message)).toMatchObject({ kind: 'clean', engine: 'two' });
    expect(asked).toEqual(['two']);
    expect(await chain.scan(Buffer.alloc(101))).toMatchObject({ kind: 'unscannable' });
  });
  test('when all fail, that is said', async () => {
    const chain = createEngineChain(
      [{ name: 'only', maxBytes: 100, scanner: { scan: async () => FAILED } }],
      () => 0,
      () => {},
    );
    for (let scan = 0; scan < 5; scan += 1) expect(await chain.scan(message)).toMatchObject({ kind: 'failed' });
  });
});
