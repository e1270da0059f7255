// Second half of the page: what a server carries, by formula at once and by simulation on demand.
import { LastGoodStamp } from './answer/last-good-stamp.tsx';
import { LoadCard } from './answer/load-card.tsx';
import type { FormContext } from './form/form-context.ts';
import { ServerForm } from './form/server-form.tsx';
import { SimulationCard } from './simulation/simulation-card.tsx';
import { isEarlier } from './simulation/simulation-state.ts';
import type { SimulationControl } from './simulation/use-simulation.ts';
import type { ServerAnswer } from './state/server-answer.ts';

interface CarryBandProps {
  readonly form: FormContext;
  /** Null while no server could be looked at yet. */
  readonly server: ServerAnswer | null;
  /** Why the server is not the one that the form says now; empty if it is. */
  readonly reasons: readonly string[];
  readonly simulation: SimulationControl;
  /** Query of the link to this plan. */
  readonly link: string;
}

export function CarryBand({ form, server, reasons, simulation, link }: CarryBandProps) {
  const { outcome } = simulation.state;
  return (
    <section class="band" aria-labelledby="carry">
      <h2 id="carry">What it carries</h2>
      <ServerForm form={form} />
      {server === null ? (
        <p class="stamp">This server cannot be looked at. {reasons.join(' ')}</p>
      ) : (
        <div class="answer">
          <LastGoodStamp reasons={reasons} />
          <LoadCard bounds={server.bounds} result={outcome && !isEarlier(outcome, server) ? outcome.result : null} />
          <SimulationCard
            server={server}
            oneOfTwo={form.state.plan.highAvailability !== 'none'}
            link={link}
            usable={reasons.length === 0}
            control={simulation}
          />
        </div>
      )}
    </section>
  );
}
