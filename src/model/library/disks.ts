// The file of drives and RAID levels.
import { z } from 'zod';
import { modelHeader, positive } from './header.ts';

export const DRIVES = ['hdd7200', 'hdd10000', 'sataSsd', 'nvmeSsd'] as const;
export const RAID_LEVELS = ['raid0', 'raid1', 'raid10', 'raid5', 'raid6', 'raidF1'] as const;

const drive = z.strictObject({ title: z.string(), readsPerSecond: positive, writesPerSecond: positive });
const raid = z.strictObject({ writePenalty: positive, minDrives: z.number().int().min(2) });

export const disksSchema = z.strictObject({
  ...modelHeader('disks'),
  drives: z.strictObject({ hdd7200: drive, hdd10000: drive, sataSsd: drive, nvmeSsd: drive }),
  raid: z.strictObject({ raid0: raid, raid1: raid, raid10: raid, raid5: raid, raid6: raid, raidF1: raid }),
  destageOperationsPerWrite: z.number().min(0).max(1),
});

export type Disks = z.output<typeof disksSchema>;
