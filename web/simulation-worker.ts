// The worker: takes one order, runs it, tells the news. The page ends it to cancel.
import './no-eval.ts';
import type { SimulationNews, SimulationOrder } from './simulation/messages.ts';
import { simulateInSteps } from './simulation/simulate-in-steps.ts';

self.addEventListener('message', ({ data }: MessageEvent<SimulationOrder>) => {
  simulateInSteps(data, (news: SimulationNews) => self.postMessage(news));
});
