// Names of RAID levels as their makers write them.
import type { Plan } from '../state/plan.ts';

export const RAID_TITLES: Readonly<Record<Plan['raid'], string>> = {
  raid0: 'RAID 0, no redundancy',
  raid1: 'RAID 1',
  raid10: 'RAID 10',
  raid5: 'RAID 5',
  raid6: 'RAID 6',
  raidF1: 'RAID F1',
};
