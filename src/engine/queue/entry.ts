// A message and its envelope as the bytes of one file: two frames, so that a torn or damaged file is known as such.
import { frame, readFrames } from '../store/frame.ts';
import type { Envelope } from './envelope.ts';

export interface Entry {
  readonly envelope: Envelope;
  /** The message as it was received. */
  readonly message: Buffer;
}

/** In three parts: one write for all that is small, and a large message is not copied. */
export function encodeEntry(envelope: Envelope, message: Uint8Array): Uint8Array[] {
  const [header, body, end] = frame(message);
  return [Buffer.concat([...frame(Buffer.from(JSON.stringify(envelope))), header]), body, end];
}

/** Null when the bytes are torn or damaged. */
export function decodeEntry(bytes: Buffer): Entry | null {
  const { payloads, state } = readFrames(bytes);
  const [envelope, message] = payloads;
  if (state !== 'whole' || payloads.length !== 2 || envelope === undefined || message === undefined) return null;
  const parsed = JSON.parse(envelope.toString()) as Envelope;
  return parsed.version === 1 ? { envelope: parsed, message } : null;
}
