// Work on many queued messages, a few at a time: a queue of a hundred thousand must not open as many files.

const AT_ONCE = 16;

export async function forEachId(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const rest = ids.values();
  const lane = async (): Promise<void> => {
    for (const id of rest) await work(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
