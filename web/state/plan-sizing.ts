// From the plan to what the guide's formulas are fed with.
import { KIB } from '../../src/core/units.ts';
import type { SizingInput } from '../../src/sizing/size.ts';
import type { Plan } from './plan.ts';

export const sizingInputOf = ({
  users,
  mailsPerUserPerDay,
  meanMessageKib,
  years,
  highAvailability,
}: Plan): SizingInput => ({
  users,
  mailsPerUserPerDay,
  meanMessageBytes: Math.round(meanMessageKib * KIB),
  years,
  highAvailability,
});
