// What a stage is: declared once, driven by the engine (which observes) and by the model (which samples).
import type { z } from 'zod';
import type { Demand, StageCost, Traits } from './demand.ts';
import type { Judged } from './origin.ts';
import type { Phase } from './phase.ts';
import type { SkippableTest } from './test-set.ts';
import type { Verdict } from './verdict.ts';

/**
 * One filter or step of the mail pipeline. Pure: no clock, no I/O, no randomness.
 *
 * - `options` is the zod schema of its settings; every setting has the guide's default. All stages have `enabled`.
 * - `evidence` is the zod schema of the facts it judges by: what the engine observes, the model samples and a replay reads.
 * - `decide` is the only place where its policy lives.
 * - `demand` is the mean work of one visit, from the platform's cost figures.
 */
export interface Stage<Options extends z.ZodType<{ enabled: boolean }>, Evidence extends z.ZodType> {
  /** Row of the guide, e.g. `9.8`. */
  readonly row: string;
  readonly title: string;
  readonly phases: readonly Phase[];
  /** The column of the whitelist's table that spares a message this stage; null: never spared. */
  readonly skippedBy: SkippableTest | null;
  /** `strangers`: mail of one's own users and of trusted networks is spared. */
  readonly judges: Judged;
  readonly options: Options;
  readonly evidence: Evidence;
  decide(evidence: z.output<Evidence>, options: z.output<Options>): Verdict;
  demand(traits: Traits, options: z.output<Options>, cost: StageCost): Demand;
}

/** Declares a stage with its types inferred. */
export const declareStage = <O extends z.ZodType<{ enabled: boolean }>, E extends z.ZodType>(
  stage: Stage<O, E>,
): Stage<O, E> => stage;
