// Text from strangers for a list or a view: one that shows it as text shows nothing else. No control characters, nothing that
// turns its direction.

const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** On one line. */
export const safeText = (text: string, max: number): string => text.replace(UNSEEN, ' ').slice(0, max);

/** With its line ends. */
export const safeLines = (text: string, max: number): string =>
  text
    .slice(0, max)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(UNSEEN, ' '))
    .join('\n');
