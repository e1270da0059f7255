// The private keys of the domains: files that only the server's user can read, made when they are missing (row 8.3).
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { DkimSettings, KeyAlgorithm } from '../../config/dkim.ts';
import { InputError, shown } from '../../core/problem.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';

/** One selector of a domain and where its key is. */
export interface KeyPlace {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: KeyAlgorithm;
  readonly signs: boolean;
  readonly path: string;
  /** The key is made here; false: somebody else brings it. */
  readonly own: boolean;
}

/** All selectors of a configuration. @param folder the data folder, absolute */
export const keyPlaces = ({ domains }: DkimSettings, folder: string): KeyPlace[] =>
  Object.entries(domains).flatMap(([domain, { selectors }]) =>
    selectors.map(({ name: selector, algorithm, keyFile, signs }) => ({
      domain,
      selector,
      algorithm,
      signs,
      path: keyFile === undefined ? join(folder, 'dkim', domain, `${selector}.pem`) : resolve(folder, keyFile),
      own: keyFile === undefined,
    })),
  );

const MAX_BYTES = 64 * 1024;
const generate = promisify(generateKeyPair);

async function newKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  if (algorithm === 'ed25519') return (await generate('ed25519')).privateKey;
  return (await generate('rsa', { modulusLength: Number(algorithm.slice('rsa-'.length)) })).privateKey;
}

const problem = ({ domain, selector, path }: KeyPlace, got: string, hint: string): InputError =>
  new InputError('DKIM keys', [
    {
      path: `dkim.domains.${domain}.selectors (${selector})`,
      got: `${shown(path)}, ${got}`,
      wanted: 'a private key in PEM: RSA of 1024 bits or more, or Ed25519',
      hint,
    },
  ]);

/** The key of a place; null when there is none yet. @throws InputError for a file that is no usable key; it is never quoted. */
export async function readKey(fs: Pick<FileSystem, 'read'>, place: KeyPlace): Promise<KeyObject | null> {
  const bytes = await fs.read(place.path);
  if (bytes === null) return null;
  let key: KeyObject | null = null;
  try {
    if (bytes.length <= MAX_BYTES) key = createPrivateKey(bytes);
  } catch {
    // What the library says may quote the file.
  }
  const { modulusLength = 0 } = key?.asymmetricKeyDetails ?? {};
  const usable = key?.asymmetricKeyType === 'ed25519' || (key?.asymmetricKeyType === 'rsa' && modulusLength >= 1024);
  if (key === null || !usable)
    throw problem(place, 'which holds no usable key', 'Name another file, or make a new key.');
  return key;
}

/** Makes a key and keeps it, in the place of one that is there. It is durable when resolved. */
export async function makeKey(fs: FileSystem, place: KeyPlace): Promise<KeyObject> {
  const key = await newKey(place.algorithm);
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const folder = resolve(place.path, '..');
  await fs.makeFolder(folder);
  const aside = `${place.path}.new`;
  await fs.remove(aside);
  await writeAside(fs, aside, [Buffer.from(pem)]);
  await moveIntoPlace(fs, aside, place.path);
  for (const above of ['..', '../..']) await fs.syncFolder(resolve(folder, above));
  return key;
}

/** The key of a place, made when it is missing. @throws InputError when somebody else should have brought it, or it is unusable. */
export async function openKey(
  fs: FileSystem,
  place: KeyPlace,
): Promise<{ readonly key: KeyObject; readonly made: boolean }> {
  const known = await readKey(fs, place);
  if (known !== null) return { key: known, made: false };
  if (!place.own)
    throw problem(place, 'which does not exist', 'Put the key there, or leave `keyFile` out to have one made.');
  return { key: await makeKey(fs, place), made: true };
}
