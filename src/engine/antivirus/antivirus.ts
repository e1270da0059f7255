// The virus scanner that a configuration asks for (row 9.9): its engines in order, their databases kept up to date.
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { AntivirusSettings } from '../../config/antivirus.ts';
import type { VirusScanner } from '../../pipeline/observation.ts';
import { createSignatureScanner } from '../../stages/antivirus/observe/signature-scanner.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { createWorkGate } from '../work-gate.ts';
import { type Clamd, createClamd } from './clamd.ts';
import { createEngineChain, type EngineChain, type NamedScanner } from './engine-chain.ts';
import { fetchDatabases } from './fetch-databases.ts';
import { type DatabasesStatus, openSignatureDatabases, type SignatureDatabases } from './signature-databases.ts';

export interface AntivirusAdmin {
  /** Asks clamd for its version, so it may take the time to connect. */
  status(): Promise<{
    readonly engines: readonly (ReturnType<EngineChain['states']>[number] & { readonly version: string | null })[];
    readonly databases: DatabasesStatus;
  }>;
  /** Fetches and reads the databases now ("Manual Update"). */
  update(): Promise<DatabasesStatus>;
}

export interface Antivirus {
  readonly scanner: VirusScanner;
  readonly admin: AntivirusAdmin;
  stop(): Promise<void>;
}

interface AntivirusOptions {
  readonly settings: AntivirusSettings;
  readonly fs: FileSystem;
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** Scans that clamd is asked for at once, and that wait beyond these: clamd's MaxThreads and MaxQueue by default. */
const CLAMD_SCANS = 10;
const CLAMD_WAITING = 100;

type EngineSettings = AntivirusSettings['engines'][number];
interface Named extends NamedScanner {
  readonly clamd: Clamd | null;
}

function clamdScanner(settings: Extract<EngineSettings, { kind: 'clamd' }>): Named {
  const { host, port, socket, maxStreamBytes } = settings;
  const endpoint = socket === undefined ? { host, port } : { path: socket };
  const clamd = createClamd({ ...settings, endpoint });
  const gate = createWorkGate(CLAMD_SCANS, CLAMD_WAITING);
  return {
    name: `clamd ${socket ?? `${host}:${port}`}`,
    clamd,
    maxBytes: maxStreamBytes,
    scanner: {
      scan: async (message) =>
        (await gate.run(() => clamd.scan(message))) ?? { kind: 'failed', why: 'too many scans wait' },
    },
  };
}

const ownScanner = (databases: SignatureDatabases): Named => ({
  name: 'signatures',
  clamd: null,
  maxBytes: Number.POSITIVE_INFINITY,
  scanner: createSignatureScanner({ databases: databases.current }),
});

export async function openAntivirus({ settings, fs, folder, clock, log }: AntivirusOptions): Promise<Antivirus> {
  const { engines, databases: own } = settings;
  const databaseFolder = resolve(folder, own.folder);
  const fetch = (): Promise<void> => fetchDatabases({ fs, folder: databaseFolder, sources: own.sources, log });
  const used = engines.some(({ kind }) => kind === 'signatures');
  const databases = await openSignatureDatabases({
    fs,
    folders: used ? [databaseFolder, ...own.extraFolders.map((extra) => resolve(folder, extra))] : [],
    fetch: used && own.sources.length > 0 ? fetch : null,
    updateSeconds: own.autoUpdate ? own.updateSeconds : null,
    clock,
    log,
  });
  const named = engines.map((engine) => (engine.kind === 'clamd' ? clamdScanner(engine) : ownScanner(databases)));
  const chain = createEngineChain(named, () => performance.now() / 1000, log);
  return {
    scanner: chain,
    admin: {
      async status() {
        const versions = await Promise.all(named.map(({ clamd }) => clamd?.version() ?? null));
        const states = chain.states().map((state, index) => ({ ...state, version: versions[index] ?? null }));
        return { engines: states, databases: databases.status() };
      },
      update: databases.update,
    },
    stop: () => databases.stop(),
  };
}
