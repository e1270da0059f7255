// The signatures in use, kept up to date (row 9.9): fetched and read on schedule or on demand, and put in the place of the old
// ones in one step. Scans that run go on with the signatures they began with; meanwhile both are in memory.
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { createLane } from '../store/lane.ts';
import { type DatabaseStatus, type LoadedDatabase, loadDatabases } from './load-databases.ts';
import { createSignatureSet, type SignatureSet } from './signatures/signature-set.ts';

export interface DatabasesStatus {
  /** Seconds since 1970. */
  readonly checkedSeconds: number;
  readonly signatures: number;
  readonly files: readonly DatabaseStatus[];
}

export interface SignatureDatabases {
  /** Never changes: a scan takes it once. */
  current(): SignatureSet;
  /** Fetches and reads everything now ("Manual Update"). Never rejects. */
  update(): Promise<DatabasesStatus>;
  status(): DatabasesStatus;
  stop(): Promise<void>;
}

interface DatabasesOptions {
  readonly fs: FileSystem;
  readonly folders: readonly string[];
  /** Puts newer files into the folders; null: somebody else does. Never rejects. */
  readonly fetch: (() => Promise<void>) | null;
  /** Time between two updates; null: on demand only. */
  readonly updateSeconds: number | null;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** Resolves when the databases that are there have been read; none is fetched yet. */
export async function openSignatureDatabases(options: DatabasesOptions): Promise<SignatureDatabases> {
  const { fs, folders, fetch, updateSeconds, clock, log } = options;
  const lane = createLane();
  let loaded: readonly LoadedDatabase[] = [];
  let set = createSignatureSet([]);
  let status: DatabasesStatus = { checkedSeconds: clock.now(), signatures: 0, files: [] };
  let stopped = false;

  const read = async (): Promise<DatabasesStatus> => {
    try {
      const { databases, statuses } = await loadDatabases(fs, folders, loaded);
      const changed = databases.length !== loaded.length || databases.some((one, index) => one !== loaded[index]);
      if (changed) {
        set = createSignatureSet(databases.map(({ parsed }) => parsed));
        loaded = databases;
      }
      status = { checkedSeconds: clock.now(), signatures: set.signatures, files: statuses };
      for (const { path, state, why, report } of statuses) {
        if (state === 'unchanged') continue;
        const [first] = report?.problems ?? [];
        log('antivirus.database', {
          path,
          state,
          why,
          signatures: report?.signatures ?? 0,
          badLines: report?.badLines ?? 0,
          unsupportedLines: report?.unsupportedLines ?? 0,
          firstProblem: first === undefined ? null : `line ${first.line}: ${first.why}`,
        });
      }
    } catch (error) {
      log('antivirus.databases-failed', { error: String(error) });
    }
    return status;
  };
  const update = (): Promise<DatabasesStatus> =>
    lane(async () => {
      if (fetch !== null && !stopped) await fetch();
      return stopped ? status : read();
    });

  let callOff = (): void => {};
  const schedule = (): void => {
    if (stopped || updateSeconds === null) return;
    callOff = clock.after(updateSeconds, () => void update().then(schedule));
  };
  await lane(read);
  schedule();
  return {
    current: () => set,
    update,
    status: () => status,
    async stop() {
      stopped = true;
      callOff();
      await lane(async () => {});
    },
  };
}
