// What a scanner looks for. A signature looks at one piece of data at a time: a message, a decoded part, a file from an archive.

/** One thing to be found. `matches` runs in time linear in the bytes. */
export interface Signature {
  readonly name: string;
  matches(bytes: Buffer): boolean;
}

/** A run of bytes anywhere. @throws when `pattern` is shorter than 8 bytes: it would be found everywhere. */
export function patternSignature(name: string, pattern: Uint8Array): Signature {
  if (pattern.length < 8) throw new Error(`the pattern of ${name} is shorter than 8 bytes`);
  return { name, matches: (bytes) => bytes.indexOf(pattern) !== -1 };
}

/** The EICAR test file's 68 bytes, in pieces, so that no scanner stops at this source. */
const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''),
);
const EICAR_MAX_BYTES = 128;
/** Blank, tab, LF, CR, Ctrl-Z. */
const EICAR_TRAILING = new Set([0x20, 0x09, 0x0a, 0x0d, 0x1a]);

/** The harmless test virus. It has to begin the file, which ends with it but for blanks and has at most 128 bytes (eicar.org's rule). */
export const EICAR_SIGNATURE: Signature = {
  name: 'Eicar-Test-Signature',
  matches: (bytes) =>
    bytes.length <= EICAR_MAX_BYTES &&
    bytes.subarray(0, EICAR.length).equals(EICAR) &&
    bytes.subarray(EICAR.length).every((byte) => EICAR_TRAILING.has(byte)),
};
