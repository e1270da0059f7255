// Text that strangers chose, as a terminal may show it: no control character, no escape sequence, nothing that turns the line around.
// A tab, as folded header fields have it, is a few spaces.

export const visible = (text: string): string =>
  text
    .replaceAll('\t', '    ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
