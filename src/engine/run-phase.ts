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
import { DnsMeter } from './trace/dns-meter.ts';
import { NO_TRACER, type Tracer } from './trace/tracer.ts';

/** What stays the same for all sessions. */
export interface Policy {
  readonly route: Route<StageName>;
  readonly settings: StageSettings;
  readonly observers: Observers;
  readonly ports: ObserverPorts;
  readonly log: EventLog;
  /** Told of every visit and what it took; nobody by default. */
  readonly tracer?: Tracer;
}

interface PhaseRun {
  readonly phase: Phase;
  readonly passage: Passage;
  readonly subject: Subject;
  /** Every visit is added. */
  readonly trail: Visit[];
  /** For the trace: number of the session, and of the message in it. */
  readonly session?: number;
  readonly message?: number;
}

interface Found<N extends StageName> {
  readonly evidence: EvidenceOf<N> | null;
  readonly verdict: Verdict;
}

/** RFC 3463 X.3.0: a fault of our own must neither lose the message nor let it pass unchecked. */
const OUR_FAULT = defer(451, '4.3.0', 'scan-failed', 'Cannot check the message now, try again later');

async function visit<N extends StageName>(
  stage: N,
  subject: Subject,
  { settings, observers, log }: Policy,
  ports: ObserverPorts,
): Promise<Found<N>> {
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

async function measuredVisit<N extends StageName>(
  stage: N,
  { phase, subject, session = 0, message = 0 }: PhaseRun,
  policy: Policy,
  tracer: Tracer,
): Promise<Found<N>> {
  const dns = new DnsMeter(policy.ports.resolver, tracer.now);
  const begun = tracer.begin();
  const found = await visit(stage, subject, policy, { ...policy.ports, resolver: dns });
  const { verdict, evidence } = found;
  const { wallSeconds, cpuSeconds } = tracer.end(begun);
  tracer.record({
    kind: 'visit',
    session,
    message,
    stage,
    phase,
    wallSeconds,
    cpuSeconds,
    dnsSeconds: dns.waitedSeconds,
    dnsLookups: dns.lookups,
    bytes: subject.message?.length ?? 0,
    verdict: verdict.kind,
    reason: 'reason' in verdict ? verdict.reason : null,
    fault: evidence === null,
  });
  return found;
}

/** Walks one phase. @returns its outcome. Never rejects. */
export async function runPhase(run: PhaseRun, policy: Policy): Promise<Verdict> {
  const { phase, passage, subject, trail } = run;
  const { tracer = NO_TRACER } = policy;
  const steps = walk(phase, policy.route, passage);
  let step = steps.next();
  while (!step.done) {
    const stage = step.value;
    const { evidence, verdict } = tracer.on
      ? await measuredVisit(stage, run, policy, tracer)
      : await visit(stage, subject, policy, policy.ports);
    trail.push({ stage, phase, recipient: subject.recipient, evidence, verdict });
    step = steps.next(verdict);
  }
  return step.value;
}
