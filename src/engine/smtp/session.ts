// One client's session: bytes in, replies out, and the manners of RFC 5321 and 2920 in between. What is answered is `exchange.ts`.
import type { SecureContext } from 'node:tls';
import type { ByteBudget } from '../imap/byte-budget.ts';
import type { Connection } from '../imap/connection.ts';
import { acceptTls } from '../tls/accept-tls.ts';
import { ChunkedMessage } from './chunked-message.ts';
import { ClientWatch } from './client-watch.ts';
import { type BdatCommand, type Command, parseCommand } from './commands.ts';
import { Exchange } from './exchange.ts';
import {
  BARE,
  BINARY,
  CLUMSY,
  CROWDED,
  EARLY,
  HANDSHAKE,
  HASTY,
  INJECTED,
  isHandshake,
  LONG,
  LONG_SASL,
  STOPPING,
  TIMEOUT,
} from './farewells.ts';
import { MAX_LINE_BYTES, MAX_SASL_LINE_BYTES } from './limits.ts';
import { takeLine } from './line-reader.ts';
import { faultReply } from './message-faults.ts';
import { Patience } from './patience.ts';
import { receiveMessage } from './receive-message.ts';
import { farewell, type Reply, reply, replyText } from './reply.ts';
import type { ListenerRules, SmtpServices } from './services.ts';

const JUNK: ReadonlySet<Command['verb']> = new Set(['NOOP', 'RSET', 'VRFY', 'HELP']);
const isJunk = (command: Command): boolean => JUNK.has(command.verb) || (command.verb === 'wrong' && command.junk);
/** Behind these a client must wait for the answer, since it decides what comes next (RFC 2920 section 3.1, RFC 3207, RFC 4954). */
const ENDS_GROUP: ReadonlySet<Command['verb']> = new Set(['HELO', 'EHLO', 'DATA', 'AUTH']);

export class SmtpSession {
  readonly #services: SmtpServices;
  readonly #listener: ListenerRules;
  readonly #connection: Connection;
  readonly #budget: ByteBudget;
  readonly #clientAddress: string;
  readonly #exchange: Exchange;
  readonly #watch = new ClientWatch();
  readonly #patience: Patience;
  #pending: Buffer = Buffer.alloc(0);
  #replies: string[] = [];
  #chunks: ChunkedMessage | null = null;
  /** Why the session ends as soon as it is idle. */
  #stopping: Reply | null = null;

  constructor(
    services: SmtpServices,
    listener: ListenerRules,
    connection: Connection,
    clientAddress: string,
    budget: ByteBudget,
  ) {
    this.#services = services;
    this.#listener = listener;
    this.#connection = connection;
    this.#clientAddress = clientAddress;
    this.#budget = budget;
    this.#exchange = new Exchange(services, clientAddress, listener);
    this.#patience = new Patience(services.limits);
  }

  /** Asks the session to end: at once when it is idle, behind its message when one is being received. */
  stop(): void {
    this.#stopping = STOPPING;
    this.#connection.interrupt();
  }

  /** Ends a session that waits for its client, so that others are served. */
  makeRoom(): void {
    this.#stopping ??= CROWDED;
    const waitsFor = this.#watch.waitsFor;
    if (waitsFor === 'command') this.#connection.interrupt();
    else if (waitsFor === 'handshake') this.#connection.destroy();
    else void this.#connection.write([replyText(CROWDED)]).then(() => this.#connection.end());
  }

  /** How long it has waited for its client; 0 while it is at work or already ending. */
  get idleSeconds(): number {
    return this.#stopping === null ? this.#watch.idleSeconds : 0;
  }

