// Kinds of files that signatures are meant for (ClamAV's TargetType), told by content alone: names and declared types are the
// sender's to choose.

/** Mail as it came; HTML and text in one spelling have numbers of their own below. */
export const MAIL_TARGET = 4;
const HTML_TARGET = 3;
const TEXT_TARGET = 7;

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const MAGICS: readonly (readonly [target: number, magic: Buffer])[] = [
  [1, Buffer.from('MZ')],
  [2, hex('d0cf11e0a1b11ae1')],
  [5, hex('89504e470d0a1a0a')],
  [5, Buffer.from('GIF8')],
  [5, hex('ffd8ff')],
  [5, Buffer.from('BM')],
  [5, hex('49492a00')],
  [5, hex('4d4d002a')],
  [6, hex('7f454c46')],
  [9, hex('feedface')],
  [9, hex('feedfacf')],
  [9, hex('cefaedfe')],
  [9, hex('cffaedfe')],
  [9, hex('cafebabe')],
  [11, Buffer.from('FWS')],
  [11, Buffer.from('CWS')],
  [11, Buffer.from('ZWS')],
  [12, hex('cafebabe')],
];

const LOOKED_AT = 65_536;
const HTML = /<(?:!doctype|html|head|body|title|script|iframe|meta|table|div|span|img|form|a\s)/i;

const isText = (head: Buffer): boolean => !head.subarray(0, 4096).includes(0);

export interface FileTargets {
  /** Bit n: signatures for target n are tried on the bytes as they are. */
  readonly bits: number;
  readonly isText: boolean;
}

export function fileTargets(bytes: Buffer, isMail: boolean): FileTargets {
  const head = bytes.subarray(0, LOOKED_AT);
  let bits = 1;
  const add = (target: number): void => {
    bits |= 1 << target;
  };
  for (const [target, magic] of MAGICS) if (head.subarray(0, magic.length).equals(magic)) add(target);
  if (head.subarray(0, 1024).includes('%PDF-')) add(10);
  if (isMail) add(MAIL_TARGET);
  const text = isText(head);
  if (text) {
    add(TEXT_TARGET);
    if (HTML.test(head.toString('latin1'))) add(HTML_TARGET);
  }
  return { bits, isText: text };
}

/** Targets whose signatures are written for text in one spelling. */
export const SPELLED_TARGETS = (1 << HTML_TARGET) | (1 << TEXT_TARGET);

/**
 * Text in lower case, each run of blanks and line ends one blank: near to ClamAV's normal form, which also takes comments and
 * scripts of HTML apart.
 */
export function spelledText(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let blank = false;
  for (const byte of bytes) {
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
      if (!blank) out[length++] = 0x20;
      blank = true;
      continue;
    }
    blank = false;
    out[length++] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  }
  return out.subarray(0, length);
}
