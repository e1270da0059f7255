// The rows of the table of closed forms, each with the network that is run for it and the level of its interval.
import { validate } from '../../config/validate.ts';
import { exp } from '../../stats/portable/exp.ts';
import { log1p } from '../../stats/portable/log.ts';
import { checkNetwork } from '../check-network.ts';
import { type Network, networkSchema } from '../schema.ts';
import type { Case } from './case.ts';
import { BLOCKING } from './cases/blocking.ts';
import { CLOSED } from './cases/closed.ts';
import { LIMITED } from './cases/limited.ts';
import { OVER_TIME } from './cases/over-time.ts';
import { PRIORITIES } from './cases/priorities.ts';
import { PRODUCT_FORM } from './cases/product-form.ts';
import { SHARED } from './cases/shared.ts';
import { SINGLE_CLASS } from './cases/single-class.ts';

export const CASES: readonly Case[] = [
  ...SINGLE_CLASS,
  ...LIMITED,
  ...SHARED,
  ...PRIORITIES,
  ...PRODUCT_FORM,
  ...BLOCKING,
  ...CLOSED,
  ...OVER_TIME,
];

const REPLICATIONS = 24;
/** A quick table runs so much shorter, and leaves the slow rows out; the chance of a false alarm is the same, that of a true one is less. */
const QUICK = 8;
/** Chance that the whole table raises a false alarm with a fresh seed. */
const FALSE_ALARM = 0.01;
/**
 * The level at which this many intervals hold all their values but for a chance of 1 %: (1 − 0.01)^(1/rows). By Šidák (Journal of the American
 * Statistical Association 62, 1967) that is enough also where rows come from one run and depend on each other.
 */
export const rowLevel = (rows: number): number => exp(log1p(-FALSE_ALARM) / rows);

/** The cases of a whole or a quick table. */
export const casesOf = (quick = false): readonly Case[] => (quick ? CASES.filter(({ slow }) => !slow) : CASES);

const rowCount = (quick: boolean): number => casesOf(quick).reduce((sum, { claims }) => sum + claims.length, 0);

/** The network of a case, ready to run. */
export function networkOf(
  given: Case,
  { seed = '1', quick = false }: { readonly seed?: string; readonly quick?: boolean } = {},
): Network {
  const { lengthSeconds, warmUpSeconds, replications } = given;
  // A moment of many runs is made of fewer, anything else is made shorter.
  const moment = replications !== undefined;
  const run = {
    // Rows with the same draws would raise their alarms together.
    seed: `${seed}/${given.model}`,
    lengthSeconds: quick && !moment ? lengthSeconds / QUICK : lengthSeconds,
    warmUpSeconds,
    replications: moment ? Math.ceil(replications / (quick ? QUICK : 1)) : REPLICATIONS,
  };
  const network = validate(
    networkSchema,
    { plimsoll: 1, kind: 'network', name: 'row', ...given.network, run },
    given.model,
  );
  checkNetwork(network, given.model);
  // A file may not ask for such a level.
  return { ...network, run: { ...network.run, confidence: rowLevel(rowCount(quick)) } };
}
