// First half of the page: what an organisation needs, by the guide's formulas.
import type { ModelLibrary } from '../src/run/library.ts';
import type { Sizing } from '../src/sizing/size.ts';
import { HeadlineStatus } from './answer/headline-status.tsx';
import { LastGoodStamp } from './answer/last-good-stamp.tsx';
import { SizingNotes } from './answer/sizing-notes.tsx';
import { SizingTiles } from './answer/sizing-tiles.tsx';
import { StorageChart } from './answer/storage-chart.tsx';
import type { FormContext } from './form/form-context.ts';
import { OrganisationForm } from './form/organisation-form.tsx';
import { headline } from './text/headline.ts';
import { keepUnits } from './text/keep-units.ts';

interface NeedBandProps {
  readonly form: FormContext;
  readonly sizing: Sizing;
  /** Why the answer is not about what the form says now; empty if it is. */
  readonly reasons: readonly string[];
  readonly library: ModelLibrary;
}

export function NeedBand({ form, sizing, reasons, library }: NeedBandProps) {
  const answer = headline(sizing);
  return (
    <section class="band" aria-labelledby="need">
      <h2 id="need">What you need</h2>
      <div class="lead">
        <LastGoodStamp reasons={reasons} />
        <p class="headline">{keepUnits(answer)}</p>
        <HeadlineStatus text={answer} />
      </div>
      <OrganisationForm form={form} />
      <div class="answer">
        <SizingTiles {...sizing} />
        <StorageChart sizing={sizing} library={library} />
        <SizingNotes notes={sizing.notes} />
      </div>
    </section>
  );
}
