// What kind of archive data is, by its first bytes: names and declared types are the sender's to choose.

/** Kinds that are opened, and `closed` with its name for those that are not. `appendedZip`: only the end looks like a zip. */
export type ArchiveKind = 'zip' | 'appendedZip' | 'gzip' | 'tar' | { readonly closed: string };

const CLOSED: readonly (readonly [name: string, magic: Buffer])[] = [
  ['RAR', Buffer.from('Rar!\x1a\x07', 'latin1')],
  ['7z', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')],
  ['XZ', Buffer.from('\xfd7zXZ\x00', 'latin1')],
  ['bzip2', Buffer.from('BZh', 'latin1')],
  ['Zstandard', Buffer.from('\x28\xb5\x2f\xfd', 'latin1')],
  ['Microsoft cabinet', Buffer.from('MSCF\x00\x00\x00\x00', 'latin1')],
];

const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const GZIP = Buffer.from('\x1f\x8b\x08', 'latin1');
/** The end record of a zip and the longest comment behind it. */
const ZIP_TAIL_BYTES = 22 + 0xffff;
const USTAR_OFFSET = 257;

const startsWith = (bytes: Buffer, magic: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

/** What it is by its first bytes. */
function leadingKind(bytes: Buffer): ArchiveKind | null {
  if (startsWith(bytes, LOCAL_HEADER)) return 'zip';
  if (startsWith(bytes, GZIP)) return 'gzip';
  if (bytes.toString('latin1', USTAR_OFFSET, USTAR_OFFSET + 5) === 'ustar') return 'tar';
  const closed = CLOSED.find(([, magic]) => startsWith(bytes, magic));
  if (!closed) return null;
  // "BZh" alone also begins words: the block size and the magic of the first block have to follow.
  if (closed[0] === 'bzip2' && !/^[1-9]1AY&SY/.test(bytes.toString('latin1', 3, 10))) return null;
  return { closed: closed[0] };
}

/** Every kind that the data could be opened as; empty for what is no archive. A zip may hide behind anything else. */
export function archiveKinds(bytes: Buffer): readonly ArchiveKind[] {
  const leading = leadingKind(bytes);
  const kinds = leading === null ? [] : [leading];
  if (leading !== 'zip' && bytes.subarray(-ZIP_TAIL_BYTES).includes(END_RECORD)) kinds.push('appendedZip');
  return kinds;
}
