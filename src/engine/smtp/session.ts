// One client's session: bytes in, replies out, and the manners of RFC 5321 and 2920 in between. What is answered is `exchange.ts`.
import type { ByteBudget } from '../imap/byte-budget.ts';
import type { Connection } from '../imap/connection.ts';
import { type Command, parseCommand } from './commands.ts';
import { Exchange, type SmtpServices } from './exchange.ts';
import { takeLine } from './line-reader.ts';
import { receiveMessage } from './receive-message.ts';
import { farewell, type Reply, replyText } from './reply.ts';

const JUNK: ReadonlySet<Command['verb']> = new Set(['NOOP', 'RSET', 'VRFY', 'HELP']);
/** Behind these a client must wait for the answer, since it decides what comes next (RFC 2920 section 3.1). */
const ENDS_GROUP: ReadonlySet<Command['verb']> = new Set(['HELO', 'EHLO', 'DATA']);

const EARLY = farewell(554, '5.5.1', 'You spoke before the greeting');
const STOPPING = farewell(421, '4.3.2', 'Going down, try again later');
const TIMEOUT = farewell(421, '4.4.2', 'Timeout');
const BARE = farewell(500, '5.5.2', 'Bare CR or LF in a command: lines end with CR LF');
const BINARY = farewell(500, '5.5.2', 'NUL in a command: this is a mail server without TLS');
const LONG = farewell(500, '5.5.2', 'Line too long');
const HASTY = farewell(554, '5.5.0', 'Improper use of pipelining');
const CLUMSY = farewell(421, '4.7.0', 'Too many errors');

export class SmtpSession {
  readonly #services: SmtpServices;
  readonly #connection: Connection;
  readonly #budget: ByteBudget;
  readonly #clientAddress: string;
  readonly #exchange: Exchange;
  #pending: Buffer = Buffer.alloc(0);
  #replies: string[] = [];
  #errors = 0;
  #junk = 0;
  #stopping = false;

  constructor(services: SmtpServices, connection: Connection, clientAddress: string, budget: ByteBudget) {
    this.#services = services;
    this.#connection = connection;
    this.#clientAddress = clientAddress;
    this.#budget = budget;
    this.#exchange = new Exchange(services, clientAddress);
  }

  /** Asks the session to end: at once when it is idle, behind its message when one is being received. */
  stop(): void {
    this.#stopping = true;
    this.#connection.interrupt();
  }

  /** Resolves when the session has ended. Never rejects. */
  async run(): Promise<void> {
    const { rates, now } = this.#services.policy.ports;
    rates.connected(this.#clientAddress, now());
    try {
      let last = await this.#greet();
      while (last !== null && !last.closes) last = await this.#turn();
    } catch (error) {
      this.#services.policy.log('smtp.fault', { client: this.#clientAddress, error: String(error) });
      this.#say(farewell(421, '4.3.0', 'Internal error, try again later'));
      await this.#flush();
    } finally {
      rates.closed(this.#clientAddress, now());
      this.#connection.end();
    }
  }

  /** @returns the reply that was sent; null when the client is gone. */
  async #greet(): Promise<Reply | null> {
    const greeting = await this.#exchange.greet();
    const early = await this.#connection.read(this.#services.limits.greetingDelaySeconds);
    if (early === 'closed') return null;
    if (typeof early !== 'string') return this.#end(EARLY);
    if (greeting.closes) return this.#end(greeting);
    this.#say(greeting);
    return (await this.#flush()) ? greeting : null;
  }

  /** One command, its message included. @returns the last reply; null when the client is gone. */
  async #turn(): Promise<Reply | null> {
    const line = await this.#line();
    if (line === null || typeof line !== 'string') return line === null ? null : this.#end(line);
    const command = parseCommand(line);
    if (this.#pending.length > 0 && (ENDS_GROUP.has(command.verb) || !this.#exchange.pipelining))
      return this.#end(HASTY);
    const answer = await this.#exchange.answer(command);
    this.#say(answer);
    if (answer.code === 354) {
      this.#junk = 0;
      return (await this.#flush()) ? this.#message() : null;
    }
    if (JUNK.has(command.verb)) this.#junk += 1;
    return this.#count(answer, this.#junk > this.#services.limits.junkCommands);
  }

  async #message(): Promise<Reply | null> {
    const received = await receiveMessage({
      connection: this.#connection,
      limits: this.#services.limits,
      budget: this.#budget,
      finish: (message) => this.#exchange.finish(message),
    });
    this.#exchange.abandon();
    if (received === null) return null;
    this.#pending = received.rest;
    this.#say(received.reply);
    return this.#count(received.reply, false);
  }

  /** Counts errors as Postfix does, ours and passing ones aside. Slows a clumsy client down, then ends the session. */
  async #count(answer: Reply, junk: boolean): Promise<Reply | null> {
    const { softErrors, hardErrors, errorSleepSeconds } = this.#services.limits;
    if (answer.closes) return (await this.#flush()) ? answer : null;
    if (answer.code < 500 && !junk) return answer;
    this.#errors += 1;
    if (this.#errors >= hardErrors) return this.#end(CLUMSY);
    if (this.#errors > softErrors) await new Promise((resolve) => setTimeout(resolve, errorSleepSeconds * 1000));
    return answer;
  }

  /** The next command line, or the reply that ends the session. Replies go out before anything is waited for. */
  async #line(): Promise<string | Reply | null> {
    const deadline = performance.now() + this.#services.limits.idleSeconds * 1000;
    for (;;) {
      const taken = takeLine(this.#pending);
      if (taken.kind === 'line') {
        this.#pending = taken.rest;
        return taken.text;
      }
      if (taken.kind === 'bare') return BARE;
      if (taken.kind === 'binary') return BINARY;
      if (taken.kind === 'tooLong') return LONG;
      if (!(await this.#flush())) return null;
      if (this.#stopping) return STOPPING;
      const chunk = await this.#connection.read((deadline - performance.now()) / 1000);
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
    return (await this.#flush()) ? answer : null;
  }

  /** False: the client is gone. */
  async #flush(): Promise<boolean> {
    if (this.#replies.length === 0) return true;
    const text = this.#replies.join('');
    this.#replies = [];
    return this.#connection.write([text]);
  }
}
