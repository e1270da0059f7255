// An experiment: independent replications until there are enough, and what they sum up to. A replication depends on its number alone, so
// whoever makes them, in whatever order and on however many threads, comes to the same answer.

export interface Advice {
  readonly stop: boolean;
  /** Replications that are called for, as far as can be told now. */
  readonly total: number;
}

export interface Experiment<Record, Answer> {
  /** One replication. @param number from 0. @returns plain data. */
  replicate(number: number): Record;
  /** Whether these are enough. @param records of replications 0, 1 …, in their order. */
  advise(records: readonly Record[]): Advice;
  /** The answer from records that are enough. */
  answer(records: readonly Record[]): Answer;
}

/** Replications done, of how many. */
export interface ReplicationProgress {
  readonly done: number;
  readonly total: number;
}

/** Runs an experiment on this thread. @param onProgress told after every replication. */
export function runExperiment<R, A>(
  experiment: Experiment<R, A>,
  onProgress: (progress: ReplicationProgress) => void = () => {},
): A {
  const records: R[] = [];
  for (;;) {
    const { stop, total } = experiment.advise(records);
    if (stop) return experiment.answer(records);
    records.push(experiment.replicate(records.length));
    onProgress({ done: records.length, total });
  }
}
