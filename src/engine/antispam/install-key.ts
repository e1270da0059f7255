// The key of this installation: what the filter remembers of addresses and words is kept only as hashes under it.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';

const KEY_BYTES = 32;

/** The key, made at the first start. Without it nothing that was learned can be used. @param folder exists */
export async function openInstallKey(fs: FileSystem, folder: string): Promise<Buffer> {
  const path = join(folder, 'key');
  const known = await fs.read(path);
  if (known !== null && known.length === KEY_BYTES) return known;
  const key = randomBytes(KEY_BYTES);
  const aside = `${path}.new`;
  await fs.remove(aside);
  await writeAside(fs, aside, [key]);
  await moveIntoPlace(fs, aside, path);
  return key;
}
