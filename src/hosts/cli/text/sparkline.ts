// A series as one line of blocks, for a look at its course.

const BLOCKS = '▁▂▃▄▅▆▇█';

/** @param values not negative. @param width characters; neighbours are averaged. */
export function sparkline(values: readonly number[], width: number): string {
  const cells = Math.min(width, values.length);
  const means = Array.from({ length: cells }, (_, cell) => {
    const part = values.slice(
      Math.floor((cell * values.length) / cells),
      Math.floor(((cell + 1) * values.length) / cells),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const most = Math.max(...means);
  return means
    .map((mean) => BLOCKS[most > 0 ? Math.min(BLOCKS.length - 1, Math.floor((mean / most) * BLOCKS.length)) : 0]!)
    .join('');
}
