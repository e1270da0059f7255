// Is the admin listener only for those who should use it?
import { stat } from 'node:fs/promises';
import { isLoopback } from '../../config/listeners.ts';
import type { ServerConfiguration } from '../../config/schema.ts';
import { tokenPath } from '../admin/places.ts';
import { type Finding, ok, warn } from './check.ts';

const NAME = 'admin listener';

/** Nothing is said of a listener that is switched off, nor of a token that the first start will make. */
export async function adminFindings({ admin, storage }: ServerConfiguration): Promise<Finding[]> {
  if (!admin.enabled) return [];
  const findings: Finding[] = [];
  if (!isLoopback(admin.host))
    findings.push(
      warn(
        NAME,
        '5.4',
        `listens on ${admin.host}`,
        'A token crosses it in plain text: put TLS in front, or use loopback.',
      ),
    );
  const path = tokenPath(admin, storage.folder);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0,
  );
  if ((mode & 0o077) !== 0) findings.push(warn(NAME, '5.4', `others may read ${path}`, `chmod 600 ${path}`));
  return findings.length > 0 ? findings : [ok(NAME, '5.4', 'for this machine, and for holders of a token')];
}
