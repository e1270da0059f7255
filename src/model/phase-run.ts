// The model's driver of the walk: holds the stations for a stage's demand, then draws its evidence and asks its policy.
import type { Demand } from '../pipeline/demand.ts';
import type { Phase } from '../pipeline/phase.ts';
import type { SampledMail } from '../pipeline/sampling.ts';
import type { Verdict } from '../pipeline/verdict.ts';
import { type Passage, type Route, walk } from '../pipeline/walk.ts';
import {
  type EvidenceOf,
  judge,
  STAGES,
  type StageCosts,
  type StageName,
  type StageSettings,
} from '../stages/index.ts';

/** Whoever goes on when a demand has been spent. */
export interface Bearer {
  spent(): void;
}

/** Whatever spends a demand: the stations of the model, or nothing at all in a test. */
export interface Spender {
  spend(demand: Demand, bearer: Bearer): void;
}

/** What all mails of a run share. */
export interface PhaseWorld {
  readonly settings: StageSettings;
  readonly route: Route<StageName>;
  readonly costs: StageCosts;
  readonly spender: Spender;
  sample<N extends StageName>(name: N, phase: Phase, mail: SampledMail): EvidenceOf<N>;
}

/** One mail's way through one phase after another. `ended` is told the outcome of each. */
export class PhaseRun implements Bearer {
  readonly #world: PhaseWorld;
  readonly #mail: SampledMail;
  readonly #passage: Passage;
  readonly #ended: (phase: Phase, outcome: Verdict) => void;
  #phase: Phase = 'connect';
  #steps: Generator<StageName, Verdict, Verdict> | null = null;
  #stage: StageName | null = null;

  constructor(world: PhaseWorld, mail: SampledMail, passage: Passage, ended: (phase: Phase, outcome: Verdict) => void) {
    this.#world = world;
    this.#mail = mail;
    this.#passage = passage;
    this.#ended = ended;
  }

  start(phase: Phase): void {
    this.#phase = phase;
    this.#steps = walk(phase, this.#world.route, this.#passage);
    this.#advance(this.#steps.next());
  }

  spent(): void {
    if (this.#stage === null || this.#steps === null) throw new Error('spent without a stage under way');
    this.#advance(this.#steps.next(this.#judge(this.#stage)));
  }

  #judge<N extends StageName>(name: N): Verdict {
    return judge(name, this.#world.sample(name, this.#phase, this.#mail), this.#world.settings);
  }

  #advance(step: IteratorResult<StageName, Verdict>): void {
    if (step.done) {
      this.#stage = null;
      this.#ended(this.#phase, step.value);
      return;
    }
    this.#stage = step.value;
    this.#world.spender.spend(this.#demand(step.value), this);
  }

  #demand<N extends StageName>(name: N): Demand {
    const { settings, costs } = this.#world;
    return STAGES[name].demand(this.#mail, settings[name], costs[name]);
  }
}
