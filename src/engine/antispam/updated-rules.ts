// The rules that the last update brought, on disk (row 9.2). A version is a folder; which one is in force is one small file, changed by
// one rename, so that a crash leaves the old version or the new one.
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { CfFile } from '../../stages/antispam/observe/cf/cf-problem.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { writeAside } from '../store/write-file.ts';
import { isRuleFileName } from './rule-library.ts';
import { type FetchedRules, VERSION_NAME } from './rule-source.ts';

const currentSchema = z.object({
  version: z.string().regex(VERSION_NAME),
  /** Seconds since 1970. */
  updatedSeconds: z.number(),
  /** Rules that could be read: the next update is measured by it. */
  rules: z.number(),
  files: z.array(z.string().refine(isRuleFileName)),
});
export type CurrentRules = z.output<typeof currentSchema>;

export interface UpdatedRules {
  /** Null: there was no update yet. */
  current(): CurrentRules | null;
  files(): Promise<readonly CfFile[]>;
  /** Brings a version into force. Durable when resolved; rejects with the present one in force. */
  replace(fetched: FetchedRules, rules: number, nowSeconds: number): Promise<void>;
}

/** @param folder is made if missing */
export async function openUpdatedRules(fs: FileSystem, folder: string): Promise<UpdatedRules> {
  await fs.makeFolder(folder);
  await fs.syncFolder(dirname(folder));
  const pointer = join(folder, 'current');
  const versionFolder = (version: string): string => join(folder, `v-${version}`);
  const written = await fs.read(pointer);
  let current = written === null ? null : readPointer(written);

  const clean = async (): Promise<void> => {
    for (const name of await fs.list(folder))
      if (name.startsWith('v-') && (current === null || join(folder, name) !== versionFolder(current.version)))
        await fs.removeFolder(join(folder, name));
  };
  await clean();

  return {
    current: () => current,
    async files() {
      const files: CfFile[] = [];
      for (const name of current?.files ?? []) {
        const content = current && (await fs.read(join(versionFolder(current.version), name)));
        if (content) files.push({ name, text: content.toString('latin1') });
      }
      return files;
    },
    async replace({ version, files }, rules, updatedSeconds) {
      const place = versionFolder(version);
      await fs.removeFolder(place);
      await fs.makeFolder(place);
      for (const { name, content } of files) await writeAside(fs, join(place, name), [content]);
      await fs.syncFolder(place);
      await fs.syncFolder(folder);
      const next = { version, updatedSeconds, rules, files: files.map(({ name }) => name) };
      const aside = `${pointer}.new`;
      await fs.remove(aside);
      await writeAside(fs, aside, [Buffer.from(JSON.stringify(next))]);
      await fs.rename(aside, pointer);
      await fs.syncFolder(folder);
      current = next;
      await clean().catch(() => {});
    },
  };
}

function readPointer(bytes: Buffer): CurrentRules | null {
  try {
    return currentSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
}
