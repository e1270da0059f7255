// Bounds of throughput and response time for a fixed population that thinks between requests (IMAP, web sessions). No simulation.
import { aboveZero, notNegative, wholeNumber } from './guard.ts';
import type { ResourceDemand } from './utilisation.ts';

/** A closed class: `population` users, each thinking `thinkSeconds` between requests. */
export interface ClosedClass {
  readonly population: number;
  /** Mean think time. Pure delays, where nobody queues (DNS), belong here. */
  readonly thinkSeconds: number;
}

interface Bounds {
  readonly throughputPerSecond: { readonly least: number; readonly most: number };
  /** Response time without the think time. */
  readonly responseSeconds: { readonly least: number; readonly most: number };
}

export interface ClosedBounds {
  readonly asymptotic: Bounds;
  /** Tighter; null when a resource has several servers, for which the theory does not hold. */
  readonly balanced: Bounds | null;
  /** The population from which queueing is certain: (D + Z) / Dmax. */
  readonly saturationPopulation: number;
}

const bounds = (population: number, thinkSeconds: number, least: number, most: number): Bounds => ({
  throughputPerSecond: { least, most },
  // Response time law: R = N/X − Z.
  responseSeconds: { least: population / most - thinkSeconds, most: population / least - thinkSeconds },
});

/**
 * Asymptotic and balanced-job bounds (Lazowska et al., Quantitative System Performance, 1984, sections 5.2 and 5.4; Zahorjan
 * et al., CACM 25(2), 1982). A resource of c servers counts as one that is c times as fast for the limit of throughput.
 * @throws InputError on negative or endless figures, or when no resource is asked for anything.
 */
export function closedBounds(resources: readonly ResourceDemand[], load: ClosedClass): ClosedBounds {
  const population = wholeNumber('population', load.population, 1);
  const think = notNegative('thinkSeconds', load.thinkSeconds);
  const asked = resources.filter(({ name, demandSeconds }) => notNegative(`${name}.demandSeconds`, demandSeconds) > 0);
  const total = aboveZero(
    'demandSeconds',
    asked.reduce((sum, { demandSeconds }) => sum + demandSeconds, 0),
  );
  const slowest = Math.max(
    ...asked.map(({ name, demandSeconds, servers }) => demandSeconds / wholeNumber(`${name}.servers`, servers, 1)),
  );
  const others = population - 1;
  const mean = total / asked.length;
  const atMost = (seconds: number): number => Math.min(1 / slowest, population / seconds);
  return {
    asymptotic: bounds(population, think, population / (population * total + think), atMost(total + think)),
    balanced: asked.some(({ servers }) => servers > 1)
      ? null
      : bounds(
          population,
          think,
          population / (total + think + (others * slowest) / (1 + think / (population * total))),
          atMost(total + think + (others * mean) / (1 + think / total)),
        ),
    saturationPopulation: (total + think) / slowest,
  };
}
