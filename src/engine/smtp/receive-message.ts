// Reads one message from a socket behind a 354, within time, size and memory, and says what is answered to it.
import type { ByteBudget } from '../imap/byte-budget.ts';
import type { Connection } from '../imap/connection.ts';
import { DataReader } from './data-reader.ts';
import { OVERSIZE_FACTOR, type SmtpLimits } from './limits.ts';
import { farewell, type Reply, reply } from './reply.ts';

interface Reception {
  readonly connection: Pick<Connection, 'read'>;
  readonly limits: SmtpLimits;
  /** Memory of all sessions together. */
  readonly budget: ByteBudget;
  /** Asked for a message that has no fault. Its memory is given back when this has answered. */
  readonly finish: (message: Buffer) => Promise<Reply>;
}

/** A fault of the message as a whole, found while it was read; null when there is none. */
function faultOf(reader: DataReader): Reply | null {
  if (reader.tooLarge) return reply(552, '5.3.4', 'Message too large');
  if (reader.bareLineEnd) return reply(550, '5.6.11', 'Bare CR or LF in the message: lines end with CR LF');
  if (reader.nul) return reply(550, '5.6.0', 'NUL in the message');
  if (reader.overloaded) return reply(452, '4.3.1', 'Too much mail at once, try again later');
  return null;
}

/** @returns the answer and what the client sent behind the message; null when the client went away or took too long. */
export async function receiveMessage(reception: Reception): Promise<{ reply: Reply; rest: Buffer } | null> {
  const { connection, limits, budget, finish } = reception;
  let held = 0;
  const reader = new DataReader(limits.maxMessageBytes, (bytes) => {
    const taken = budget.take(bytes);
    if (taken) held += bytes;
    return taken;
  });
  const deadline = performance.now() + limits.dataSeconds * 1000;
  try {
    for (;;) {
      const leftSeconds = (deadline - performance.now()) / 1000;
      const chunk = await connection.read(Math.min(limits.idleSeconds, leftSeconds));
      // The server is stopping: a message that has begun may still end.
      if (chunk === 'interrupted') continue;
      if (chunk === 'closed') return null;
      if (chunk === 'timeout') return { reply: farewell(421, '4.4.2', 'Timeout'), rest: Buffer.alloc(0) };
      const rest = reader.push(chunk);
      if (rest !== null) return { reply: faultOf(reader) ?? (await finish(reader.message)), rest };
      if (reader.sizeBytes > OVERSIZE_FACTOR * limits.maxMessageBytes)
        return { reply: farewell(552, '5.3.4', 'Message too large'), rest: Buffer.alloc(0) };
    }
  } finally {
    budget.give(held);
  }
}
