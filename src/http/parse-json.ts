// JSON text to plain data, under the limits of config/document.ts. That parser reads JSON too, but its search for duplicate keys
// takes a minute where a stranger sends 90,000 of them; this one is linear, since it runs on the thread that serves everybody.
import { DOCUMENT_LIMITS } from '../config/document.ts';
import { InputError, type Problem, shown } from '../core/problem.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Tokens of valid JSON: text (group 1: it is a key), brackets, and numbers and words. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]|[^\s"{}[\],:]+/g;

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** What JSON allows and no honest client sends. @param text valid JSON. */
function structureProblems(text: string): Problem[] {
  const { depth, nodes, syntaxProblems } = DOCUMENT_LIMITS;
  const problems: Problem[] = [];
  const complain = (offset: number, got: string, wanted: string, hint: string): number =>
    problems.push({ path: place(text, offset), got, wanted, hint });
  /** Keys seen in each open object; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let count = 0;
  for (const { 0: token, 1: colon, index } of text.matchAll(TOKENS)) {
    if (token === '}' || token === ']') {
      open.pop();
      continue;
    }
    count += 1;
    if (token === '{') open.push(new Set());
    if (token === '[') open.push(null);
    if (count > nodes) complain(index, `more than ${nodes} values`, `at most ${nodes}`, 'Send less at once.');
    if (open.length > depth) complain(index, 'deeper nesting', `at most ${depth} levels`, 'Flatten the structure.');
    if (count > nodes || open.length > depth || problems.length >= syntaxProblems) break;
    if (colon === undefined) continue;
    const keys = open.at(-1);
    const key = JSON.parse(token.slice(0, -colon.length)) as string;
    if (FORBIDDEN_KEYS.has(key)) complain(index, `the key "${key}"`, 'a key of the schema', 'Remove it.');
    if (keys?.has(key)) complain(index, `the key ${shown(key)} again`, 'every key once', 'Remove one of them.');
    keys?.add(key);
  }
  return problems;
}

/**
 * Parses JSON into plain data.
 * @param source its name for messages.
 * @throws InputError on syntax, duplicate and forbidden keys, depth and number of values.
 */
export function parseJson(text: string, source: string): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The engine's message quotes the text, which may hold a secret.
    const got = text.trim() === '' ? 'nothing' : 'text that is not JSON';
    const hint = 'Check its quotes, commas and brackets.';
    throw new InputError(source, [{ path: '(file)', got, wanted: 'JSON (RFC 8259)', hint }]);
  }
  const problems = structureProblems(text);
  if (problems.length > 0) throw new InputError(source, problems);
  return data;
}
