// The files of rules that an administrator imported (row 9.4): import, enable, export, delete. A file that is switched off carries
// another ending; every change is one rename, so it is either done or not.
import { dirname, join } from 'node:path';
import type { CfFile } from '../../stages/antispam/observe/cf/cf-problem.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';

/** Of one file and of all; the rules that SpamAssassin itself ships are 1.2 MB in 60 files. */
export const RULE_LIMITS = { fileBytes: 4 * 1024 * 1024, files: 200 } as const;
const OFF = '.off';
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}\.cf$/;

/** The guide: imported files must have the extension .cf. No name leads out of the folder. */
export const isRuleFileName = (name: string): boolean => NAME.test(name) && !name.includes('..');

export interface RuleFile {
  readonly name: string;
  readonly enabled: boolean;
}

export interface RuleLibrary {
  list(): Promise<readonly RuleFile[]>;
  /** Keeps a file, in the place of one of that name; it is enabled from then on. @returns why not; null when done */
  put(name: string, content: Uint8Array): Promise<string | null>;
  /** @returns false when there is no such file */
  setEnabled(name: string, enabled: boolean): Promise<boolean>;
  read(name: string): Promise<Buffer | null>;
  /** @returns false when there is no such file */
  delete(name: string): Promise<boolean>;
  /** Those that are enabled, by name. */
  enabled(): Promise<readonly CfFile[]>;
}

/** @param folder is made if missing */
export async function openRuleLibrary(fs: FileSystem, folder: string): Promise<RuleLibrary> {
  await fs.makeFolder(folder);
  await fs.syncFolder(dirname(folder));
  const on = (name: string): string => join(folder, name);
  const off = (name: string): string => join(folder, `${name}${OFF}`);
  const list = async (): Promise<readonly RuleFile[]> => {
    const names = new Map<string, boolean>();
    for (const file of await fs.list(folder)) {
      const enabled = !file.endsWith(OFF);
      const name = enabled ? file : file.slice(0, -OFF.length);
      if (isRuleFileName(name)) names.set(name, enabled || names.get(name) === true);
    }
    return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, enabled]) => ({ name, enabled }));
  };
  const find = async (name: string): Promise<RuleFile | undefined> =>
    isRuleFileName(name) ? (await list()).find((file) => file.name === name) : undefined;
  return {
    list,
    async put(name, content) {
      if (!isRuleFileName(name)) return 'the name has to end in .cf and to be of letters, digits, dots and dashes';
      if (content.length > RULE_LIMITS.fileBytes) return `${content.length} bytes; at most ${RULE_LIMITS.fileBytes}`;
      const files = await list();
      if (files.length >= RULE_LIMITS.files && !files.some((file) => file.name === name))
        return `there are ${RULE_LIMITS.files} files already`;
      const aside = join(folder, `${name}.new`);
      await fs.remove(aside);
      await writeAside(fs, aside, [content]);
      await moveIntoPlace(fs, aside, on(name));
      await fs.remove(off(name));
      return null;
    },
    async setEnabled(name, enabled) {
      const file = await find(name);
      if (!file) return false;
      if (file.enabled !== enabled) {
        await fs.rename(enabled ? off(name) : on(name), enabled ? on(name) : off(name));
        await fs.syncFolder(folder);
      }
      return true;
    },
    async read(name) {
      const file = await find(name);
      return file ? fs.read(file.enabled ? on(name) : off(name)) : null;
    },
    async delete(name) {
      if ((await find(name)) === undefined) return false;
      await fs.remove(on(name));
      await fs.remove(off(name));
      await fs.syncFolder(folder);
      return true;
    },
    async enabled() {
      const files: CfFile[] = [];
      for (const { name, enabled } of await list()) {
        const content = enabled ? await fs.read(on(name)) : null;
        if (content !== null) files.push({ name, text: content.toString('latin1') });
      }
      return files;
    },
  };
}
