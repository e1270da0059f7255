// A message that comes by BDAT (RFC 3030), over several commands: its memory and its time are held until the transaction ends.
import type { ByteBudget } from '../imap/byte-budget.ts';
import type { Connection } from '../imap/connection.ts';
import { ChunkReader } from './chunk-reader.ts';
import { MONSTROUS, TIMEOUT } from './farewells.ts';
import { OVERSIZE_FACTOR, type SmtpLimits } from './limits.ts';
import type { Reply } from './reply.ts';

/** Bytes of a chunk that was taken: what came behind it; or why the session ends; null: the client went away. */
type Taken = { readonly rest: Buffer } | Reply | null;

export class ChunkedMessage {
  readonly reader: ChunkReader;
  readonly #connection: Pick<Connection, 'read'>;
  readonly #limits: SmtpLimits;
  readonly #budget: ByteBudget;
  readonly #deadline: number;
  #held = 0;
  #skipped = 0;

  constructor(connection: Pick<Connection, 'read'>, limits: SmtpLimits, budget: ByteBudget) {
    this.#connection = connection;
    this.#limits = limits;
    this.#budget = budget;
    this.#deadline = performance.now() + limits.dataSeconds * 1000;
    this.reader = new ChunkReader(limits.maxMessageBytes, (bytes) => {
      const taken = budget.take(bytes);
      if (taken) this.#held += bytes;
      return taken;
    });
  }

  /** Takes `sizeBytes` bytes, of which `pending` are the first; with `keep` false they are thrown away. */
  async take(sizeBytes: number, pending: Buffer, keep: boolean): Promise<Taken> {
    const most = OVERSIZE_FACTOR * this.#limits.maxMessageBytes;
    if (this.reader.sizeBytes + this.#skipped + sizeBytes > most) return MONSTROUS;
    let left = sizeBytes;
    let chunk = pending;
    for (;;) {
      const part = chunk.subarray(0, left);
      if (keep) this.reader.push(part);
      else this.#skipped += part.length;
      left -= part.length;
      if (left === 0) return { rest: chunk.subarray(part.length) };
      const leftSeconds = (this.#deadline - performance.now()) / 1000;
      const incoming = await this.#connection.read(Math.min(this.#limits.idleSeconds, leftSeconds));
      if (incoming === 'closed') return null;
      if (incoming === 'timeout') return TIMEOUT;
      // The server is stopping: a message that has begun may still end.
      chunk = incoming === 'interrupted' ? Buffer.alloc(0) : incoming;
    }
  }

  /** Gives the memory back. The message is gone. */
  release(): void {
    this.#budget.give(this.#held);
    this.#held = 0;
  }
}
