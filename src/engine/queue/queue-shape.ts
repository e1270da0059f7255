// Where waiting mail piles up: recipients by domain and by age of their message, as Postfix's qshape shows them.
import { splitAddress } from '../../core/mail-address.ts';
import { MINUTE_SECONDS } from '../../core/units.ts';
import { forEachId } from './for-each-id.ts';
import type { LoadedMessage } from './queue-views.ts';

/** One domain of recipients. */
export interface ShapeRow {
  readonly domain: string;
  readonly total: number;
  /** One for each of `SHAPE_MINUTES`, and one for what is older. */
  readonly byAge: readonly number[];
}

/** Upper ends of the ages. */
export const SHAPE_MINUTES = [5, 10, 20, 40, 80, 160, 320, 640, 1280] as const;

/** Domains counted at once [A]: senders of junk name endless ones. */
const MAX_DOMAINS = 10_000;

/** @returns the fullest domains first, at most `rows` of them */
export async function queueShape(
  ids: readonly string[],
  load: (id: string) => Promise<LoadedMessage | null>,
  now: number,
  rows: number,
): Promise<readonly ShapeRow[]> {
  const table = new Map<string, number[]>();
  await forEachId(ids, async (id) => {
    const loaded = await load(id);
    if (loaded === null) return;
    const { receivedSeconds, recipients } = loaded.head.envelope;
    const minutes = (now - receivedSeconds) / MINUTE_SECONDS;
    const found = SHAPE_MINUTES.findIndex((end) => minutes <= end);
    const column = found === -1 ? SHAPE_MINUTES.length : found;
    for (const [nth, { address }] of recipients.entries()) {
      if (loaded.progress.recipients[nth]?.fate !== 'waiting') continue;
      const { domain } = splitAddress(address.toLowerCase());
      if (!table.has(domain) && table.size >= MAX_DOMAINS) continue;
      const row = table.get(domain) ?? Array.from({ length: SHAPE_MINUTES.length + 1 }, () => 0);
      row[column] = (row[column] ?? 0) + 1;
      table.set(domain, row);
    }
  });
  return [...table]
    .map(([domain, byAge]) => ({ domain, total: byAge.reduce((sum, count) => sum + count, 0), byAge }))
    .sort((a, b) => b.total - a.total || (a.domain < b.domain ? -1 : 1))
    .slice(0, rows);
}
