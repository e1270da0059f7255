// Fetches databases from the addresses an administrator named (row 9.9, auto-update and third-party databases). What arrives is
// read before it takes the place of the old file; a file that is damaged, too large or late changes nothing.
import { join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { writeAside } from '../store/write-file.ts';
import { digestOf, faultOfDatabase } from './load-databases.ts';
import { parseDatabase } from './signatures/parse-database.ts';

export interface DatabaseSource {
  /** Name of the file, with the ending of its format. */
  readonly file: string;
  readonly url: string;
}

interface FetchOptions {
  readonly fs: FileSystem;
  /** Where the files go. */
  readonly folder: string;
  readonly sources: readonly DatabaseSource[];
  readonly log: EventLog;
  readonly fetch?: typeof globalThis.fetch;
  readonly maxBytes?: number;
  readonly timeoutSeconds?: number;
}

/** [A] larger than any text database of a third party. */
const MAX_BYTES = 256 * 1024 * 1024;
const TIMEOUT_SECONDS = 120;

async function bodyOf(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fetches every source once. Never rejects: what fails is logged, and the old file stays. */
export async function fetchDatabases(options: FetchOptions): Promise<void> {
  const { fs, folder, sources, log, fetch = globalThis.fetch } = options;
  const { maxBytes = MAX_BYTES, timeoutSeconds = TIMEOUT_SECONDS } = options;
  for (const { file, url } of sources) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutSeconds * 1000) });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const bytes = await bodyOf(response, maxBytes);
      const path = join(folder, file);
      const old = await fs.read(path);
      if (old !== null && digestOf(old) === digestOf(bytes)) continue;
      const fault = faultOfDatabase((await parseDatabase(file, bytes)).report);
      if (fault !== null) throw new Error(fault);
      await fs.makeFolder(folder);
      const aside = `${path}.new`;
      await fs.remove(aside);
      await writeAside(fs, aside, [bytes]);
      await fs.rename(aside, path);
      await fs.syncFolder(folder);
      log('antivirus.fetched', { file, sizeBytes: bytes.length });
    } catch (error) {
      log('antivirus.fetch-failed', { file, error: String(error) });
    }
  }
}
