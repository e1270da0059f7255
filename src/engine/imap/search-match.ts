// Does a message meet the keys of a SEARCH? Answers "cannot tell yet" (null) where the message itself must be read.
import type { StoredMessage } from '../store/mail-store.ts';
import { headerDay } from './date-time.ts';
import { hasFlag } from './flags.ts';
import type { MessageText } from './message-text.ts';
import type { SearchKey } from './search-keys.ts';
import { inIntervals } from './sequence-set.ts';

/** A message under examination. */
interface SearchSubject {
  readonly sequence: number;
  readonly message: StoredMessage;
  /** Null: not read yet. */
  readonly text: MessageText | null;
}

/** Three-valued: null means that `text` is needed to tell. With `text` it is never null. */
export function matches(key: SearchKey, subject: SearchSubject): boolean | null {
  const { message, text } = subject;
  switch (key.kind) {
    case 'constant':
      return key.value;
    case 'numbers':
      return inIntervals(key.intervals, key.of === 'uid' ? message.uid : subject.sequence);
    case 'flag':
      return hasFlag(message.flags, key.flag);
    case 'size':
      return key.relation === 'larger' ? message.sizeBytes > key.bytes : message.sizeBytes < key.bytes;
    case 'day':
      if (!key.sent) return meets(Math.floor(message.internalDateSeconds / 86_400), key.relation, key.day);
      return text && meets(headerDay(text.header('date')?.[0] ?? ''), key.relation, key.day);
    case 'header':
      return text && (text.header(key.name)?.some((value) => value.includes(key.text)) ?? false);
    case 'body':
      return text?.bodyText().includes(key.text) ?? null;
    case 'text':
      return text && (text.headerText().includes(key.text) || text.bodyText().includes(key.text));
    case 'not': {
      const inner = matches(key.key, subject);
      return inner === null ? null : !inner;
    }
    case 'and':
      return combined(key.keys, subject, false);
    case 'or':
      return combined(key.keys, subject, true);
  }
}

/** One key with the value `decisive` settles it; else unknown if any is unknown. */
function combined(keys: readonly SearchKey[], subject: SearchSubject, decisive: boolean): boolean | null {
  let result: boolean | null = !decisive;
  for (const key of keys) {
    const value = matches(key, subject);
    if (value === decisive) return decisive;
    if (value === null) result = null;
  }
  return result;
}

function meets(day: number | null, relation: 'before' | 'on' | 'since', wanted: number): boolean {
  if (day === null) return false;
  if (relation === 'on') return day === wanted;
  return relation === 'before' ? day < wanted : day >= wanted;
}
