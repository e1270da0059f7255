// Where rule updates come from (row 9.2): a folder, or a server that offers a manifest. What is fetched is bounded and checked before
// anybody reads it.
import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { FileSystem } from '../ports/file-system.ts';
import { exchangeHttp } from './http-exchange.ts';
import { isRuleFileName, RULE_LIMITS } from './rule-library.ts';

const MANIFEST = 'manifest.json';
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 32 * 1024 * 1024;
const TIMEOUT_SECONDS = 60;
export const VERSION_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

/** What stands beside the files: which belong to a version, and their checksums. */
const manifestSchema = z.object({
  version: z.string().regex(VERSION_NAME),
  files: z
    .array(
      z.object({
        name: z.string().refine(isRuleFileName, 'a name that ends in .cf'),
        sha256: z.string().regex(/^[0-9a-f]{64}$/i),
      }),
    )
    .min(1)
    .max(RULE_LIMITS.files),
});
type Manifest = z.output<typeof manifestSchema>;

export interface FetchedRules {
  readonly version: string;
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
}
/** A text is why there are none. */
export type Fetched = FetchedRules | string;

/** One file of the source; a text is why not; null: there is none of that name. */
type Read = (name: string, maxBytes: number) => Promise<Buffer | string | null>;

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

function readManifest(bytes: Buffer): Manifest | string {
  let data: unknown;
  try {
    data = JSON.parse(bytes.toString());
  } catch {
    return `${MANIFEST} is no JSON`;
  }
  const read = manifestSchema.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `${MANIFEST}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
}

/** All files of a manifest, each as its checksum says. */
async function readListed(manifest: Manifest, read: Read): Promise<Fetched> {
  const files: { name: string; content: Buffer }[] = [];
  let bytes = 0;
  for (const { name, sha256: wanted } of manifest.files) {
    const content = await read(name, RULE_LIMITS.fileBytes);
    if (content === null) return `${name} is missing`;
    if (typeof content === 'string') return `${name}: ${content}`;
    if (sha256(content) !== wanted.toLowerCase()) return `${name} is not what its checksum says`;
    bytes += content.length;
    if (bytes > MAX_TOTAL_BYTES) return `more than ${MAX_TOTAL_BYTES} bytes`;
    files.push({ name, content });
  }
  return { version: manifest.version, files };
}

function folderReader(fs: FileSystem, folder: string): Read {
  return async (name, maxBytes) => {
    const content = await fs.read(join(folder, name));
    return content !== null && content.length > maxBytes ? `more than ${maxBytes} bytes` : content;
  };
}

/** A folder without a manifest, such as sa-update keeps: all its files of rules; their content is the version. */
async function readFolder(fs: FileSystem, folder: string, read: Read): Promise<Fetched> {
  const names = (await fs.list(folder)).filter(isRuleFileName).sort();
  if (names.length === 0) return 'no file that ends in .cf';
  if (names.length > RULE_LIMITS.files) return `more than ${RULE_LIMITS.files} files`;
  const files: { name: string; sha256: string }[] = [];
  const contents = new Map<string, Buffer | string | null>();
  for (const name of names) {
    const content = await read(name, RULE_LIMITS.fileBytes);
    contents.set(name, content);
    files.push({ name, sha256: Buffer.isBuffer(content) ? sha256(content) : '0'.repeat(64) });
  }
  const version = sha256(Buffer.from(JSON.stringify(files))).slice(0, 16);
  return readListed({ version, files }, async (name) => contents.get(name) ?? null);
}

function urlReader(base: URL): Read {
  return async (name, maxBytes) => {
    const url = new URL(encodeURIComponent(name), base);
    const answer = await exchangeHttp({
      url,
      method: 'GET',
      timeoutSeconds: TIMEOUT_SECONDS,
      maxAnswerBytes: maxBytes,
    });
    if (answer.kind === 'failed') return answer.why;
    if (answer.status === 404) return null;
    return answer.status === 200 ? answer.body : `status ${answer.status}`;
  };
}

const isUrl = (source: string): boolean => /^https?:/i.test(source);

/**
 * Fetches what the source offers. Never rejects.
 * @param source absolute path of a folder, or the URL that its files lie under
 */
export async function fetchRules(source: string, fs: FileSystem): Promise<Fetched> {
  try {
    if (!isUrl(source) && !isAbsolute(source)) return 'neither a URL nor an absolute path';
    const read = isUrl(source)
      ? urlReader(new URL(source.endsWith('/') ? source : `${source}/`))
      : folderReader(fs, source);
    const listed = await read(MANIFEST, MAX_MANIFEST_BYTES);
    if (listed === null && !isUrl(source)) return await readFolder(fs, source, read);
    if (listed === null) return `${MANIFEST} is missing`;
    if (typeof listed === 'string') return `${MANIFEST}: ${listed}`;
    const manifest = readManifest(listed);
    return typeof manifest === 'string' ? manifest : await readListed(manifest, read);
  } catch (error) {
    return String(error);
  }
}
