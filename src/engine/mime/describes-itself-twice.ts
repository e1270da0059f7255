// Parts that say of themselves two things that cannot both be true: one program believes the first, another the last.
import type { MimePart } from './mime-structure.ts';

const TELLING: ReadonlySet<string> = new Set(['content-type', 'content-transfer-encoding']);

/** True when a part has two fields for its type or its encoding that differ (RFC 2045 section 3 allows one). */
export function describesItselfTwice({ fields }: MimePart): boolean {
  const first = new Map<string, string>();
  for (const { name, value } of fields) {
    if (!TELLING.has(name)) continue;
    const plain = value.toLowerCase().replace(/\s+/g, '');
    if ((first.get(name) ?? plain) !== plain) return true;
    first.set(name, plain);
  }
  return false;
}
