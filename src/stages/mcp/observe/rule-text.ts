// A text that rules are tried on, in the forms that they need, each made once.

/** Regular expressions read this much of a text at most [A]; plain rules read all of it. */
const MAX_PATTERN_TEXT = 256 * 1024;

export interface RuleText {
  /** As it is, cut. */
  readonly forPatterns: string;
  /** One spelling for what looks the same, and for blanks and line ends. */
  readonly plain: string;
  readonly lower: string;
}

export const plainForm = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

export function ruleText(text: string): RuleText {
  let plain: string | null = null;
  let lower: string | null = null;
  return {
    forPatterns: text.slice(0, MAX_PATTERN_TEXT),
    get plain() {
      plain ??= plainForm(text);
      return plain;
    },
    get lower() {
      lower ??= this.plain.toLowerCase();
      return lower;
    },
  };
}
