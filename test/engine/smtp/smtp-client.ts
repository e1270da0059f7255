// A socket to an SMTP server for tests: sends exactly the bytes it is given, reads reply by reply.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export class SmtpClient {
  #socket: Socket;
  #text = '';
  #ended = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  #listen(socket: Socket): void {
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

  /** @param tls at once, as on port 465 */
  static async open(port: number, tls = false): Promise<SmtpClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    if (tls) {
      const secure = connectTls({ socket, rejectUnauthorized: false });
      const client = new SmtpClient(secure);
      await once(secure, 'secureConnect');
      return client;
    }
    const client = new SmtpClient(socket);
    await once(socket, 'connect');
    return client;
  }

  /** The handshake behind a 220 to STARTTLS. Rejects when it fails. @returns the protected socket, for what a test asks of it */
  async handshake(): Promise<TLSSocket> {
    for (const event of ['data', 'end', 'close', 'error'] as const) this.#socket.removeAllListeners(event);
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    this.#socket.on('error', () => {});
    await once(secure, 'secureConnect');
    this.#socket = secure;
    this.#listen(secure);
    return secure;
  }

  /** STARTTLS and EHLO. */
  async startTls(): Promise<void> {
    const ready = await this.say('STARTTLS');
    if (!ready.startsWith('220')) throw new Error(ready);
    await this.handshake();
    await this.say('EHLO client.example');
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
