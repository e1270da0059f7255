// Bounds by the utilisation law: no queue and no chance in them. They stand beside the simulation, which has to agree with them.
import { arrivalRatePerSecond, offeredLoad } from '../model/offered-load.ts';
import { Pricing } from '../model/pricing.ts';
import type { ReplicationInput } from '../model/replicate.ts';
import { serviceDemands } from '../model/service-demands.ts';
import { type Utilisation, utilisationOf } from '../sizing/utilisation.ts';

/** What the wanted mail of the busiest hour asks of each resource, and the rates at the ceiling and at saturation. */
export function boundsOf({ scenario, workload, platform, disks, memory }: ReplicationInput): Utilisation {
  const { hardware, configuration } = scenario;
  const load = offeredLoad(scenario.workload, workload);
  const wanted = Array.from(
    { length: 24 },
    (_, hour) => arrivalRatePerSecond(load, 'ham', hour) + arrivalRatePerSecond(load, 'bulk', hour),
  );
  const demands = serviceDemands(
    configuration.stages,
    platform,
    workload,
    scenario.workload.meanMessageBytes,
    hardware,
    new Pricing(hardware, disks, memory),
    configuration.listeners.smtp.starttls,
  );
  return utilisationOf(demands, Math.max(...wanted), platform.ceiling);
}
