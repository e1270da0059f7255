// Patterns of LIST (RFC 3501 section 6.3.8): `*` is anything, `%` anything within a level. Work is pattern × name, no back-tracking.
import { SEPARATOR } from './mailbox-name.ts';

/** True when `pattern` matches the whole of `name`. Both as on the wire. INBOX matches in any case. */
export function matchesPattern(pattern: string, name: string): boolean {
  const wanted = name === 'INBOX' ? pattern.toUpperCase() : pattern;
  // reached[n]: the pattern so far can match the first n characters.
  let reached = Array.from({ length: name.length + 1 }, (_, index) => index === 0);
  for (const character of wanted) {
    const next = new Array<boolean>(name.length + 1).fill(false);
    if (character === '*' || character === '%') {
      for (let at = 0; at <= name.length; at++) {
        const grown = at > 0 && next[at - 1] === true && (character === '*' || name[at - 1] !== SEPARATOR);
        next[at] = reached[at] === true || grown;
      }
    } else {
      for (let at = 1; at <= name.length; at++) next[at] = reached[at - 1] === true && name[at - 1] === character;
    }
    reached = next;
  }
  return reached[name.length] === true;
}
