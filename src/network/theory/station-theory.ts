// What theory says of one open station: the rule that fits, and how far it is exact for what comes there.
import type { Feed } from './feeds.ts';
import type { Finding } from './finding.ts';
import { isQuasiReversible } from './quasi-reversible.ts';
import { batches } from './rules/batches.ts';
import { breakdowns } from './rules/breakdowns.ts';
import { delay } from './rules/delay.ts';
import { fcfs } from './rules/fcfs.ts';
import { loss } from './rules/loss.ts';
import { patience } from './rules/patience.ts';
import { priorities } from './rules/priorities.ts';
import { renewal } from './rules/renewal.ts';
import { sharing } from './rules/sharing.ts';
import type { StationLoad } from './station-load.ts';
import { tried } from './tried.ts';

/** For Poisson arrivals. A station is the business of one of them at most, but for first come first served, a priority of one number. */
const RULES: readonly ((load: StationLoad) => Finding | null)[] = [
  loss,
  patience,
  breakdowns,
  sharing,
  fcfs,
  priorities,
];

const firstOf = (load: StationLoad): Finding | null => {
  for (const rule of RULES) {
    const found = rule(load);
    if (found !== null) return found;
  }
  return null;
};

/** @returns null where nothing more than rates can be said. */
export function findingOf(load: StationLoad, feed: Feed): Finding | null {
  const { meanSeconds, meanSquareSeconds2 } = load.service;
  if (!load.stable && !limits(load)) return null;
  if (load.station.type === 'delay') return delay(load);
  if (!(meanSeconds > 0 && Number.isFinite(meanSquareSeconds2))) return null;
  if (feed.kind === 'bursty') return null;
  if (feed.kind === 'batches') return tried(() => batches(load, feed.size));
  if (feed.kind === 'renewal') return tried(() => renewal(load, feed.gaps)) ?? approximate(tried(() => firstOf(load)));
  const found = tried(() => firstOf(load));
  if (found === null || feed.kind === 'poisson') return found;
  if (feed.kind === 'productForm' && isQuasiReversible(load)) {
    const { responseQuantilesSeconds: _, ...means } = found;
    return { ...means, method: `${found.method}, product form` };
  }
  return approximate(found);
}

/** Room or patience keeps an overload away. */
const limits = ({ station, classes }: StationLoad): boolean =>
  ('room' in station && station.room !== undefined) || classes.every((own) => own.patience !== undefined);

function approximate(found: Finding | null): Finding | null {
  if (found === null) return null;
  const { responseQuantilesSeconds: _, ...means } = found;
  return { ...means, exact: false, method: `${found.method}, arrivals taken as Poisson` };
}
