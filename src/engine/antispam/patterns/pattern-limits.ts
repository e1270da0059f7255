// Time and room that rules and keyword expressions get.

export interface PatternLimits {
  /** One expression on one message. The field notes ask for 50 ms; a busy machine of two cores stops a thread for longer than that. */
  readonly expressionMilliseconds: number;
  /** All of one message. */
  readonly messageMilliseconds: number;
  /** Reading the rules. */
  readonly startMilliseconds: number;
  /** An expression that took too long so often within `strikeSeconds` is left out until that time has passed. */
  readonly strikes: number;
  readonly strikeSeconds: number;
  /** Messages waiting; beyond them the rules are not asked. */
  readonly maxWaiting: number;
  readonly maxHeapMib: number;
}

/** [A] but for what is said above. */
export const PATTERN_LIMITS: PatternLimits = {
  expressionMilliseconds: 250,
  messageMilliseconds: 10_000,
  startMilliseconds: 60_000,
  strikes: 3,
  strikeSeconds: 3600,
  maxWaiting: 200,
  maxHeapMib: 512,
};
