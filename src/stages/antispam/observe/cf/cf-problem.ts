// What was not taken over from a file of rules, and why: nothing of such a file is dropped in silence.

export interface CfFile {
  readonly name: string;
  /** One character a byte: rules match bytes, as SpamAssassin's do. */
  readonly text: string;
}

export interface CfProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /**
   * `wrong`: SpamAssassin would not take it either; `unsupported`: it would; `limited`: it is run, with less to go by; `skipped`: in a
   * block whose condition does not hold here; `noEffect`: read, but nothing here follows from it.
   */
  readonly kind: 'wrong' | 'unsupported' | 'limited' | 'skipped' | 'noEffect';
  /** The setting, and the rule where there is one. */
  readonly what: string;
  readonly why: string;
}
