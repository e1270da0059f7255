// A record as bytes: magic, length, checksum, payload, end mark. Tells a torn tail from damage in the middle. Knows no files.
import { crc32 } from 'node:zlib';

const MAGIC = Buffer.from([0xf5, 0x50]);
/** Bytes of a frame in front of its payload. */
export const HEADER_BYTES = MAGIC.length + 4 + 4;
const END_MARK = 0x0a;

/** Bytes of a frame beyond its payload. */
export const FRAME_OVERHEAD_BYTES = HEADER_BYTES + 1;

/** One payload framed. The parts share the payload's memory. */
export function frame(payload: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(payload.length, MAGIC.length);
  header.writeUInt32BE(crc32(payload), MAGIC.length + 4);
  return [header, payload, Buffer.of(END_MARK)];
}

export interface Frames {
  /** Payloads of all sound frames, in order; views of the bytes read. */
  readonly payloads: readonly Buffer[];
  /** `torn`: the last write did not reach the disk. `damaged`: something before a sound frame is broken. */
  readonly state: 'whole' | 'torn' | 'damaged';
}

/** The payload of the frame that begins at `at`; null when none that is sound does. */
function soundFrame(bytes: Buffer, at: number): Buffer | null {
  if (at + FRAME_OVERHEAD_BYTES > bytes.length || bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0)
    return null;
  const length = bytes.readUInt32BE(at + MAGIC.length);
  const end = at + HEADER_BYTES + length;
  if (end >= bytes.length || bytes[end] !== END_MARK) return null;
  const payload = bytes.subarray(at + HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32BE(at + MAGIC.length + 4) ? payload : null;
}

/** Bytes of the payload whose frame begins at `at`, as its header says; null when no header does. */
export function payloadLength(bytes: Buffer, at: number): number | null {
  if (at + HEADER_BYTES > bytes.length || bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0)
    return null;
  return bytes.readUInt32BE(at + MAGIC.length);
}

/** Reads frames one behind the other. What is broken is passed over up to the next sound frame. */
export function readFrames(bytes: Buffer): Frames {
  const payloads: Buffer[] = [];
  let state: Frames['state'] = 'whole';
  let at = 0;
  while (at < bytes.length) {
    const payload = soundFrame(bytes, at);
    if (payload) {
      if (state === 'torn') state = 'damaged';
      payloads.push(payload);
      at += FRAME_OVERHEAD_BYTES + payload.length;
      continue;
    }
    if (state === 'whole') state = 'torn';
    const next = bytes.indexOf(MAGIC, at + 1);
    if (next === -1) break;
    at = next;
  }
  return { payloads, state };
}
