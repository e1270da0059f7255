// Which field of the form a problem of the scenario or the sizing belongs to, in the words of the form.
import type { Problem } from '../../src/core/problem.ts';
import { guideBytes } from '../../src/sizing/format-bytes.ts';
import type { NumberKey } from './plan.ts';

const FIELDS: Readonly<Record<string, NumberKey>> = {
  'hardware.volume.drives': 'drives',
  'hardware.ramBytes': 'ramGib',
};

/** The field that a problem is about; null: the plan as a whole. */
export const fieldOf = ({ path }: Problem): NumberKey | null => FIELDS[path] ?? null;

/** A problem as the form says it: bytes in the guide's words. */
export const problemText = ({ wanted, hint }: Problem): string =>
  `Wanted: ${wanted.replace(/\b(\d+) bytes/, (_, bytes) => guideBytes(Number(bytes)))}. ${hint}`;
