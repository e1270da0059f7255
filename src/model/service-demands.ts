// Mean service demand of one wanted mail that passes every stage and is delivered, by station. For bounds without simulation.
import { type Demand, priceOf, type Traits } from '../pipeline/demand.ts';
import { STAGE_NAMES, STAGES, type StageName, type StageSettings } from '../stages/index.ts';
import type { Platform } from './library/platform.ts';
import type { Workload } from './library/workload.ts';
import type { Pricing } from './pricing.ts';
import type { Hardware } from './scenario.ts';
import { MailSizes } from './sizes.ts';

export interface ServiceDemand {
  readonly name: 'cpu' | 'volume' | 'ssdCache';
  readonly demandSeconds: number;
  readonly servers: number;
}

/** The mail whose price is the mean price: prices are straight lines in size and text. */
function meanMail({ sizes }: Workload, meanMessageBytes: number): Traits {
  const distribution = new MailSizes(meanMessageBytes, sizes.sigma, sizes.maxBytes);
  return {
    sizeBytes: distribution.meanBelow(sizes.maxBytes),
    textBytes: distribution.meanBelow(sizes.maxTextBytes),
    recipients: 1,
  };
}

/** What is done for a share of the mails, spread over all. */
const shareOf = (demand: Demand, share: number): Demand => ({ ...demand, cpuSeconds: demand.cpuSeconds * share });

/** Demands by station; a station without servers (no SSD cache) is left out. Skips, refusals and the scan limit are not regarded. */
export function serviceDemands(
  settings: StageSettings,
  platform: Platform,
  workload: Workload,
  meanMessageBytes: number,
  { cores, volume, ssdCache }: Hardware,
  pricing: Pricing,
  starttls: boolean,
): ServiceDemand[] {
  const mail = meanMail(workload, meanMessageBytes);
  const visit = <N extends StageName>(name: N): Demand[] =>
    settings[name].enabled
      ? STAGES[name].phases.map(() => STAGES[name].demand(mail, settings[name], platform.stages[name]))
      : [];
  const demands = [
    ...STAGE_NAMES.flatMap((name) => visit(name)),
    ...(starttls ? [shareOf(priceOf(mail, platform.steps.tls), workload.senders.tlsShare.ham)] : []),
    priceOf(mail, platform.steps.receive),
    priceOf(mail, platform.steps.deliver),
  ];
  const total = (price: (demand: Demand) => number): number => demands.reduce((sum, demand) => sum + price(demand), 0);
  return [
    { name: 'cpu', demandSeconds: total((d) => pricing.cpu(d)), servers: cores },
    {
      name: 'volume',
      demandSeconds: total((d) => pricing.volumeRead(d) + pricing.volumeWrite(d) + pricing.destage(d)),
      servers: volume.drives,
    },
    ...(ssdCache
      ? [
          {
            name: 'ssdCache' as const,
            demandSeconds: total((d) => pricing.ssdRead(d) + pricing.ssdWrite(d)),
            servers: 1,
          },
        ]
      : []),
  ];
}
