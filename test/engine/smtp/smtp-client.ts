// A socket to an SMTP server for tests: sends exactly the bytes it is given, reads reply by reply.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class SmtpClient {
  readonly #socket: Socket;
  #text = '';
  #ended = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1');
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  static async open(port: number): Promise<SmtpClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const client = new SmtpClient(socket);
    await once(socket, 'connect');
    return client;
  }

  /** One whole reply, its lines joined by CR LF; `(closed)` when the server ended instead. */
  async reply(): Promise<string> {
    for (;;) {
      const found = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n/.exec(this.#text)?.[0];
      if (found !== undefined) {
        this.#text = this.#text.slice(found.length);
        return found.trimEnd();
      }
      if (this.#ended) return '(closed)';
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Replies until the server closes. */
  async rest(): Promise<string[]> {
    const replies: string[] = [];
    for (let reply = await this.reply(); reply !== '(closed)'; reply = await this.reply()) replies.push(reply);
    return replies;
  }

  send(bytes: string | Uint8Array): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Each byte as a write of its own. */
  async sendByteByByte(bytes: string): Promise<void> {
    for (const char of bytes) {
      this.send(char);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async say(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** Says all lines, one after the other's reply. @returns the replies. */
  async sayAll(...lines: readonly string[]): Promise<string[]> {
    const replies: string[] = [];
    for (const line of lines) replies.push(await this.say(line));
    return replies;
  }

  close(): void {
    this.#socket.destroy();
  }
}
