// Strings of server responses (RFC 3501 section 9: `nstring`, `string`). In and out are latin1: one character a byte.

const MAX_QUOTED = 1000;

/** Quoted where the grammar allows, else a literal. NUL cannot be sent and becomes a space. */
export function stringText(value: string): string {
  if (value.length <= MAX_QUOTED && /^[\x20-\x7e]*$/.test(value)) return `"${value.replace(/["\\]/g, '\\$&')}"`;
  return `{${value.length}}\r\n${value.replace(/\0/g, ' ')}`;
}

export const nstringText = (value: string | null): string => (value === null ? 'NIL' : stringText(value));
