// Which settings are secrets: their values never come back in a message, a dump or an answer.
import type { PathPart } from './schema-path.ts';

export const isSecret = (path: readonly PathPart[]): boolean =>
  /password|secret|privatekey|^hash$/i.test(String(path.at(-1) ?? ''));
