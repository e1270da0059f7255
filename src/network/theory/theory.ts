// What theory says of one number of a network.

export interface Theory {
  readonly value: number;
  /** False: an approximation. */
  readonly exact: boolean;
  /** The formula's name, e.g. `M/M/c`. */
  readonly method: string;
}
