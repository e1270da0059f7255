// The rules of the walk over the stages, written once: order, short circuit, skipped tests, remembered quarantine.
// Engine, model and replay all drive this generator; none of them decides anything.
import type { Judged, Origin } from './origin.ts';
import type { Phase } from './phase.ts';
import { hasTest, NO_TESTS, type SkippableTest, type TestSet } from './test-set.ts';
import { ACCEPT, type Mark, type Quarantine, type Verdict } from './verdict.ts';

/** What the walk must know of each stage. */
export interface Stop<Name extends string> {
  readonly name: Name;
  readonly phases: readonly Phase[];
  readonly skippedBy: SkippableTest | null;
  readonly judges: Judged;
}

/** The route through a server: the stages that are switched on, by phase, in the order of the one list. */
export type Route<Name extends string> = Readonly<Record<Phase, readonly Stop<Name>[]>>;

export const routeOf = <Name extends string>(
  stops: readonly Stop<Name>[],
  enabled: (name: Name) => boolean,
): Route<Name> => {
  const at = (phase: Phase) => stops.filter((stop) => stop.phases.includes(phase) && enabled(stop.name));
  return { connect: at('connect'), mail: at('mail'), rcpt: at('rcpt'), data: at('data') };
};

/** What one session has gathered so far. One per connection; `newEnvelope` clears what belongs to a message. */
export class Passage {
  /** May change during a session: a client that logs in is a stranger no more. */
  origin: Origin;
  /** Tests spared for the whole connection (a whitelisted address). */
  connectionSkips: TestSet = NO_TESTS;
  /** Tests spared for every recipient accepted so far; null before the first. */
  recipientSkips: TestSet | null = null;
  marks: Mark[] = [];
  /** The first quarantine of this message, or of the whole connection. */
  quarantine: Quarantine | null = null;
  #connectionQuarantine: Quarantine | null = null;

  constructor(origin: Origin = 'stranger') {
    this.origin = origin;
  }

  /** Phase `connect` is over: what it found holds for every message of the connection. */
  keepForConnection(skips: TestSet): void {
    this.connectionSkips = skips;
    this.#connectionQuarantine = this.quarantine;
  }

  newEnvelope(): void {
    this.recipientSkips = null;
    this.marks = [];
    this.quarantine = this.#connectionQuarantine;
  }
}

/**
 * Walks one phase. Yields the name of a stage to visit, is sent its verdict, returns the outcome of the phase.
 *
 * - A refusal or a discard ends the phase at once.
 * - What judges strangers is not visited for the others.
 * - A quarantine is remembered, over the phases too, and the walk goes on: a later stage may still refuse. The first one wins.
 * - `skips` add up; in phase `rcpt` they hold for that recipient. A test of the message is spared in phase `data` only if it
 *   is spared for the connection or for every accepted recipient, so one whitelisted recipient opens nothing for the others.
 */
export function* walk<Name extends string>(
  phase: Phase,
  route: Route<Name>,
  passage: Passage,
): Generator<Name, Verdict, Verdict> {
  let skips = passage.connectionSkips;
  if (phase === 'data') skips |= passage.recipientSkips ?? NO_TESTS;
  for (const stop of route[phase]) {
    if (stop.judges === 'strangers' && passage.origin !== 'stranger') continue;
    if (stop.skippedBy !== null && hasTest(skips, stop.skippedBy)) continue;
    const verdict: Verdict = yield stop.name;
    if (verdict.kind === 'defer' || verdict.kind === 'reject') return verdict;
    if (verdict.mark) passage.marks.push(verdict.mark);
    if (verdict.kind === 'discard') return verdict;
    if (verdict.kind === 'quarantine') passage.quarantine ??= verdict;
    else if (verdict.skips !== undefined) skips |= verdict.skips;
  }
  if (phase === 'connect') passage.keepForConnection(skips);
  if (phase === 'rcpt')
    passage.recipientSkips = passage.recipientSkips === null ? skips : passage.recipientSkips & skips;
  return passage.quarantine ?? ACCEPT;
}
