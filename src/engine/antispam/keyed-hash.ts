// Numbers that stand for texts: nobody without the key can tell the text, or try texts out.
import { createHmac } from 'node:crypto';

/** 48 bits: of 200,000 texts two meet by chance once in ten thousand installations, and then only a word counts for another. */
const BYTES = 6;
/** Texts whose hash is kept ready: most words of a mail are common [A]. */
const READY = 20_000;

/** @param purpose keeps apart what has nothing to do with each other, e.g. words and addresses */
export function keyedHash(key: Uint8Array, purpose: string): (text: string) => number {
  const ready = new Map<string, number>();
  return (text) => {
    const known = ready.get(text);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', key).update(`${purpose}\n${text}`).digest().readUIntBE(0, BYTES);
    if (ready.size >= READY) ready.clear();
    ready.set(text, hash);
    return hash;
  };
}
