import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { FATES } from '../../src/model/fate.ts';
import { MAIL_KINDS } from '../../src/pipeline/sampling.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { simulateScenario } from '../../src/run/simulate.ts';
import { library, officeWith, stagesWith } from './office.ts';

const metric = (result: SimulationResult, key: string) => {
  const found = result.metrics.find((item) => item.key === key);
  if (!found) throw new Error(`no metric ${key}`);
  return found;
};
const offered = ({ hours }: SimulationResult): number => hours.reduce((sum, hour) => sum + hour.offered.mean, 0);

describe('a simulation', () => {
  const base = simulateScenario(officeWith(), library);

  test('same seed, same bytes; another seed, other bytes', () => {
    expect(JSON.stringify(simulateScenario(officeWith(), library))).toBe(JSON.stringify(base));
    expect(JSON.stringify(simulateScenario(officeWith({ run: { seed: '2' } }), library))).not.toBe(
      JSON.stringify(base),
    );
  });

  test('gives the committed result for its seed', () => {
    const hash = createHash('sha256').update(JSON.stringify(base)).digest('hex');
    const committed = readFileSync('scenarios/expected/office-200.sha256', 'utf8').trim();
    expect(hash, 'Results changed: if they were meant to, say so in CHANGELOG and commit the new hash').toBe(committed);
  });

  test('offers the mails that the scenario says', () => {
    // 200 users × 100 mails × 0.6 incoming, which are 1 − 0.453 of all that is offered; Poisson, two days.
    const expected = 12_000 / (1 - 0.453);
    expect(Math.abs(offered(base) - expected)).toBeLessThan(4 * Math.sqrt(expected / 2));
  });

  test('every mail meets one fate', () => {
    const total = MAIL_KINDS.flatMap((kind) => FATES.map((fate) => base.fates[kind][fate].mean)).reduce(
      (sum, n) => sum + n,
      0,
    );
    expect(total).toBeCloseTo(offered(base), 6);
  });

  test('gives intervals from two replications on, none from one', () => {
    expect(metric(base, 'cpu.utilisation').halfWidth).toBeGreaterThan(0);
    const one = simulateScenario(officeWith({ run: { replications: 1 } }), library);
    expect(metric(one, 'cpu.utilisation').halfWidth).toBeNull();
  });

  test('utilisation of the cores is arrival rate times service demand', () => {
    const { stations } = base;
    const cpu = stations.find(({ name }) => name === 'cpu');
    if (!cpu) throw new Error('no cpu');
    const service = cpu.responseSeconds.mean - cpu.waitingSeconds.mean;
    expect(cpu.utilisation.mean).toBeCloseTo((cpu.throughputPerSecond.mean * service) / cpu.servers, 4);
  });

  test('a stage that is switched off leaves the arrivals as they were: common random numbers', () => {
    const without = simulateScenario(
      officeWith({ configuration: stagesWith({ antispam: { enabled: false } }) }),
      library,
    );
    expect(without.hours.map(({ offered: mails }) => mails.mean)).toEqual(
      base.hours.map(({ offered: mails }) => mails.mean),
    );
    expect(metric(without, 'cpu.utilisation').mean).toBeLessThan(metric(base, 'cpu.utilisation').mean);
    expect(without.fates.spam.junk.mean).toBe(0);
  });

  test('without greylisting wanted mail comes at once and more spam gets in', () => {
    const without = simulateScenario(
      officeWith({ configuration: stagesWith({ greylist: { enabled: false } }) }),
      library,
    );
    expect(metric(without, 'mail.delay.wanted.p95Seconds').mean).toBeLessThan(30);
    expect(metric(base, 'mail.delay.wanted.p95Seconds').mean).toBeGreaterThan(300);
    expect(without.fates.spam.gaveUp.mean).toBe(0);
    expect(without.fates.spam.junk.mean).toBeGreaterThan(base.fates.spam.junk.mean);
  });

  test('without an SSD cache the disks do all the work', () => {
    const without = simulateScenario(officeWith({ hardware: { ssdCache: null } }), library);
    expect(without.memory.ssdCacheHitRatio).toBe(0);
    expect(metric(without, 'volume.utilisation').mean).toBeGreaterThan(metric(base, 'volume.utilisation').mean);
    expect(without.metrics.some(({ key }) => key.startsWith('ssdCache'))).toBe(false);
  });

  test('faster cores are less busy, in proportion', () => {
    const twice = simulateScenario(officeWith({ hardware: { coreSpeed: 1.2 } }), library);
    // Visits change their order, and with it the evidence that each mail draws: not to the last digit.
    expect(metric(base, 'cpu.utilisation').mean / metric(twice, 'cpu.utilisation').mean).toBeCloseTo(2, 2);
  });

  test('a message limit refuses what is larger', () => {
    const configuration = { ...stagesWith({}), limits: { ...stagesWith({}).limits, maxMessageBytes: 1_000_000 } };
    const limited = simulateScenario(officeWith({ configuration }), library);
    expect(limited.refusals['message-size']?.mean).toBeGreaterThan(100);
    expect(base.refusals['message-size']).toBeUndefined();
  });

  test('agrees with the utilisation law where only wanted mail comes and every stage takes it', () => {
    const office = library.workloads.office;
    if (!office) throw new Error('no office');
    const calm = {
      ...office,
      arrivals: { ...office.arrivals, spamShare: 0, virusShare: 0, hourlyShares: new Array<number>(24).fill(1) },
      senders: { ...office.senders, firstContactShare: { ham: 0, bulk: 0, spam: 0, virus: 0 } },
      evidence: {
        ...office.evidence,
        accessList: { white: { ham: 0, bulk: 0, spam: 0, virus: 0 }, black: { ham: 0, bulk: 0, spam: 0, virus: 0 } },
        unknownRecipient: { ham: 0, bulk: 0, spam: 0, virus: 0 },
      },
    };
    const configuration = stagesWith({
      dnsbl: { threshold: 1000 },
      spf: { enabled: false },
      antivirus: { maxScanBytes: 2 ** 30 },
    });
    // Sizes have a heavy tail: with five replications the interval is now and then too narrow.
    const scenario = officeWith({ configuration, run: { replications: 20, confidence: 0.99 } });
    const { bounds, stations } = simulateScenario(scenario, { ...library, workloads: { office: calm } });
    for (const { name, utilisation } of bounds.resources) {
      const simulated = stations.find((station) => station.name === name)?.utilisation;
      expect(Math.abs((simulated?.mean ?? 0) - utilisation)).toBeLessThanOrEqual(simulated?.halfWidth ?? 0);
      expect(simulated?.halfWidth ?? 1).toBeLessThan(0.2 * utilisation);
    }
  });

  test('ends with an error when it needs more events than it may', () => {
    const run = () => simulateScenario(officeWith({ run: { maxEvents: 1000 } }), library);
    expect(run).toThrow(/seed "1", replication 0: more than 1000 events/);
  });

  test.each([
    ['an unknown profile', officeWith({ workload: { profile: 'offcie' } }), 'workload.profile'],
    ['an unknown platform', officeWith({ platform: '__proto__' }), 'platform'],
    [
      'too few drives',
      officeWith({ hardware: { volume: { raid: 'raid6', drive: 'hdd7200', drives: 3 } } }),
      'hardware.volume.drives',
    ],
    ['too little memory', officeWith({ hardware: { ramBytes: 2 ** 30 } }), 'hardware.ramBytes'],
  ])('refuses %s', (_what, scenario, path) => {
    try {
      simulateScenario(scenario, library);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).problems[0]?.path).toBe(path);
    }
  });
});
