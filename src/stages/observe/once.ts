// Facts that hold for a whole session are looked up once. Only observers use it.
import type { Subject } from '../../pipeline/observation.ts';

/** What `find` brought on its first call for this session under `key`. One key stands for one type. */
export function once<T>({ memo }: Pick<Subject, 'memo'>, key: string, find: () => Promise<T>): Promise<T> {
  const known = memo.get(key);
  if (known !== undefined) return known as Promise<T>;
  const found = find();
  memo.set(key, found);
  return found;
}

/** The same for facts about something that may change within a session, e.g. its sender: only the last is kept, however many come. */
export async function onceFor<T>(
  subject: Pick<Subject, 'memo'>,
  key: string,
  about: string,
  find: () => Promise<T>,
): Promise<T> {
  const fresh = async (): Promise<{ about: string; found: T }> => ({ about, found: await find() });
  const known = await once(subject, key, fresh);
  if (known.about === about) return known.found;
  subject.memo.delete(key);
  return (await once(subject, key, fresh)).found;
}
