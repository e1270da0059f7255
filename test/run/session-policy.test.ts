// Rows 6.1, 7.6, 7.8 and 8.4 in the model: what the manners of a session change.
import { describe, expect, test } from 'vitest';
import { simulateScenario } from '../../src/run/simulate.ts';
import { library, officeWith, stagesWith } from './office.ts';

const simulated = (configuration: object) =>
  simulateScenario(officeWith({ configuration, run: { replications: 2 } }), library);
const metric = (result: ReturnType<typeof simulated>, key: string): number =>
  result.metrics.find((one) => one.key === key)?.mean ?? Number.NaN;

describe('sessions in the model', () => {
  const base = simulated(stagesWith({}));

  test('mail to nobody is refused, unless a catch-all takes it', () => {
    expect(base.refusals['unknown-recipient']?.mean).toBeGreaterThan(100);
    const domains = [{ name: 'example.com', catchAll: 'alice@example.com' }];
    const taken = simulated({ ...stagesWith({}), domains });
    expect(taken.refusals['unknown-recipient']).toBeUndefined();
    expect(metric(taken, 'cpu.utilisation')).toBeGreaterThan(metric(base, 'cpu.utilisation'));
  });

  test('whoever names too many of them is shut out for the day, which spares work', () => {
    const guarded = simulated(stagesWith({ unknownRecipients: { enabled: true, maxPerDay: 1 } }));
    expect(guarded.refusals['unknown-recipients']?.mean).toBeGreaterThan(0);
    expect(base.refusals['unknown-recipients']).toBeUndefined();
  });

  test('HELO and sender rules turn spam away before it is scanned', () => {
    const strict = simulated(
      stagesWith({
        heloPolicy: { enabled: true, requireKnown: true },
        senderPolicy: { enabled: true },
        unknownSender: { enabled: true },
      }),
    );
    for (const reason of ['helo-not-fqdn', 'unknown-helo', 'sender-not-fqdn', 'unknown-sender'])
      expect([reason, strict.refusals[reason]?.mean]).toEqual([reason, expect.any(Number)]);
    expect(metric(strict, 'cpu.utilisation')).toBeLessThan(metric(base, 'cpu.utilisation'));
  });

  test('TLS costs CPU', () => {
    const plain = simulated({ ...stagesWith({}), listeners: { smtp: { starttls: false } } });
    expect(metric(plain, 'cpu.utilisation')).toBeLessThan(metric(base, 'cpu.utilisation'));
  });
});
