// Plans to start from, each a few changes to the scenario that comes with the page. [A]: typical servers of that size.
import type { Plan } from './plan.ts';

export interface Preset {
  readonly title: string;
  readonly changes: Partial<Plan>;
}

export const PRESETS: readonly Preset[] = [
  {
    title: 'Small office, 50 people',
    changes: { users: 50, cores: 2, drives: 2, raid: 'raid1', cacheGb: 0 },
  },
  { title: 'Office, 200 people', changes: {} },
  {
    title: 'Company, 750 people',
    changes: {
      users: 750,
      highAvailability: 'mailplus',
      cores: 8,
      coreSpeed: 1,
      ramGib: 32,
      drives: 8,
      raid: 'raid6',
      cacheGb: 1000,
    },
  },
];
