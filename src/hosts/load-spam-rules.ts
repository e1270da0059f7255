// Reads the antispam rules that come with the package.
import { join } from 'node:path';
import { parseSpamRules, type SpamRules } from '../stages/antispam/observe/spam-rules.ts';
import { packageFolder } from './package-folder.ts';
import { readTextFile } from './read-text-file.ts';

export async function loadSpamRules(folder: string = join(packageFolder(), 'models')): Promise<SpamRules> {
  const path = join(folder, 'antispam', 'rules.yaml');
  return parseSpamRules(await readTextFile(path), path);
}