  /** Resolves when the session has ended. Never rejects. */
  async run(): Promise<void> {
    const { rates, now } = this.#services.policy.ports;
    rates.connected(this.#clientAddress, now());
    try {
      if (this.#listener.role === 'submissions' && !(await this.#startTls())) return;
      let last = await this.#greet();
      while (last !== null && !last.closes) last = await this.#turn();
    } catch (error) {
      this.#services.policy.log('smtp.fault', { client: this.#clientAddress, error: String(error) });
      this.#say(farewell(421, '4.3.0', 'Internal error, try again later'));
      await this.#flush();
    } finally {
      this.#dropChunks();
      rates.closed(this.#clientAddress, now());
      this.#exchange.close(this.#connection.bytesRead, this.#connection.bytesWritten);
      this.#connection.end();
    }
  }

  /** @returns the reply that was sent; null when the client is gone. */
  async #greet(): Promise<Reply | null> {
    const greeting = await this.#exchange.greet();
    const { greetingDelaySeconds, refusePipelining } = this.#services.limits;
    const early = await this.#watch.waitFor('command', () => this.#connection.read(greetingDelaySeconds));
    if (early === 'closed') return null;
    if (early instanceof Buffer) {
      if (isHandshake(early)) return this.#end(HANDSHAKE);
      if (refusePipelining || greetingDelaySeconds > 0) return this.#end(EARLY);
      this.#pending = early;
    }
    if (greeting.closes) return this.#end(greeting);
    this.#say(greeting);
    return (await this.#flush()) ? greeting : null;
  }

  /** One command, its message included. @returns the last reply; null when the client is gone. */
  async #turn(): Promise<Reply | null> {
    const line = await this.#line(MAX_LINE_BYTES);
    if (line === null || typeof line !== 'string') return line === null ? null : this.#end(line);
    const command = parseCommand(line);
    if (command.verb === 'BDAT') return this.#chunk(command);
    if (this.#pending.length > 0 && this.#isHasty(command)) return this.#end(HASTY);
    const answer = await this.#exchange.answer(command, (challenge) => this.#ask(challenge));
    if (!this.#exchange.inTransaction) this.#dropChunks();
    if (command.verb === 'STARTTLS' && answer.code === 220) return this.#upgrade(answer);
    this.#say(answer);
    if (answer.code === 354) return (await this.#flush()) ? this.#message() : null;
    return this.#count(answer, isJunk(command));
  }

  #isHasty({ verb }: Command): boolean {
    return this.#services.limits.refusePipelining && (ENDS_GROUP.has(verb) || !this.#exchange.pipelining);
  }

  /** The answer to STARTTLS, and what follows from it. What was sent in plain text behind the command is never read as a command. */
  async #upgrade(answer: Reply): Promise<Reply | null> {
    if (this.#pending.length > 0) return this.#end(INJECTED);
    this.#say(answer);
    // What a message had before TLS must not become part of one behind it.
    this.#dropChunks();
    return (await this.#flush()) && (await this.#startTls()) ? answer : null;
  }

  /** False: there is no TLS with this client, and the connection is gone. */
  async #startTls(): Promise<boolean> {
    const { tls, limits, policy } = this.#services;
    if (tls === null) return false;
    const context: SecureContext = tls();
    const why = await this.#watch.waitFor('handshake', () =>
      this.#connection.wrap((socket) => acceptTls(socket, context, limits.handshakeSeconds)),
    );
    if (why === null) {
      this.#exchange.secured();
      return true;
    }
    policy.log('smtp.tls-failed', { client: this.#clientAddress, why });
    return false;
  }

  async #message(): Promise<Reply | null> {
    const received = await receiveMessage({
      connection: this.#watch.messageSource(this.#connection),
      pending: this.#pending,
      limits: this.#services.limits,
      budget: this.#budget,
      finish: (message) => this.#exchange.finish(message),
    });
    return received && this.#ended(received.reply, received.rest);
  }

  /** One chunk of a message (RFC 3030): its bytes are read whatever is answered, or they would be taken for commands. */
  async #chunk({ sizeBytes, last }: BdatCommand): Promise<Reply | null> {
    const chunks =
      this.#chunks ??
      new ChunkedMessage(this.#watch.messageSource(this.#connection), this.#services.limits, this.#budget);
    this.#chunks = chunks;
    const refusal = this.#exchange.chunkRefusal();
    const taken = await chunks.take(sizeBytes, this.#pending, refusal === null);
    this.#pending = Buffer.alloc(0);
    if (taken === null || 'code' in taken) return taken && this.#end(taken);
    this.#pending = taken.rest;
    if (refusal !== null) {
      this.#dropChunks();
      this.#say(refusal);
      return this.#count(refusal, false);
    }
    const { reader } = chunks;
    // A line end may still be cut by the end of a chunk: that is looked at behind the last one.
    const fault = last || reader.tooLarge || reader.overloaded ? faultReply(reader) : null;
    if (fault !== null) return this.#ended(fault, taken.rest);
    if (last) return this.#ended(await this.#exchange.finish(reader.message), taken.rest);
    const answer = reply(250, '2.0.0', `${sizeBytes} bytes received`);
    this.#say(answer);
    return answer;
  }

  /** A message is over, whatever became of it. */
  #ended(answer: Reply, rest: Buffer): Promise<Reply | null> {
    this.#patience.messageSent();
    this.#exchange.abandon(answer);
    this.#dropChunks();
    this.#pending = rest;
    this.#say(answer);
    return this.#count(answer, false);
  }

  #dropChunks(): void {
    this.#chunks?.release();
    this.#chunks = null;
  }

  /** Slows a clumsy client down, then ends the session. */
  async #count(answer: Reply, junk: boolean): Promise<Reply | null> {
    if (answer.closes) return (await this.#flush()) ? answer : null;
    const { sleepSeconds, enough } = this.#patience.after(answer, junk);
    if (enough) return this.#end(CLUMSY);
    if (sleepSeconds > 0) await new Promise((resolve) => setTimeout(resolve, sleepSeconds * 1000));
    return answer;
  }

  /** Sends a SASL challenge and brings the answer; null: none came, and the session has to end. */
  async #ask(challenge: string): Promise<string | null> {
    this.#say(reply(334, null, challenge));
    const line = await this.#line(MAX_SASL_LINE_BYTES);
    if (line === null || typeof line === 'string') return line;
    // What is wrong is said by the caller's farewell; only a line that is too long has a code of its own (RFC 4954 section 4).
    if (line === LONG) this.#say(LONG_SASL);
    return null;
  }

  /** The next command line, or the reply that ends the session. Replies go out before anything is waited for. */
  async #line(maxBytes: number): Promise<string | Reply | null> {
    const since = performance.now();
    const deadline = since + this.#services.limits.idleSeconds * 1000;
    for (;;) {
      const taken = takeLine(this.#pending, maxBytes);
      if (taken.kind === 'line') {
        this.#pending = taken.rest;
        return taken.text;
      }
      if (taken.kind !== 'more' && isHandshake(this.#pending)) return HANDSHAKE;
      if (taken.kind === 'bare') return BARE;
      if (taken.kind === 'binary') return BINARY;
      if (taken.kind === 'tooLong') return LONG;
      if (!(await this.#flush())) return null;
      if (this.#stopping !== null) return this.#stopping;
      const chunk = await this.#watch.waitFor(
        'command',
        () => this.#connection.read((deadline - performance.now()) / 1000),
        since,
      );
      if (chunk === 'closed') return null;
      if (chunk === 'timeout') return TIMEOUT;
      if (chunk !== 'interrupted') this.#pending = Buffer.concat([this.#pending, chunk]);
    }
  }

  #say(answer: Reply): void {
    this.#replies.push(replyText(answer));
  }

  async #end(answer: Reply): Promise<Reply | null> {
    this.#services.policy.log('smtp.ended', {
      client: this.#clientAddress,
      code: answer.code,
      text: answer.lines.join(' '),
    });
    this.#say(answer);
    return (await this.#flush()) ? { ...answer, closes: true } : null;
  }

  /** False: the client is gone. */
  async #flush(): Promise<boolean> {
    if (this.#replies.length === 0) return true;
    const text = this.#replies.join('');
    this.#replies = [];
    return this.#connection.write([text]);
  }
}
