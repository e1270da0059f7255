// Who may use the admin API: bearer tokens (RFC 6750), known by their SHA-256. A token is 256 random bits, so a slow hash adds nothing.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { dirname } from 'node:path';
import type { AdminSettings } from '../../config/admin.ts';
import { InputError } from '../../core/problem.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import { tokenPath } from './places.ts';

export interface AdminTokens {
  /** Name of the token in a header `Authorization: Bearer …`; null: there is none such. Takes the same time for every wrong one. */
  whoIs(authorization: string | undefined): string | null;
  /** File that holds a token; null: tokens are known by hash only. */
  readonly file: string | null;
}

/** Name of whoever read the token from its file. */
const FILE_HOLDER = 'token-file';
const MIN_CHARACTERS = 32;
/** RFC 6750 section 2.1; nobody needs a longer one [A]. */
const TOKEN = /^[A-Za-z0-9._~+/-]{32,512}=*$/;
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*) *$/i;

const digest = (token: string): Uint8Array => createHash('sha256').update(token).digest();

async function make(fs: FileSystem, path: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const aside = `${path}.new`;
  await fs.remove(aside);
  // Files are made readable by their owner alone.
  await writeAside(fs, aside, [Buffer.from(`${token}\n`)]);
  await moveIntoPlace(fs, aside, path, () => fs.syncFolder(dirname(path)));
  return token;
}

async function tokenIn(fs: FileSystem, path: string, given: boolean): Promise<string> {
  const bytes = await fs.read(path);
  if (bytes === null && !given) return make(fs, path);
  const token = bytes?.toString('latin1').trim() ?? '';
  if (TOKEN.test(token)) return token;
  const got = bytes === null ? 'no such file' : 'a file without one';
  throw new InputError('admin', [
    {
      path: 'admin.tokenFile',
      got: `${path}: ${got}`,
      wanted: `a token of at least ${MIN_CHARACTERS} letters and digits`,
      hint: given ? 'Make one: openssl rand -hex 32.' : 'Remove the file: the next start makes a new one.',
    },
  ]);
}

/** @param folder the data folder. @throws InputError when a file holds no token */
export async function openTokens(settings: AdminSettings, folder: string, fs: FileSystem): Promise<AdminTokens> {
  const { tokenFile, tokens } = settings;
  const file = tokenFile !== null || tokens.length === 0 ? tokenPath(settings, folder) : null;
  const known: { readonly name: string; readonly hash: Uint8Array }[] = tokens.map(({ name, hash }) => ({
    name,
    hash: Buffer.from(hash.slice('sha256$'.length), 'hex'),
  }));
  if (file !== null) known.push({ name: FILE_HOLDER, hash: digest(await tokenIn(fs, file, tokenFile !== null)) });
  return {
    file,
    whoIs(authorization) {
      const [, token = ''] = BEARER.exec(authorization ?? '') ?? [];
      const given = digest(token);
      let who: string | null = null;
      for (const { name, hash } of known) if (timingSafeEqual(hash, given)) who = name;
      return token === '' ? null : who;
    },
  };
}
