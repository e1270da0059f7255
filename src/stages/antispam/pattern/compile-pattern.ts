// A regular expression of a person, made safe to run or refused with a reason.
import type { Alphabet } from './code-sets.ts';
import { compileWork } from './compile-work.ts';
import { PatternFault } from './pattern-node.ts';
import { readPattern } from './read-pattern.ts';
import { type WrittenPattern, writePattern } from './write-pattern.ts';

/** Of one keyword or rule; the first number is the cap of the field notes, the second holds the longest of SpamAssassin's rules. */
export const MAX_PATTERN_CHARACTERS = { keyword: 1024, rule: 16_384 } as const;

/** About 0.2 s to compile here; of SpamAssassin's 1,590 expressions 4 need more [M]. */
const MAX_COMPILE_WORK = 100_000;

export type CompiledPattern =
  | ({ readonly ok: true } & WrittenPattern)
  /** `why` goes on after "the expression has …". */
  | { readonly ok: false; readonly why: string };

export interface PatternInput {
  readonly text: string;
  /** Letters of Perl's flags. */
  readonly flags: string;
  readonly alphabet: Alphabet;
  readonly maxCharacters: number;
}

/** Never throws: what cannot be used comes back with the reason. */
export function compilePattern({ text, flags, alphabet, maxCharacters }: PatternInput): CompiledPattern {
  if (text.length > maxCharacters) return { ok: false, why: `${text.length} characters; at most ${maxCharacters}` };
  try {
    const node = readPattern(text, alphabet, flags);
    compileWork(node, MAX_COMPILE_WORK);
    const written = writePattern(node);
    // What the machine refuses is refused here, not at the first mail.
    new RegExp(written.source, written.flags);
    return { ok: true, ...written };
  } catch (error) {
    if (error instanceof PatternFault) return { ok: false, why: error.message };
    if (error instanceof SyntaxError || error instanceof RangeError)
      return { ok: false, why: `a form that this machine does not take (${error.message.slice(0, 100)})` };
    throw error;
  }
}
