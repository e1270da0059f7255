// What the table of closed forms consists of: a network, and numbers of it that are known exactly.
import type { z } from 'zod';
import type { ClassMetric, StationMetric } from '../network-result.ts';
import type { networkSchema } from '../schema.ts';

/** A network as a file would write it. */
export type NetworkInput = z.input<typeof networkSchema>;

/** One row of the table: a number of the network that is known. */
export interface Claim {
  /** A station, or a class on its whole way. */
  readonly at: { readonly station: string; readonly cls: string } | { readonly cls: string };
  readonly metric: StationMetric | ClassMetric;
  readonly exact: number;
  /** Case and answer of test/queueing/theory/queueing-truth.json that this is, e.g. `mm1-0.5-1 Wq`. */
  readonly truth?: string;
  /** It does not depend on how long services take, or not when all of them, thinking included, take longer alike. */
  readonly blind?: true;
}

export interface Case {
  readonly model: string;
  readonly network: Omit<NetworkInput, 'plimsoll' | 'kind' | 'name' | 'run'>;
  /** Simulated time of a replication that is counted, and before. */
  readonly lengthSeconds: number;
  readonly warmUpSeconds: number;
  /** Left out: as many as for the others. */
  readonly replications?: number;
  /**
   * Its averages are skewed: in short runs the rare long queue is missing, and with it both what it adds to the mean and what it adds to the
   * interval. A quick table leaves it out.
   */
  readonly slow?: true;
  readonly claims: readonly Claim[];
}

/** A number of one class at one station. */
export const atStation = (
  station: string,
  metric: StationMetric,
  exact: number,
  more: { readonly cls?: string; readonly truth?: string; readonly blind?: true } = {},
): Claim => {
  const { cls = 'jobs', ...rest } = more;
  return { at: { station, cls }, metric, exact, ...rest };
};

/** A number of one class on its whole way. */
export const ofClass = (
  metric: ClassMetric,
  exact: number,
  more: { readonly cls?: string; readonly truth?: string; readonly blind?: true } = {},
): Claim => {
  const { cls = 'jobs', ...rest } = more;
  return { at: { cls }, metric, exact, ...rest };
};
