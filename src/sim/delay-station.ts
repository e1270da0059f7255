// A station where nobody waits for another: everybody is served at once, however many there are.
import { FcfsStation } from './fcfs-station.ts';
import type { Kernel } from './kernel.ts';

/** Servers without end, so there is no queue and no utilisation. */
export const delayStation = (name: string, kernel: Kernel): FcfsStation =>
  new FcfsStation(name, kernel, Number.POSITIVE_INFINITY);
