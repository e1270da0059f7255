// One socket, read and written with time limits and back-pressure. Knows bytes, not IMAP.
import type { Socket } from 'node:net';

/** What a read brought. `interrupted`: somebody called `interrupt`. */
type Incoming = Buffer | 'closed' | 'timeout' | 'interrupted';

/** How long a closed session waits for its client to close too [A]. */
const LINGER_SECONDS = 1;

export class Connection {
  #socket: Socket;
  readonly #stallSeconds: number;
  readonly #chunks: Buffer[] = [];
  #closed = false;
  /** The client sent its last byte. */
  #ended = false;
  #interrupted = false;
  #wake: (() => void) | null = null;
  #unlisten: () => void = () => {};

  /** @param stallSeconds how long a client may take before it reads on */
  constructor(socket: Socket, stallSeconds: number) {
    this.#socket = socket;
    this.#stallSeconds = stallSeconds;
    socket.setNoDelay(true);
    // Resets and the like end in `close`; there is nobody left to tell.
    socket.on('error', () => {});
    this.#listen(socket);
  }

  #listen(socket: Socket): void {
    const data = (chunk: Buffer) => {
      this.#chunks.push(chunk);
      // Nothing more is read before this is used: a client cannot fill the memory by talking on.
      socket.pause();
      this.#wake?.();
    };
    const close = () => {
      this.#closed = true;
      this.#wake?.();
    };
    const end = () => {
      this.#ended = true;
      close();
    };
    socket.on('data', data).on('end', end).on('close', close);
    this.#unlisten = () => socket.off('data', data).off('end', end).off('close', close);
  }

  /**
   * Goes on over what `make` makes of the socket, e.g. TLS. What came before and was not read is thrown away: it was not protected.
   * @returns null, or why it cannot go on; then the socket is destroyed.
   */
  async wrap(make: (socket: Socket) => Promise<Socket | string>): Promise<string | null> {
    const plain = this.#socket;
    this.#unlisten();
    this.#chunks.length = 0;
    const made = await make(plain);
    if (typeof made === 'string') {
      plain.destroy();
      this.#closed = true;
      return made;
    }
    made.on('error', () => {});
    this.#socket = made;
    this.#listen(made);
    return null;
  }

  /** Bytes that came so far, and that went out. */
  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.#socket.bytesWritten;
  }

  /** The next bytes, or why there are none. */
  async read(timeoutSeconds: number): Promise<Incoming> {
    if (this.#state() === 'wait') await this.#waiting(timeoutSeconds);
    const state = this.#state();
    if (state === 'interrupted') this.#interrupted = false;
    return state === 'wait' ? 'timeout' : state;
  }

  /** Makes a running or the next `read` return `interrupted`. */
  interrupt(): void {
    this.#interrupted = true;
    this.#wake?.();
  }

  /** Writes, and waits while the client does not take it. False: the client is gone or too slow, and the socket destroyed. */
  async write(chunks: readonly (string | Uint8Array)[]): Promise<boolean> {
    if (this.#socket.destroyed || !this.#socket.writable) return false;
    this.#socket.cork();
    let flows = true;
    // Strings are latin1 throughout: one character a byte.
    for (const chunk of chunks)
      flows = typeof chunk === 'string' ? this.#socket.write(chunk, 'latin1') : this.#socket.write(chunk);
    this.#socket.uncork();
    return flows || this.#drained();
  }

  /** Sends what was written and closes. What the client still says is thrown away: a reset would cost it our last words. */
  end(): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    socket.removeAllListeners('data');
    socket.resume();
    socket.end();
    const cut = setTimeout(() => socket.destroy(), LINGER_SECONDS * 1000);
    socket.once('close', () => clearTimeout(cut));
    socket.once('end', () => socket.destroySoon());
    if (this.#ended) socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #state(): Incoming | 'wait' {
    const chunk = this.#chunks.shift();
    if (chunk) return chunk;
    if (this.#closed) return 'closed';
    return this.#interrupted ? 'interrupted' : 'wait';
  }

  async #waiting(timeoutSeconds: number): Promise<void> {
    this.#socket.resume();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, timeoutSeconds) * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  async #drained(): Promise<boolean> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      const finish = (taken: boolean) => {
        clearTimeout(timer);
        socket.off('drain', onDrain);
        socket.off('close', onClose);
        if (!taken) socket.destroy();
        resolve(taken);
      };
      const onDrain = () => finish(true);
      const onClose = () => finish(false);
      const timer = setTimeout(onClose, this.#stallSeconds * 1000);
      socket.on('drain', onDrain);
      socket.on('close', onClose);
    });
  }
}
