// Goes through a list of the admin API to its end, a page at a time.

/** Entries of one page; the most that the API gives. */
const PAGE = 1000;

interface Page<T> {
  readonly entries: readonly T[];
  readonly next: string | null;
}

/** @param most entries wanted. @param ask for the page behind `after` */
export async function allPages<T>(
  most: number,
  ask: (page: { readonly limit: number; readonly after: string | undefined }) => Promise<Page<T>>,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const { entries, next } = await ask({ limit: Math.min(PAGE, most - found.length), after });
    found.push(...entries);
    after = next ?? undefined;
  } while (after !== undefined && found.length < most);
  return found;
}
