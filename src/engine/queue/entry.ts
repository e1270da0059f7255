// A message and its envelope as the bytes of one file: two frames, so that a torn or damaged file is known as such.
import { frame, readFrames } from '../store/frame.ts';
import type { Envelope } from './envelope.ts';

export interface Entry {
  readonly envelope: Envelope;
  /** The message as it was received. */
  readonly message: Buffer;
}

/** In parts, so that a large message is not copied. */
export const encodeEntry = (envelope: Envelope, message: Uint8Array): Uint8Array[] => [
  ...frame(Buffer.from(JSON.stringify(envelope))),
  ...frame(message),
];

/** Null when the bytes are torn or damaged. */
export function decodeEntry(bytes: Buffer): Entry | null {
  const { payloads, state } = readFrames(bytes);
  const [envelope, message] = payloads;
  if (state !== 'whole' || payloads.length !== 2 || envelope === undefined || message === undefined) return null;
  const parsed = JSON.parse(envelope.toString()) as Envelope;
  return parsed.version === 1 ? { envelope: parsed, message } : null;
}
