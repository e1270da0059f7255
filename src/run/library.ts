// All model files of an installation, checked. Hosts read the files; nothing pure knows where they lie.

import type { Disks } from '../model/library/disks.ts';
import type { Platform } from '../model/library/platform.ts';
import type { Workload } from '../model/library/workload.ts';
import type { GuideConstants } from '../sizing/guide-constants.ts';

/** What is in models/, by name. Plain JSON, so that a worker or a page can be handed it. */
export interface ModelLibrary {
  readonly guide: GuideConstants;
  readonly disks: Disks;
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly platforms: Readonly<Record<string, Platform>>;
}
