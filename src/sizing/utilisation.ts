// The operational laws for a stream of mails: utilisation, bottleneck, capacity, headroom. No queue lengths and no simulation.
import { HOUR_SECONDS } from '../core/units.ts';
import { waitingProbability } from '../queueing/stations/erlang-c.ts';
import { aboveZero, notNegative, wholeNumber } from './guard.ts';

/** A resource of a server and what one mail asks of it. */
export interface ResourceDemand {
  readonly name: string;
  /** Service demand: seconds of one server's work for one mail, over all its visits. */
  readonly demandSeconds: number;
  /** Equal servers inside the resource, e.g. cores. */
  readonly servers: number;
}

export interface ResourceUtilisation {
  readonly name: string;
  readonly servers: number;
  /** 0..1; above 1 the load cannot be carried. */
  readonly utilisation: number;
  /** Mails a second at the threshold and at saturation; null when a mail asks nothing of the resource. */
  readonly capacityPerSecond: number | null;
  readonly saturationPerSecond: number | null;
  /** Chance that a mail waits here, if arrivals and service times were as in M/M/c. */
  readonly waitingProbability: number;
}

export interface Utilisation {
  readonly arrivalRatePerSecond: number;
  readonly threshold: number;
  readonly resources: readonly ResourceUtilisation[];
  /** Name of the resource that reaches the threshold first; null when no resource is asked for anything. */
  readonly bottleneck: string | null;
  readonly capacityPerSecond: number | null;
  readonly saturationPerSecond: number | null;
  /** Capacity at the threshold over the arrival rate: 2 means that the load may double. Null without load or bottleneck. */
  readonly headroom: number | null;
}

/** Arrival rate in the busiest hour, from mails a day and the share (0..1) of the day that falls into that hour. */
export const busiestHourRatePerSecond = (mailsPerDay: number, busiestHourShare: number): number =>
  (notNegative('mailsPerDay', mailsPerDay) * notNegative('busiestHourShare', busiestHourShare)) / HOUR_SECONDS;

/**
 * Utilisation law, U = X·D/c, for each resource, and what follows from it (Lazowska et al., Quantitative System
 * Performance, 1984, ch. 3 and 5.2).
 * @param threshold utilisation that is still acceptable, 0..1; the guide's is 0.8 (row 1.7).
 * @throws InputError on negative or endless figures, or servers that are no whole number.
 */
export function utilisationOf(
  resources: readonly ResourceDemand[],
  arrivalRatePerSecond: number,
  threshold: number,
): Utilisation {
  notNegative('arrivalRatePerSecond', arrivalRatePerSecond);
  aboveZero('threshold', threshold);
  const loaded = resources.map(({ name, demandSeconds, servers }): ResourceUtilisation => {
    notNegative(`${name}.demandSeconds`, demandSeconds);
    wholeNumber(`${name}.servers`, servers, 1);
    const utilisation = (arrivalRatePerSecond * demandSeconds) / servers;
    const saturationPerSecond = demandSeconds > 0 ? servers / demandSeconds : null;
    return {
      name,
      servers,
      utilisation,
      capacityPerSecond: saturationPerSecond === null ? null : threshold * saturationPerSecond,
      saturationPerSecond,
      waitingProbability: waitingProbability(servers, utilisation),
    };
  });
  const [first] = loaded
    .flatMap(({ name, saturationPerSecond }) => (saturationPerSecond === null ? [] : [{ name, saturationPerSecond }]))
    .sort((a, b) => a.saturationPerSecond - b.saturationPerSecond);
  const saturationPerSecond = first?.saturationPerSecond ?? null;
  const capacityPerSecond = saturationPerSecond === null ? null : threshold * saturationPerSecond;
  return {
    arrivalRatePerSecond,
    threshold,
    resources: loaded,
    bottleneck: first?.name ?? null,
    capacityPerSecond,
    saturationPerSecond,
    headroom:
      capacityPerSecond === null || arrivalRatePerSecond === 0 ? null : capacityPerSecond / arrivalRatePerSecond,
  };
}
