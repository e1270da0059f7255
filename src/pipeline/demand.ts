// The price of one visit of a stage, by resource, and the cost figures it is computed from (platform profiles in models/).
import { MIB } from '../core/units.ts';

/** All that the price of a visit may depend on. Both worlds can state it of a message. */
export interface Traits {
  /** Whole message, headers and encoded attachments included. */
  readonly sizeBytes: number;
  /** Text and HTML that a content filter reads. */
  readonly textBytes: number;
  readonly recipients: number;
}

/** Mean work of one visit. Zero where a resource is not used. */
export interface Demand {
  readonly cpuSeconds: number;
  /** Random read and write operations that reach the volume or its caches. */
  readonly readOperations: number;
  readonly writeOperations: number;
  /** Rounds of DNS waiting one after another, and the look-ups asked in parallel in each: a round lasts as long as its slowest. */
  readonly dnsRounds: number;
  readonly dnsParallel: number;
  /** Memory held during the visit beyond the process itself. */
  readonly memoryBytes: number;
}

/** What one visit costs on a platform. Every figure's source stands beside it in models/platforms. */
export interface StageCost {
  readonly cpuSeconds: number;
  readonly cpuSecondsPerMiB: number;
  readonly cpuSecondsPerTextMiB: number;
  readonly readOperations: number;
  readonly writeOperations: number;
  readonly dnsRounds: number;
  readonly memoryBytes: number;
}

export const NO_DEMAND: Demand = {
  cpuSeconds: 0,
  readOperations: 0,
  writeOperations: 0,
  dnsRounds: 0,
  dnsParallel: 0,
  memoryBytes: 0,
};

/** The plain price: base and by size, nothing of it depending on the options. */
export const priceOf = (traits: Traits, cost: StageCost): Demand => ({
  cpuSeconds:
    cost.cpuSeconds +
    (cost.cpuSecondsPerMiB * traits.sizeBytes) / MIB +
    (cost.cpuSecondsPerTextMiB * traits.textBytes) / MIB,
  readOperations: cost.readOperations,
  writeOperations: cost.writeOperations,
  dnsRounds: cost.dnsRounds,
  dnsParallel: 1,
  memoryBytes: cost.memoryBytes,
});
