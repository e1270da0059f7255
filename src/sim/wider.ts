// Typed arrays that grow.

/** A copy with more room; the new places hold `fill`. */
export function wider<A extends Float64Array | Int32Array>(array: A, length: number, fill = 0): A {
  const copy = new (array.constructor as new (length: number) => A)(length);
  copy.set(array);
  if (fill !== 0) copy.fill(fill, array.length);
  return copy;
}
