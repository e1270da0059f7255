// Reads one message from a socket behind a 354, within time, size and memory, and says what is answered to it.
import type { ByteBudget } from '../imap/byte-budget.ts';
import type { Connection } from '../imap/connection.ts';
import { DataReader } from './data-reader.ts';
import { MONSTROUS, TIMEOUT } from './farewells.ts';
import { OVERSIZE_FACTOR, type SmtpLimits } from './limits.ts';
import { faultReply } from './message-faults.ts';
import type { Reply } from './reply.ts';

interface Reception {
  readonly connection: Pick<Connection, 'read'>;
  /** What the client sent behind DATA without waiting: nothing, unless the listener allows it. */
  readonly pending: Buffer;
  readonly limits: SmtpLimits;
  /** Memory of all sessions together. */
  readonly budget: ByteBudget;
  /** Asked for a message that has no fault. Its memory is given back when this has answered. */
  readonly finish: (message: Buffer) => Promise<Reply>;
}

const NOTHING = Buffer.alloc(0);

/** @returns the answer and what the client sent behind the message; null when the client went away. */
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
    let chunk = reception.pending;
    for (;;) {
      const rest = reader.push(chunk);
      if (rest !== null) return { reply: faultReply(reader) ?? (await finish(reader.message)), rest };
      if (reader.sizeBytes > OVERSIZE_FACTOR * limits.maxMessageBytes) return { reply: MONSTROUS, rest: NOTHING };
      const leftSeconds = (deadline - performance.now()) / 1000;
      const incoming = await connection.read(Math.min(limits.idleSeconds, leftSeconds));
      if (incoming === 'closed') return null;
      if (incoming === 'timeout') return { reply: TIMEOUT, rest: NOTHING };
      // The server is stopping: a message that has begun may still end.
      chunk = incoming === 'interrupted' ? NOTHING : incoming;
    }
  } finally {
    budget.give(held);
  }
}
