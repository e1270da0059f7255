// Text to plain data, within limits: YAML 1.2 (of which JSON is a part). Knows no schema and reads no file.
import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { InputError, type Problem, shown } from '../core/problem.ts';

/** Limits on a document that people write by hand; a larger one is refused before it is parsed. */
export const DOCUMENT_LIMITS = {
  bytes: 1024 * 1024,
  depth: 32,
  nodes: 100_000,
  aliases: 100,
  syntaxProblems: 20,
} as const;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const fault = (path: string, got: string, wanted: string, hint: string): Problem => ({ path, got, wanted, hint });

const place = (lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
};

/** Structure that no honest document has: too deep, too many nodes, keys that mean something to JavaScript, foreign tags. */
function structureProblems(document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  let nodes = 0;
  visit(document, {
    Node(_key, node, path) {
      nodes += 1;
      const offset = node.range?.[0] ?? 0;
      if (nodes > DOCUMENT_LIMITS.nodes) {
        problems.push(
          fault('(file)', `more than ${nodes - 1} values`, `at most ${DOCUMENT_LIMITS.nodes}`, 'Split the file.'),
        );
        return visit.BREAK;
      }
      if (path.filter(isCollection).length > DOCUMENT_LIMITS.depth) {
        const wanted = `at most ${DOCUMENT_LIMITS.depth} levels`;
        problems.push(fault(place(lines, offset), 'deeper nesting', wanted, 'Flatten the structure.'));
        return visit.BREAK;
      }
      return undefined;
    },
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          const at = isScalar(key) ? place(lines, key.range?.[0] ?? 0) : '(file)';
          problems.push(fault(at, `the key ${shown(name)} again`, 'every key once', 'Remove one of them.'));
        }
        seen.add(name);
      }
    },
    Pair(_key, pair) {
      if (isScalar(pair.key) && FORBIDDEN_KEYS.has(String(pair.key.value))) {
        const at = place(lines, pair.key.range?.[0] ?? 0);
        problems.push(fault(at, `the key "${String(pair.key.value)}"`, 'a key of the schema', 'Remove it.'));
      }
      if (isMap(pair.key)) problems.push(fault('(file)', 'a mapping as a key', 'text as a key', 'Quote the key.'));
    },
  });
  return problems;
}

/**
 * Parses YAML or JSON into plain data.
 * @param text the whole document. @param source its name for messages.
 * @throws InputError with every problem: syntax, duplicate keys, unknown tags, alias bombs, size, depth, forbidden keys.
 */
export function parseDocumentText(text: string, source: string): unknown {
  if (text.length > DOCUMENT_LIMITS.bytes) {
    const wanted = `at most ${DOCUMENT_LIMITS.bytes} bytes`;
    throw new InputError(source, [fault('(file)', `${text.length} characters`, wanted, 'Is this the right file?')]);
  }
  const lines = new LineCounter();
  try {
    // Duplicate keys are looked for below: the parser's own search takes time with the square of their number.
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
    });
    const faults = [...document.errors, ...document.warnings];
    if (faults.some(({ message }) => message.includes('call stack'))) throw new RangeError('nesting without end');
    const problems = faults
      .slice(0, DOCUMENT_LIMITS.syntaxProblems)
      .map((error) => fault(place(lines, error.pos[0]), error.message, 'valid YAML or JSON', 'Mend the syntax there.'));
    if (problems.length === 0) problems.push(...structureProblems(document, lines));
    if (problems.length > 0) throw new InputError(source, problems);
    return document.toJS({ maxAliasCount: DOCUMENT_LIMITS.aliases });
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof ReferenceError || error instanceof RangeError) {
      const wanted = `at most ${DOCUMENT_LIMITS.aliases} uses of aliases and ${DOCUMENT_LIMITS.depth} levels`;
      throw new InputError(source, [fault('(file)', error.message, wanted, 'Write the values out.')]);
    }
    throw error;
  }
}
