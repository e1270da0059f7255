// Where a simulation stands, in one sentence that is read out. It changes a few times a run, not with every step.
import type { SimulationState } from './simulation-state.ts';

export function stateSentence({ phase, server, outcome, fault }: SimulationState): string {
  const first = outcome !== null && outcome.server === server && !outcome.last;
  switch (phase) {
    case 'idle':
      return '';
    case 'running':
      return first ? 'First look, from one run. The others follow.' : 'Simulating.';
    case 'done':
      return 'Simulation finished.';
    case 'cancelled':
      return first ? 'Cancelled after the first run; its numbers have no interval.' : 'Cancelled.';
    case 'failed':
      return `The simulation stopped. ${fault ?? ''}`;
  }
}
