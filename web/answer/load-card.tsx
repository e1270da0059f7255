// How deep the planned server sits: at once by the utilisation law, and beside it what a simulation of the same server measured.

import { estimateText } from '../../src/run/estimate-text.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import type { Utilisation } from '../../src/sizing/utilisation.ts';
import { keepUnits } from '../text/keep-units.ts';
import { loadSentence } from '../text/load-sentence.ts';
import { percent } from '../text/percent.ts';
import { stationTitle } from '../text/station-titles.ts';
import { times } from '../text/times.ts';
import { LoadLine } from './load-line.tsx';

interface LoadCardProps {
  readonly bounds: Utilisation;
  /** The simulation of this very server; null if there is none. */
  readonly result: SimulationResult | null;
}

/** Headroom in words; a server without load has no number for it. */
const headroomText = (headroom: number | null): string => (headroom === null ? 'no load' : times(headroom));

export function LoadCard({ bounds, result }: LoadCardProps) {
  const busiest = bounds.resources.find(({ name }) => name === bounds.bottleneck);
  const utilisation = busiest?.utilisation ?? 0;
  const title = stationTitle(busiest?.name ?? 'cpu');
  const sentence = loadSentence({ title, utilisation, ceiling: bounds.threshold });
  const over = utilisation > bounds.threshold;
  const station = result?.stations.find(({ name }) => name === result.bottleneck.station);
  return (
    <section class="card load" aria-labelledby="load">
      <h3 id="load">The load line</h3>
      <div class="load-body">
        <LoadLine
          sentence={sentence}
          utilisation={utilisation}
          ceiling={bounds.threshold}
          simulated={result?.bottleneck.utilisation ?? null}
        />
        <div class="load-words">
          <p class="headroom" data-over={over}>
            <strong>{headroomText(bounds.headroom)}</strong> {over ? 'overloaded' : 'headroom'}
          </p>
          <p>{sentence}</p>
          <table>
            <caption class="visually-hidden">Busiest resource and headroom, by formula and simulated</caption>
            <thead>
              <tr>
                <td />
                <th scope="col">busiest resource</th>
                <th scope="col">headroom</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">
                  <span class="key key-water" aria-hidden="true" /> By formula, wanted mail only
                </th>
                <td>
                  {title}, {percent(utilisation)}
                </td>
                <td>{headroomText(bounds.headroom)}</td>
              </tr>
              {result && station && (
                <tr>
                  <th scope="row">
                    <span class="key key-simulated" aria-hidden="true" /> Simulated, all mail
                  </th>
                  <td>
                    {station.title}, {keepUnits(estimateText(station.busiestHourUtilisation, 'ratio'))}
                  </td>
                  <td>{headroomText(result.bottleneck.utilisation > 0 ? result.bottleneck.headroom : null)}</td>
                </tr>
              )}
            </tbody>
          </table>
          <p class="field-help">
            Mail only: people who read it by IMAP or in the web client are not in this figure yet, so it is no limit of
            users.
          </p>
        </div>
      </div>
    </section>
  );
}
