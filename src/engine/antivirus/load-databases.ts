// Reads the signature databases of some folders. A file that cannot be used leaves the one before it in use.
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { FileSystem } from '../ports/file-system.ts';
import { type DatabaseReport, isDatabase, type ParsedDatabase, parseDatabase } from './signatures/parse-database.ts';

/** One file as it is used. */
export interface LoadedDatabase {
  readonly path: string;
  readonly digest: string;
  readonly parsed: ParsedDatabase;
}

/** What became of one file. `kept`: it could not be used, and what was there before it stays in use. */
export interface DatabaseStatus {
  readonly path: string;
  readonly state: 'loaded' | 'unchanged' | 'kept' | 'refused';
  readonly why: string | null;
  readonly report: DatabaseReport | null;
}

export interface LoadResult {
  readonly databases: readonly LoadedDatabase[];
  readonly statuses: readonly DatabaseStatus[];
}

/** Of all files together [A]: ClamAV's own have about 200 MiB of text. */
const MAX_BYTES = 512 * 1024 * 1024;
const MAX_FILES = 200;
/** A file with a larger share of bad lines is damaged, e.g. cut off or an error page of some server [A]. */
const MAX_BAD_SHARE = 0.01;

/** Why a database should not be used; null when it can be. */
export function faultOfDatabase({ signatures, badLines, unsupportedLines }: DatabaseReport): string | null {
  const lines = signatures + badLines + unsupportedLines;
  if (lines === 0) return 'it is empty';
  if (badLines > MAX_BAD_SHARE * lines) return `${badLines} of its ${lines} lines are bad`;
  return null;
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function loadOne(
  fs: FileSystem,
  path: string,
  before: LoadedDatabase | undefined,
  bytesLeft: number,
): Promise<{ readonly database: LoadedDatabase | null; readonly status: DatabaseStatus }> {
  const refused = (why: string, report: DatabaseReport | null) => ({
    database: before ?? null,
    status: { path, state: before ? 'kept' : 'refused', why, report } as const,
  });
  let text: Buffer | null;
  try {
    text = await fs.read(path);
  } catch (error) {
    return refused(`it cannot be read: ${String(error)}`, null);
  }
  if (text === null) return refused('it went away while it was read', null);
  if (text.length > bytesLeft) return refused(`all files together are larger than ${MAX_BYTES} bytes`, null);
  const digest = digestOf(text);
  if (digest === before?.digest)
    return { database: before, status: { path, state: 'unchanged', why: null, report: before.parsed.report } };
  const parsed = await parseDatabase(basename(path), text);
  const fault = faultOfDatabase(parsed.report);
  if (fault !== null) return refused(fault, parsed.report);
  return { database: { path, digest, parsed }, status: { path, state: 'loaded', why: null, report: parsed.report } };
}

/** Files whose ending is not known are passed over, others of ClamAV's formats among them. @param before what is in use */
export async function loadDatabases(
  fs: FileSystem,
  folders: readonly string[],
  before: readonly LoadedDatabase[],
): Promise<LoadResult> {
  const known = new Map(before.map((database) => [database.path, database]));
  const databases: LoadedDatabase[] = [];
  const statuses: DatabaseStatus[] = [];
  let bytesLeft = MAX_BYTES;
  for (const folder of folders) {
    const names = [...(await fs.list(folder))].filter(isDatabase).sort().slice(0, MAX_FILES);
    for (const name of names) {
      const path = join(folder, name);
      const { database, status } = await loadOne(fs, path, known.get(path), bytesLeft);
      statuses.push(status);
      if (database === null) continue;
      databases.push(database);
      bytesLeft -= database.parsed.text.length;
    }
  }
  return { databases, statuses };
}
