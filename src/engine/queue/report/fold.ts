// Long lines broken at blanks, as header fields are folded (RFC 5322 section 2.2.3) and text is wrapped.

/** A line must not be longer than 998 characters (section 2.1.1): what has no blank is broken here. */
const MAX_WORD = 900;

/** @param width that a line has where words allow. @param indent put in front of every line but the first; begins with a blank */
export function fold(text: string, width: number, indent: string): string {
  const words = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${MAX_WORD}}`, 'gsu')) ?? ['']);
  const lines: string[] = [];
  let line = words[0] ?? '';
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line].join('\r\n');
}
