// Whom the users here have written to (row 9.1, auto-whitelist). Addresses are kept as hashes, the ones written to longest ago go.
import { z } from 'zod';
import { addressKey } from '../../core/mail-address.ts';
import { DAY_SECONDS } from '../../core/units.ts';
import type { Correspondents } from '../../pipeline/observation.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { openChangeLog } from './change-log.ts';
import { keyedHash } from './keyed-hash.ts';

/** Addresses remembered, at most [A]: 200 for each of 500 users. */
const MAX_ADDRESSES = 100_000;
/** An address that is written to again is written down anew only after so many days [A]. */
const RENEW_DAYS = 7;

/** Hash of an address and the day of the last mail to it. */
const change = z.tuple([z.number().int().min(0), z.number().int().min(0)]);
type Change = z.output<typeof change>;

interface CorrespondentsOptions {
  readonly fs: FileSystem;
  readonly path: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly maxAddresses?: number;
}

export interface CorrespondentsStore extends Correspondents {
  /** A user here has written to these addresses. Returns at once. */
  note(recipients: readonly string[]): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  readonly size: number;
}

export async function openCorrespondents(options: CorrespondentsOptions): Promise<CorrespondentsStore> {
  const { fs, path, key, clock, log, maxAddresses = MAX_ADDRESSES } = options;
  const hash = keyedHash(key, 'correspondent');
  /** Written to longest ago first. */
  const days = new Map<number, number>();
  const put = ([address, day]: Change): void => {
    days.delete(address);
    days.set(address, day);
    for (const oldest of days.keys()) {
      if (days.size <= maxAddresses) break;
      days.delete(oldest);
    }
  };
  const changes = await openChangeLog<Change>({
    fs,
    path,
    clock,
    log,
    take: (found) => {
      const { data } = change.safeParse(found);
      if (data === undefined) return null;
      put(data);
      return data;
    },
    snapshot: () => days.entries(),
    weight: () => 1,
    size: () => days.size,
  });
  return {
    wroteTo: (address) => address !== '' && days.has(hash(addressKey(address))),
    note(recipients) {
      const day = Math.floor(clock.now() / DAY_SECONDS);
      for (const recipient of recipients) {
        if (!recipient.includes('@')) continue;
        const entry: Change = [hash(addressKey(recipient)), day];
        const known = days.get(entry[0]);
        put(entry);
        if (known === undefined || day - known >= RENEW_DAYS) changes.add(entry);
      }
    },
    flush: changes.flush,
    close: changes.close,
    get size() {
      return days.size;
    },
  };
}
