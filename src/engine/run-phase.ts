// Drives the one walk over the stages for a real session: observe, judge, write down. Decides nothing itself.
import type { Observe, ObserverPorts, Subject } from '../pipeline/observation.ts';
import type { Phase } from '../pipeline/phase.ts';
import { defer, type Verdict } from '../pipeline/verdict.ts';
import { type Passage, type Route, walk } from '../pipeline/walk.ts';
import {
  type EvidenceOf,
  judge,
  type Observers,
  type OptionsOf,
  type StageName,
  type StageSettings,
} from '../stages/index.ts';
import type { EventLog } from './log/event-log.ts';
import type { Visit } from './queue/envelope.ts';

/** What stays the same for all sessions. */
export interface Policy {
  readonly route: Route<StageName>;
  readonly settings: StageSettings;
  readonly observers: Observers;
  readonly ports: ObserverPorts;
  readonly log: EventLog;
}

interface PhaseRun {
  readonly phase: Phase;
  readonly passage: Passage;
  readonly subject: Subject;
  /** Every visit is added. */
  readonly trail: Visit[];
}

/** RFC 3463 X.3.0: a fault of our own must neither lose the message nor let it pass unchecked. */
const OUR_FAULT = defer(451, '4.3.0', 'scan-failed', 'Cannot check the message now, try again later');

async function visit<N extends StageName>(
  stage: N,
  subject: Subject,
  { settings, observers, ports, log }: Policy,
): Promise<{ evidence: EvidenceOf<N> | null; verdict: Verdict }> {
  try {
    // The compiler cannot see that stage N's observer takes stage N's options; the type of the list says so.
    const observe = observers[stage] as Observe<OptionsOf<N>, EvidenceOf<N>>;
    const evidence = await observe(subject, settings[stage], ports);
    return { evidence, verdict: judge(stage, evidence, settings) };
  } catch (error) {
    log('stage.fault', {
      stage,
      phase: subject.phase,
      client: subject.clientAddress,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return { evidence: null, verdict: OUR_FAULT };
  }
}

/** Walks one phase. @returns its outcome. Never rejects. */
export async function runPhase({ phase, passage, subject, trail }: PhaseRun, policy: Policy): Promise<Verdict> {
  const steps = walk(phase, policy.route, passage);
  let step = steps.next();
  while (!step.done) {
    const stage = step.value;
    const { evidence, verdict } = await visit(stage, subject, policy);
    trail.push({ stage, phase, recipient: subject.recipient, evidence, verdict });
    step = steps.next(verdict);
  }
  return step.value;
}
