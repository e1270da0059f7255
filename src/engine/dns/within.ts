// A wait with an end. The work itself is not stopped: only nobody waits for it any longer.

/** What `work` resolves to, or `late` when that takes more than `seconds`. A rejection after that is dropped. */
export async function within<T, L>(work: Promise<T>, seconds: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<L>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, late);
  });
  try {
    return await Promise.race([work, alarm]);
  } finally {
    clearTimeout(timer);
  }
}
