// Counts line ends in ranges of a message. Nested parts ask for the same lines again and again, so blocks are counted once.

/** Line feeds in `[start, end)`. */
export type CountLines = (start: number, end: number) => number;

const BLOCK_BYTES = 4096;

export function lineCounter(bytes: Buffer): CountLines {
  // totals[n]: line feeds before block n.
  const totals: number[] = [0];
  const scan = (start: number, end: number): number => {
    let count = 0;
    for (let at = start; at < end; at++) if (bytes[at] === 0x0a) count += 1;
    return count;
  };
  const before = (offset: number): number => {
    const block = Math.floor(offset / BLOCK_BYTES);
    for (let known = totals.length - 1; known < block; known++)
      totals.push((totals[known] ?? 0) + scan(known * BLOCK_BYTES, (known + 1) * BLOCK_BYTES));
    return (totals[block] ?? 0) + scan(block * BLOCK_BYTES, offset);
  };
  return (start, end) => before(end) - before(start);
}
