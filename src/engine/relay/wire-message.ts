// A message as it goes over the wire behind DATA (RFC 5321 sections 2.3.8 and 4.5.2): every line ends with CR LF and nothing else, dots at
// the beginning of lines are doubled, a dot alone ends it. What stands bare in a message becomes a line end, so nobody can read it as more.

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const CRLF = Buffer.of(CR, LF);
const ONE_DOT = Buffer.of(DOT);
const END = Buffer.from('.\r\n');

/** Where the line that begins at `at` ends: the place of its CR or LF, or the length. */
function lineEnd(message: Buffer, at: number): number {
  let end = at;
  while (end < message.length && message[end] !== CR && message[end] !== LF) end += 1;
  return end;
}

/** Pieces of the message in wire form, most of them views of it. */
export function* wireMessage(message: Buffer): Generator<Buffer> {
  let sent = 0;
  let at = 0;
  let ended = true;
  while (at < message.length) {
    if (message[at] === DOT) {
      yield message.subarray(sent, at);
      yield ONE_DOT;
      sent = at;
    }
    const end = lineEnd(message, at);
    ended = end < message.length;
    const paired = message[end] === CR && message[end + 1] === LF;
    if (ended && !paired) {
      yield message.subarray(sent, end);
      yield CRLF;
      sent = end + 1;
    }
    at = end + (paired ? 2 : 1);
  }
  yield message.subarray(sent);
  if (!ended) yield CRLF;
  yield END;
}

/** Bytes of one write: what even a slow line carries within the time that a write may take. */
const BLOCK_BYTES = 65_536;

/** The message in wire form, in pieces that belong into one write each. */
export function* wireBlocks(message: Buffer): Generator<readonly Buffer[]> {
  let block: Buffer[] = [];
  let room = BLOCK_BYTES;
  for (const whole of wireMessage(message)) {
    for (let piece = whole; piece.length > 0; ) {
      const part = piece.subarray(0, room);
      block.push(part);
      room -= part.length;
      piece = piece.subarray(part.length);
      if (room > 0) continue;
      yield block;
      block = [];
      room = BLOCK_BYTES;
    }
  }
  if (block.length > 0) yield block;
}

/** True for a message that needs 8BITMIME (RFC 6152). @param end where to stop looking */
export const hasBytesAbove127 = (message: Buffer, end = message.length): boolean => {
  for (let at = 0; at < end; at += 1) if ((message[at] ?? 0) > 127) return true;
  return false;
};
