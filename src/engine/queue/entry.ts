// A message and its envelope as the bytes of one file: two frames, so that a torn or damaged file is known as such.
import { FRAME_OVERHEAD_BYTES, frame, HEADER_BYTES, payloadLength, readFrames } from '../store/frame.ts';
import type { Envelope } from './envelope.ts';

export interface Entry {
  readonly envelope: Envelope;
  /** The message as it was received. */
  readonly message: Buffer;
}

/** What is known of an entry without its message. */
export interface EntryHead {
  readonly envelope: Envelope;
  /** Of the message. */
  readonly sizeBytes: number;
}

/** A message up to this size [A] is copied behind its envelope: one write costs less than three. */
const COPIED_BYTES = 128 * 1024;

/** In as few parts as make sense: each is a write, but a large message is not copied. */
export function encodeEntry(envelope: Envelope, message: Uint8Array): Uint8Array[] {
  const [header, body, end] = frame(message);
  const head = [...frame(Buffer.from(JSON.stringify(envelope))), header];
  return message.length <= COPIED_BYTES ? [Buffer.concat([...head, body, end])] : [Buffer.concat(head), body, end];
}

const parseEnvelope = (payload: Buffer): Envelope | null => {
  const parsed = JSON.parse(payload.toString()) as Envelope;
  return parsed.version === 1 ? parsed : null;
};

/** Null when the bytes are torn or damaged. */
export function decodeEntry(bytes: Buffer): Entry | null {
  const { payloads, state } = readFrames(bytes);
  const [first, message] = payloads;
  if (state !== 'whole' || payloads.length !== 2 || first === undefined || message === undefined) return null;
  const envelope = parseEnvelope(first);
  return envelope === null ? null : { envelope, message };
}

/** Bytes at the beginning of an entry that its head needs; null when it is none. @param bytes its first bytes */
export function headLength(bytes: Buffer): number | null {
  const length = payloadLength(bytes, 0);
  return length === null ? null : FRAME_OVERHEAD_BYTES + length + HEADER_BYTES;
}

/** @param bytes as many as `headLength` says. @returns null when they are damaged */
export function decodeHead(bytes: Buffer): EntryHead | null {
  const end = bytes.length - HEADER_BYTES;
  const sizeBytes = end < 0 ? null : payloadLength(bytes, end);
  const { payloads, state } = readFrames(bytes.subarray(0, Math.max(0, end)));
  const [first] = payloads;
  if (sizeBytes === null || state !== 'whole' || first === undefined) return null;
  const envelope = parseEnvelope(first);
  return envelope === null ? null : { envelope, sizeBytes };
}
