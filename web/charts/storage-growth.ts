// How the stored mail grows: the volume formula for each year up to the end of the retention, and as far as the guide looks.
import type { GuideConstants } from '../../src/sizing/guide-constants.ts';
import type { SizingFigures } from '../../src/sizing/size.ts';
import { volumeFor } from '../../src/sizing/volume.ts';

export interface YearOfMail {
  readonly years: number;
  readonly bytes: number;
  readonly display: string;
  readonly labelDisplay: string;
  /** True for the years that the plan keeps. */
  readonly planned: boolean;
}

/** Whole years, and the planned number of years where it is none of them. */
export function storageGrowth(figures: SizingFigures, constants: GuideConstants): readonly YearOfMail[] {
  const last = Math.max(constants.retentionYears.value.most, Math.ceil(figures.years));
  const whole = Array.from({ length: last }, (_, index) => index + 1);
  const all = [...new Set([...whole, figures.years])].sort((a, b) => a - b);
  return all.map((years) => {
    const { bytes, display, labelDisplay } = volumeFor({ ...figures, years }, constants);
    return { years, bytes, display, labelDisplay, planned: years === figures.years };
  });
}
