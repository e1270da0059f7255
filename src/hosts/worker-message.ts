// What a simulating thread is given and what it says. Structured clone carries it, so errors travel as plain data.
import type { Problem } from '../core/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ModelLibrary } from '../run/library.ts';
import type { ReplicationProgress } from '../sim/experiment.ts';

export interface WorkerInput {
  readonly scenario: Scenario;
  readonly library: ModelLibrary;
}

/** `result` carries JSON text: the host that asked only has to send it on. */
export type WorkerMessage =
  | ({ readonly kind: 'progress' } & ReplicationProgress)
  | { readonly kind: 'result'; readonly json: string }
  | { readonly kind: 'badInput'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly message: string };
