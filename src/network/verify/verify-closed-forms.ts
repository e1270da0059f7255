// The table of closed forms: networks whose numbers are known exactly, simulated, and whether the intervals hold them. Pure.
import type { Interval } from '../../stats/interval.ts';
import type { Answer, NetworkResult } from '../network-result.ts';
import { simulateNetwork } from '../simulate-network.ts';
import type { Case, Claim } from './case.ts';
import { longerService } from './longer-service.ts';
import { casesOf, networkOf, rowLevel } from './table.ts';

/** A histogram tells a quantile to this, relatively: half a bucket. */
const QUANTILE_RESOLUTION = 0.002;

export interface VerifyOptions {
  readonly seed?: string;
  readonly quick?: boolean;
  /** Services in the simulation take longer by this share: an error that must be found. */
  readonly bias?: number;
}

export interface VerifiedRow {
  readonly model: string;
  /** Station and class, or the class alone. */
  readonly where: string;
  readonly metric: Claim['metric'];
  readonly exact: number;
  readonly simulated: Interval;
  readonly holds: boolean;
  readonly truth: string | null;
  readonly blind: boolean;
}

export interface VerifyResult {
  readonly plimsoll: 1;
  readonly kind: 'verifyResult';
  readonly seed: string;
  readonly bias: number;
  /** Slow rows were left out and the others made shorter. */
  readonly quick: boolean;
  /** Confidence level of each row. */
  readonly level: number;
  readonly rows: readonly VerifiedRow[];
  readonly failed: number;
  readonly events: number;
}

/** The number of a result that a claim is about. */
function claimed(result: NetworkResult, { at, metric }: Claim): Answer | null {
  const metrics =
    'station' in at
      ? result.stations.find(({ name }) => name === at.station)?.classes.find((cls) => cls.class === at.cls)?.metrics
      : result.classes.find(({ name }) => name === at.cls)?.metrics;
  return (metrics as Readonly<Record<string, Answer | null>> | undefined)?.[metric] ?? null;
}

function verified(given: Case, result: NetworkResult): VerifiedRow[] {
  return given.claims.map((claim): VerifiedRow => {
    const found = claimed(result, claim);
    if (found === null) throw new Error(`${given.model}: nothing was counted for ${claim.metric}`);
    const { theory: _, ...simulated } = found;
    const room = /median|p\d\d/.test(claim.metric) ? QUANTILE_RESOLUTION * claim.exact : 0;
    const { low, high } = simulated;
    const where =
      'station' in claim.at
        ? given.network.classes.length > 1
          ? `${claim.at.station}, ${claim.at.cls}`
          : claim.at.station
        : `class ${claim.at.cls}`;
    return {
      model: given.model,
      where,
      metric: claim.metric,
      exact: claim.exact,
      simulated,
      holds: low !== null && high !== null && claim.exact >= low - room && claim.exact <= high + room,
      truth: claim.truth ?? null,
      blind: claim.blind ?? false,
    };
  });
}

/** Simulates every network of the table. @param onProgress told after each. */
export function verifyClosedForms(
  options: VerifyOptions = {},
  onProgress: (progress: { readonly done: number; readonly total: number }) => void = () => {},
): VerifyResult {
  const { seed = '1', bias = 0, quick = false } = options;
  const cases = casesOf(quick);
  const rows: VerifiedRow[] = [];
  let events = 0;
  for (const [index, given] of cases.entries()) {
    const network = networkOf(given, options);
    const result = simulateNetwork(bias === 0 ? network : longerService(network, bias));
    rows.push(...verified(given, result));
    events += result.events;
    onProgress({ done: index + 1, total: cases.length });
  }
  return {
    plimsoll: 1,
    kind: 'verifyResult',
    seed,
    bias,
    quick,
    level: rowLevel(rows.length),
    rows,
    failed: rows.filter(({ holds }) => !holds).length,
    events,
  };
}
