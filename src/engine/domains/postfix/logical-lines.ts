// The lines of a Postfix table (postmap(1), aliases(5)): comments and empty lines dropped, continuations joined.
import type { Problem } from '../../../core/problem.ts';

export interface LogicalLine {
  /** Of its first line in the file, from 1. */
  readonly number: number;
  readonly text: string;
}

const MAX_LINE = 1_000_000;

export const lineProblem = (number: number, got: string, wanted: string, hint: string): Problem => ({
  path: `line ${number}`,
  got,
  wanted,
  hint,
});

/** A line that begins with a blank goes on with the one before; a comment begins with `#` as its first character that is no blank. */
export function logicalLines(text: string): {
  readonly lines: readonly LogicalLine[];
  readonly problems: readonly Problem[];
} {
  const lines: { number: number; parts: string[]; length: number }[] = [];
  const problems: Problem[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const number = index + 1;
    if (/^\s*(?:#|$)/.test(line)) return;
    if (/[^\P{Control}\t]/u.test(line)) {
      problems.push(lineProblem(number, 'a control character', 'text', 'Is this the right file?'));
      return;
    }
    const last = lines.at(-1);
    if (!/^[ \t]/.test(line)) lines.push({ number, parts: [line.trimEnd()], length: line.length });
    else if (last === undefined)
      problems.push(lineProblem(number, 'a continuation', 'a line that begins without a blank', 'Remove the blank.'));
    else if (last.length + line.length > MAX_LINE)
      problems.push(lineProblem(last.number, 'a line without end', `at most ${MAX_LINE} characters`, 'Split it.'));
    else {
      last.parts.push(line.trim());
      last.length += line.length;
    }
  });
  return { lines: lines.map(({ number, parts }) => ({ number, text: parts.join(' ') })), problems };
}
