// Mail as files in a folder: how many, how many bytes. A 250 is believed when its mail is there.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Kept {
  mails(): Promise<number>;
  bytes(): Promise<number>;
}

/** @param isMail by the name of a file in the folder or below it */
export function mailFiles(folder: string, isMail: RegExp): Kept {
  const paths = async (): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile() && isMail.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name));
  };
  return {
    mails: async () => (await paths()).length,
    async bytes() {
      let sum = 0;
      for (const path of await paths()) sum += (await stat(path)).size;
      return sum;
    },
  };
}
