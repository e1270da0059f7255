// The answer of a simulation: the bottleneck, response times, utilisation, fates, and what stands behind and outside of it.
import { DAY_SECONDS } from '../../src/core/units.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { grouped } from '../text/grouped.ts';
import { keepUnits } from '../text/keep-units.ts';
import { DayFigure } from './day-figure.tsx';
import { FatesTable } from './fates-table.tsx';
import { ResultTiles } from './result-tiles.tsx';
import { UtilisationFigure } from './utilisation-figure.tsx';

/** How sure the numbers are, in words. */
function sureness({ replications, confidence, simulatedSeconds, events, seed }: SimulationResult): string {
  const days = simulatedSeconds / DAY_SECONDS;
  const each = `${days === 1 ? 'one day' : `${days} days`}, seed ${seed}, ${grouped(events)} events`;
  return replications === 1
    ? `One run of ${each}; no interval yet.`
    : `${replications} independent runs of ${each}; ± is the ${confidence * 100} % interval.`;
}

export function SimulationReport({ result }: { readonly result: SimulationResult }) {
  return (
    <div class="report">
      <p class="headline">
        {result.bottleneck.utilisation > 0
          ? keepUnits(result.bottleneck.sentence)
          : 'No mail came: nothing on this server was busy.'}
      </p>
      <p class="sureness">{sureness(result)}</p>
      <ResultTiles result={result} />
      <UtilisationFigure result={result} />
      <DayFigure result={result} />
      <FatesTable result={result} />
      <p class="checks">
        <span aria-hidden="true">✓</span> Checked in every run: Little’s law at every station, flow balance of every
        mail, utilisation law.
      </p>
      <section aria-labelledby="not-modelled">
        <h4 id="not-modelled">Not in these numbers yet</h4>
        <ul class="not-modelled">
          {result.notModelled.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
