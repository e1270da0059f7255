// xtext of RFC 3461 section 4: printable ASCII in which `+` and two hexadecimal digits stand for a character.

/** Decoded, with what must not stand in a header field as a question mark. */
export const decodeXtext = (text: string): string =>
  text
    .replace(/\+([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/[^\x20-\x7e]/g, '?');
