// The message that a visit in phase `data` looks at, and its parts, found once for all observers that ask.
import { type MimePart, mimeStructure } from '../../engine/mime/mime-structure.ts';
import type { Subject } from '../../pipeline/observation.ts';

/** A message with its parts as byte ranges. */
export interface ReceivedMessage {
  readonly bytes: Buffer;
  readonly root: MimePart;
}

/** The message under judgement. @throws outside phase `data`: a bug of the caller. */
export function messageOf({ message, phase }: Subject): Uint8Array {
  if (message === null) throw new Error(`a stage that needs the message was visited in phase ${phase}`);
  return message;
}

const parsed = new WeakMap<Uint8Array, ReceivedMessage>();

/** The parts of a message. The same array is read once, however many observers ask; nobody may change it meanwhile. */
export function partsOf(message: Uint8Array): ReceivedMessage {
  const known = parsed.get(message);
  if (known) return known;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const found = { bytes, root: mimeStructure(bytes) };
  parsed.set(message, found);
  return found;
}
