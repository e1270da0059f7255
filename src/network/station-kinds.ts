// Kinds of stations by what they do to a customer's time.
import type { StationSpec } from './schema.ts';

/** Has servers: a queue, shared servers, priorities. */
export type ServingSpec = Extract<StationSpec, { servers: number }>;
/** Takes time to serve. */
export type TimedSpec = ServingSpec | Extract<StationSpec, { type: 'delay' }>;

export const isServing = (spec: StationSpec): spec is ServingSpec => 'servers' in spec;

export const isTimed = (spec: StationSpec): spec is TimedSpec => isServing(spec) || spec.type === 'delay';

/** Servers that a station has, with a schedule on average. */
export const ownServers = ({ servers, schedule }: ServingSpec): number =>
  schedule === undefined ? servers : schedule.servers.reduce((sum, count) => sum + count, 0) / schedule.servers.length;
