// The last answer that could be computed, while the input cannot be used.
import { useRef } from 'preact/hooks';
import type { Problem } from '../../src/core/problem.ts';
import type { Attempt } from './attempt.ts';

export interface LastGood<T> {
  /** Null only until something could be computed once. */
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

export function useLastGood<T>({ value, problems }: Attempt<T>): LastGood<T> {
  const last = useRef<T | null>(null);
  if (value !== null) last.current = value;
  return { value: last.current, problems: problems ?? [] };
}
