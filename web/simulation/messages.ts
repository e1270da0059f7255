// What page and worker say to each other. Plain data, since it is copied between threads.
import type { Problem } from '../../src/core/problem.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import type { ModelLibrary } from '../../src/run/library.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import type { ReplicationProgress } from '../../src/sim/experiment.ts';

/** The one order that a worker gets. */
export interface SimulationOrder {
  readonly scenario: Scenario;
  readonly library: ModelLibrary;
}

/** `last` is false for the first look, which one replication gives. */
export type SimulationNews =
  | { readonly kind: 'progress'; readonly progress: ReplicationProgress }
  | { readonly kind: 'result'; readonly result: SimulationResult; readonly last: boolean }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly message: string };
