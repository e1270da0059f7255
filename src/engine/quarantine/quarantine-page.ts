// A page of the quarantine list: what fits a filter, newest first. Pure.
import type { Reason } from '../../pipeline/verdict.ts';
import type { QuarantineItem } from './quarantine-item.ts';

export interface QuarantineFilter {
  /** Anywhere in sender, recipients, subject or names of viruses; case does not count. */
  readonly text?: string | undefined;
  readonly reason?: Reason | undefined;
  /** Seconds since 1970; both ends included. */
  readonly fromSeconds?: number | undefined;
  readonly toSeconds?: number | undefined;
}

export interface QuarantinePage {
  /** Newest first. */
  readonly items: readonly QuarantineItem[];
  /** For the next page; null: this was the last. */
  readonly next: string | null;
  /** Of all that fit the filter. */
  readonly total: number;
  /** Files that cannot be read as messages. They can be deleted. */
  readonly damaged: readonly string[];
}

export interface PageRequest {
  /** At most 200; 50 by default. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | null | undefined;
}

const MAX_PAGE = 200;
const PAGE = 50;

const cursorOf = ({ receivedSeconds, id }: QuarantineItem): string => `${receivedSeconds}-${id}`;

/** Newest first; ids decide among those of one moment. */
const newestFirst = (a: QuarantineItem, b: QuarantineItem): number =>
  b.receivedSeconds - a.receivedSeconds || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

function isBehind(item: QuarantineItem, cursor: string): boolean {
  const dash = cursor.indexOf('-');
  const seconds = Number(cursor.slice(0, dash));
  const id = cursor.slice(dash + 1);
  return item.receivedSeconds < seconds || (item.receivedSeconds === seconds && item.id < id);
}

function fits(item: QuarantineItem, { text, reason, fromSeconds, toSeconds }: QuarantineFilter): boolean {
  if (reason !== undefined && item.reason !== reason) return false;
  if (fromSeconds !== undefined && item.receivedSeconds < fromSeconds) return false;
  if (toSeconds !== undefined && item.receivedSeconds > toSeconds) return false;
  if (text === undefined || text === '') return true;
  const wanted = text.toLowerCase();
  return [item.sender, item.subject, ...item.recipients, ...item.viruses].some((one) =>
    one.toLowerCase().includes(wanted),
  );
}

/** What goes while somebody turns the pages changes none of the others. */
export function pageOf(
  items: readonly QuarantineItem[],
  filter: QuarantineFilter,
  { limit = PAGE, after = null }: PageRequest,
): Omit<QuarantinePage, 'damaged'> {
  const all = items.filter((item) => fits(item, filter)).sort(newestFirst);
  const rest = after === null ? all : all.filter((item) => isBehind(item, after));
  const shown = rest.slice(0, Math.max(1, Math.min(MAX_PAGE, Math.floor(limit) || PAGE)));
  const last = shown.at(-1);
  return { items: shown, next: last && shown.length < rest.length ? cursorOf(last) : null, total: all.length };
}
