// The promise of the twin: whatever the evidence and the settings, engine and model reach the same verdict through the same walk.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPhase } from '../../src/engine/run-phase.ts';
import { PhaseRun, type PhaseWorld } from '../../src/model/phase-run.ts';
import type { StageCost } from '../../src/pipeline/demand.ts';
import type { ObserverPorts, Subject } from '../../src/pipeline/observation.ts';
import { ORIGINS, type Origin } from '../../src/pipeline/origin.ts';
import { PHASES, type Phase } from '../../src/pipeline/phase.ts';
import type { SampledMail } from '../../src/pipeline/sampling.ts';
import type { Verdict } from '../../src/pipeline/verdict.ts';
import { Passage } from '../../src/pipeline/walk.ts';
import {
  type EvidenceOf,
  judge,
  type Observers,
  routeFor,
  STAGE_NAMES,
  STAGES,
  type StageCosts,
  type StageName,
  type StageSettings,
  stageSettingsSchema,
} from '../../src/stages/index.ts';
import { EVIDENCE, SETTINGS } from './evidence.ts';

/** Evidence of every stage at every phase, as both worlds will find it. */
type Facts = { readonly [P in Phase]: { readonly [N in StageName]: EvidenceOf<N> } };

const FACTS: fc.Arbitrary<Facts> = fc.record({
  connect: fc.record(EVIDENCE),
  mail: fc.record(EVIDENCE),
  rcpt: fc.record(EVIDENCE),
  data: fc.record(EVIDENCE),
}) as fc.Arbitrary<Facts>;

interface Report {
  readonly visits: { stage: StageName; phase: Phase; verdict: Verdict }[];
  readonly outcomes: { phase: Phase; outcome: Verdict }[];
  marks: unknown;
}

const goesOn = ({ kind }: Verdict): boolean => kind === 'accept' || kind === 'quarantine';

async function byEngine(facts: Facts, settings: StageSettings, origin: Origin): Promise<Report> {
  const report: Report = { visits: [], outcomes: [], marks: null };
  const passage = new Passage(origin);
  const observers = Object.fromEntries(
    STAGE_NAMES.map((name) => [name, async ({ phase }: Subject) => facts[phase][name]]),
  ) as unknown as Observers;
  const policy = { route: routeFor(settings), settings, observers, ports: {} as ObserverPorts, log: () => {} };
  for (const phase of PHASES) {
    const trail: Parameters<typeof runPhase>[0]['trail'] = [];
    const subject: Subject = {
      phase,
      clientAddress: '192.0.2.1',
      origin,
      helo: '',
      sender: '',
      recipient: null,
      message: null,
      memo: new Map(),
    };
    const outcome = await runPhase({ phase, passage, subject, trail }, policy);
    report.visits.push(...trail.map(({ stage, verdict }) => ({ stage, phase, verdict })));
    report.outcomes.push({ phase, outcome });
    if (!goesOn(outcome)) break;
  }
  report.marks = passage.marks;
  return report;
}

const FREE: StageCost = {
  cpuSeconds: 0,
  cpuSecondsPerMiB: 0,
  cpuSecondsPerTextMiB: 0,
  readOperations: 0,
  writeOperations: 0,
  dnsRounds: 0,
  memoryBytes: 0,
};
const COSTS = Object.fromEntries(STAGE_NAMES.map((name) => [name, FREE])) as StageCosts;
const MAIL: SampledMail = {
  kind: 'ham',
  origin: 'stranger',
  sizeBytes: 1,
  textBytes: 1,
  recipients: 1,
  source: '',
  triplet: '',
};
const ORIGIN = fc.constantFrom(...ORIGINS);

function byModel(facts: Facts, settings: StageSettings, origin: Origin): Report {
  const report: Report = { visits: [], outcomes: [], marks: null };
  const passage = new Passage(origin);
  const world: PhaseWorld = {
    settings,
    route: routeFor(settings),
    costs: COSTS,
    spender: { spend: (_demand, bearer) => bearer.spent() },
    sample: <N extends StageName>(name: N, phase: Phase): EvidenceOf<N> => {
      const evidence = facts[phase][name];
      report.visits.push({ stage: name, phase, verdict: judge(name, evidence, settings) });
      return evidence;
    },
  };
  const run = new PhaseRun(world, MAIL, passage, (phase, outcome) => {
    report.outcomes.push({ phase, outcome });
    const next = PHASES[PHASES.indexOf(phase) + 1];
    if (goesOn(outcome) && next) run.start(next);
  });
  run.start('connect');
  report.marks = passage.marks;
  return report;
}

describe('the twin', () => {
  test.each(STAGE_NAMES)('%s: random evidence fits the schema of the stage', (name) => {
    fc.assert(
      fc.property(EVIDENCE[name] as fc.Arbitrary<unknown>, (evidence) => {
        expect(STAGES[name].evidence.parse(evidence)).toEqual(evidence);
      }),
    );
  });

  test.each(STAGE_NAMES)('%s alone: engine and model reach the same verdict', async (name) => {
    await fc.assert(
      fc.asyncProperty(FACTS, SETTINGS, ORIGIN, async (facts, given, origin) => {
        const alone = Object.fromEntries(
          STAGE_NAMES.map((other) => [other, { ...given[other], enabled: other === name }]),
        );
        const settings = stageSettingsSchema.parse(alone);
        const engine = await byEngine(facts, settings, origin);
        expect(byModel(facts, settings, origin)).toEqual(engine);
        expect(engine.visits.length > 0).toBe(STAGES[name].judges === 'everybody' || origin === 'stranger');
      }),
      { numRuns: 100 },
    );
  });

  test('all stages together: same visits, same outcomes, same marks', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(FACTS, SETTINGS, ORIGIN, async (facts, given, origin) => {
        const settings = stageSettingsSchema.parse(given);
        const engine = await byEngine(facts, settings, origin);
        expect(byModel(facts, settings, origin)).toEqual(engine);
        for (const { stage, verdict } of engine.visits) seen.add(stage).add(verdict.kind);
      }),
      { numRuns: 1000, seed: 1 },
    );
    // The property is worth little if the walks end early: every stage was reached and every kind of verdict was met.
    expect([...seen].sort()).toEqual([...STAGE_NAMES, 'accept', 'defer', 'discard', 'quarantine', 'reject'].sort());
  });

  test('a world that judged by itself would be found out', async () => {
    let found = false;
    await fc.assert(
      fc.asyncProperty(FACTS, SETTINGS, async (facts, given) => {
        const settings = stageSettingsSchema.parse(given);
        const off = {
          ...settings,
          greylist: { ...settings.greylist, periodSeconds: settings.greylist.periodSeconds + 1000 },
        };
        const [a, b] = [
          JSON.stringify(byModel(facts, off, 'stranger')),
          JSON.stringify(await byEngine(facts, settings, 'stranger')),
        ];
        found ||= a !== b;
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(found).toBe(true);
  });
});
