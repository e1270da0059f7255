// Names of mailboxes on the wire: modified UTF-7 (RFC 3501 section 5.1.3), INBOX in any case, `/` between levels.

/** Separator of levels. */
export const SEPARATOR = '/';

const MAX_NAME_BYTES = 200;
const MAX_LEVELS = 16;
/** Names with control characters, wildcards, a backslash or dots alone as a level confuse clients; they are not made here. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029%*\\]|(^|\/)\.{1,2}(\/|$)|\/\/|^\/|\/$|^$|^[#~]/u;

/** The name as the store keeps it; null when `wire` is no modified UTF-7. */
export function decodeMailboxName(wire: string): string | null {
  if (/[^\x20-\x7e]/.test(wire)) return null;
  let name = '';
  for (let at = 0; at < wire.length; ) {
    const shift = wire.indexOf('&', at);
    if (shift === -1) {
      name += wire.slice(at);
      break;
    }
    const end = wire.indexOf('-', shift);
    if (end === -1) return null;
    name += wire.slice(at, shift) + (end === shift + 1 ? '&' : decodeRun(wire.slice(shift + 1, end)));
    at = end + 1;
  }
  // Only the one right spelling is accepted, so that a mailbox has one name.
  if (encodeMailboxName(name) !== wire) return null;
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
}

function decodeRun(run: string): string {
  const bytes = Buffer.from(run.replace(/,/g, '/'), 'base64');
  return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : '';
}

export function encodeMailboxName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replace(/\//g, ',')}-`;
  });
}

/** True for a name that may be created. */
export const isFitName = (name: string): boolean =>
  !UNFIT.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES && name.split(SEPARATOR).length <= MAX_LEVELS;

/** The name as a string of the protocol, quoted. */
export const mailboxText = (name: string): string => `"${encodeMailboxName(name).replace(/["\\]/g, '\\$&')}"`;

/** Names above `name`: `a/b/c` has `a` and `a/b`. */
export const superiorNames = (name: string): string[] =>
  name
    .split(SEPARATOR)
    .slice(0, -1)
    .map((_, index, levels) => levels.slice(0, index + 1).join(SEPARATOR));
