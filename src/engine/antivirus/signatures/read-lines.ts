// Lines of ClamAV's text databases (its manual: "File hash signatures", "Extended signature format"). Every line is read or
// refused with a reason.
import { type BodySegment, bodySegments, SignatureFault } from './body-pattern.ts';

const NAME = /^[\x21-\x39\x3b-\x7e]{1,200}$/;
const MAX_SIZE = 2 ** 31 - 1;
/** Engine versions a signature is meant for: read, and left aside, as they count ClamAV's versions. */
const LEVEL = /^\d{0,4}$/;

export interface HashSignature {
  /** Hex, lower case. */
  readonly digest: string;
  readonly algorithm: 'md5' | 'sha1' | 'sha256';
  /** Bytes of the file; null: any. */
  readonly sizeBytes: number | null;
  readonly name: string;
}

const ALGORITHMS: Readonly<Record<number, HashSignature['algorithm']>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

function checkName(name: string | undefined): string {
  if (name === undefined || !NAME.test(name)) throw new SignatureFault('no name of a signature');
  return name;
}

function checkLevels(levels: readonly string[]): void {
  if (levels.length > 2 || !levels.every((level) => LEVEL.test(level))) throw new SignatureFault('too many fields');
}

/** `digest:size:name[:min[:max]]`. @throws SignatureFault */
export function hashSignature(line: string): HashSignature {
  const [digest = '', size = '', name, ...levels] = line.split(':');
  const algorithm = ALGORITHMS[digest.length];
  if (algorithm === undefined || !/^[0-9a-f]+$/i.test(digest))
    throw new SignatureFault('no MD5, SHA-1 or SHA-256 in hex');
  if (size !== '*' && !(/^\d{1,10}$/.test(size) && Number(size) <= MAX_SIZE)) throw new SignatureFault('no size');
  checkLevels(levels);
  return {
    digest: digest.toLowerCase(),
    algorithm,
    sizeBytes: size === '*' ? null : Number(size),
    name: checkName(name),
  };
}

/** Where a signature has to begin: `from` to `to` bytes behind the start, or before the end. */
export interface SignatureOffset {
  readonly origin: 'anywhere' | 'start' | 'end';
  readonly from: number;
  readonly to: number;
}

export interface BodySignature {
  readonly name: string;
  /** ClamAV's number of the kind of file. */
  readonly target: number;
  readonly offset: SignatureOffset;
  readonly segments: readonly BodySegment[];
}

const ANYWHERE: SignatureOffset = { origin: 'anywhere', from: 0, to: 0 };

function offsetOf(text: string): SignatureOffset {
  if (text === '*') return ANYWHERE;
  const found = /^(EOF-)?(\d{1,9})(?:,(\d{1,9}))?$/.exec(text);
  if (found) {
    const from = Number(found[2]);
    return { origin: found[1] === undefined ? 'start' : 'end', from, to: from + Number(found[3] ?? 0) };
  }
  if (/^(?:EP[+-]|S[0-9L]+\+|SE\d|VI|\$)/.test(text)) throw new SignatureFault(`the place ${text.slice(0, 20)}`, true);
  throw new SignatureFault('no place in a file');
}

/** Kinds that are told apart here: `read-lines` names none that `file-targets` does not know. */
const MAX_TARGET = 12;

/** `name:target:offset:hex[:min[:max]]`. @throws SignatureFault */
export function bodySignature(line: string): BodySignature {
  const [name, target = '', offset = '', hex = '', ...levels] = line.split(':');
  if (!/^\d{1,2}$/.test(target) || Number(target) > MAX_TARGET) throw new SignatureFault('no kind of file');
  checkLevels(levels);
  return { name: checkName(name), target: Number(target), offset: offsetOf(offset), segments: bodySegments(hex) };
}
