// Starts, shows, cancels and reports the simulation of the planned server.

import { SimulationReport } from '../answer/simulation-report.tsx';
import type { ServerAnswer } from '../state/server-answer.ts';
import { DownloadButton } from './download-button.tsx';
import { isEarlier } from './simulation-state.ts';
import { stateSentence } from './state-sentence.ts';
import type { SimulationControl } from './use-simulation.ts';

interface SimulationCardProps {
  readonly server: ServerAnswer;
  /** True when the plan has two servers: the model looks at one. */
  readonly oneOfTwo: boolean;
  /** Query of the link to this plan. */
  readonly link: string;
  /** False while a field holds what cannot be used: the server is then the last one that could. */
  readonly usable: boolean;
  readonly control: SimulationControl;
}

export function SimulationCard({ server, oneOfTwo, link, usable, control }: SimulationCardProps) {
  const { state, start, cancel } = control;
  const { progress, outcome } = state;
  const running = state.phase === 'running';
  const earlier = outcome !== null && isEarlier(outcome, server);
  const { replications, days } = server.scenario.run;
  return (
    <section class="card simulation" aria-labelledby="simulation">
      <h3 id="simulation">A day on this server, simulated</h3>
      <p>
        {replications} independent runs of {days === 1 ? 'one day' : `${days} days`}: every mail, filter and disk
        access, in this browser. {oneOfTwo && 'One of the two servers is looked at.'}
      </p>
      <div class="actions">
        {running ? (
          <button type="button" class="primary" onClick={cancel}>
            Cancel
          </button>
        ) : (
          <button type="button" class="primary" disabled={!usable} onClick={() => start(server)}>
            Simulate this server
          </button>
        )}
        <DownloadButton source={server.source} link={link} />
      </div>
      {!usable && <p class="field-fault">First mend what is marked in the form.</p>}
      {running && <progress aria-label="Simulation" max={progress.total} value={progress.done} />}
      <p class="simulation-state" role="status">
        {stateSentence(state)}
        {state.phase === 'done' && <span class="visually-hidden"> {outcome?.result.bottleneck.sentence}</span>}
      </p>
      {outcome && (
        <div class={earlier ? 'outcome earlier' : 'outcome'}>
          {earlier && (
            <p class="stamp">
              <strong>For earlier inputs:</strong> {outcome.server.scenario.title},{' '}
              {outcome.server.scenario.hardware.title}.
            </p>
          )}
          <SimulationReport result={outcome.result} />
        </div>
      )}
    </section>
  );
}
