// Talk with another server: commands out, replies in, each within its time. Knows no mail.
import type { Socket } from 'node:net';
import { Connection } from '../imap/connection.ts';
import { type ServerReply, takeReply } from './server-reply.ts';

/** The connection is of no use any more. `text` says why, e.g. `timed out`. */
export interface Loss {
  readonly kind: 'loss';
  readonly text: string;
}

export type Heard = ServerReply | Loss;

const LOST: Loss = { kind: 'loss', text: 'connection lost' };
const LATE: Loss = { kind: 'loss', text: 'timed out' };
const BROKEN: Loss = { kind: 'loss', text: 'the server does not speak SMTP' };

export class Conversation {
  readonly #connection: Connection;
  #pending: Buffer = Buffer.alloc(0);
  #lost: Loss | null = null;

  /** @param stallSeconds how long the server may take before it reads on */
  constructor(socket: Socket, stallSeconds: number) {
    this.#connection = new Connection(socket, stallSeconds);
  }

  /** The next reply, whole within its time however it dribbles in. After a loss there is only that loss. */
  async reply(timeoutSeconds: number): Promise<Heard> {
    const deadline = performance.now() + timeoutSeconds * 1000;
    while (this.#lost === null) {
      const taken = takeReply(this.#pending);
      if (taken.kind === 'taken') {
        this.#pending = taken.rest;
        return taken.reply;
      }
      if (taken.kind === 'broken') return this.#lose(BROKEN);
      const chunk = await this.#connection.read((deadline - performance.now()) / 1000);
      if (chunk === 'timeout') return this.#lose(LATE);
      if (typeof chunk === 'string') return this.#lose(LOST);
      this.#pending = Buffer.concat([this.#pending, chunk]);
    }
    return this.#lost;
  }

  /** One command and its reply. */
  async ask(line: string, timeoutSeconds: number): Promise<Heard> {
    await this.say([line]);
    return this.reply(timeoutSeconds);
  }

  /** Command lines, without their ends, in one go. A loss shows at the next reply. */
  async say(lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => Buffer.from(`${line}\r\n`)));
  }

  /** False: the server is gone or does not read any more. */
  async write(chunks: readonly Uint8Array[]): Promise<boolean> {
    if (this.#lost === null && !(await this.#connection.write(chunks))) this.#lose(LOST);
    return this.#lost === null;
  }

  /**
   * Goes on over what `make` makes of the socket: TLS. What was said before is forgotten (RFC 3207 section 4.2).
   * @returns null, or why it cannot go on
   */
  async upgrade(make: (socket: Socket) => Promise<Socket | string>): Promise<string | null> {
    this.#pending = Buffer.alloc(0);
    return this.#connection.wrap(make);
  }

  /** True when the server has said more than it was asked for. */
  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** Says goodbye without waiting for the answer, as Postfix does (smtp_skip_quit_response). */
  async quit(): Promise<void> {
    if (this.#lost === null) await this.say(['QUIT']);
    this.#connection.end();
  }

  #lose(loss: Loss): Loss {
    this.#lost = loss;
    this.#connection.destroy();
    return loss;
  }
}
