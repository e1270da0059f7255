// Facts that hold for a whole session are looked up once. Only observers use it.
import type { Subject } from '../../pipeline/observation.ts';

/** What `find` brought on its first call for this session under `key`. One key stands for one type. */
export function once<T>({ memo }: Subject, key: string, find: () => Promise<T>): Promise<T> {
  const known = memo.get(key);
  if (known !== undefined) return known as Promise<T>;
  const found = find();
  memo.set(key, found);
  return found;
}
