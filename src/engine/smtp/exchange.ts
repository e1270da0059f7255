// The conversation of one client as RFC 5321 orders it: which command is allowed when, and what is answered. Knows no sockets.
import type { Subject } from '../../pipeline/observation.ts';
import type { Phase } from '../../pipeline/phase.ts';
import { ACCEPT, type Refusal, type Verdict } from '../../pipeline/verdict.ts';
import { Passage } from '../../pipeline/walk.ts';
import type { AskClient } from '../auth/sasl.ts';
import type { Visit } from '../queue/envelope.ts';
import { runPhase } from '../run-phase.ts';
import { SessionTrace } from '../trace/session-trace.ts';
import { acceptMessage } from './accept-message.ts';
import { isRelayDenied, originOf, type Standing, senderRefusal, standingOf } from './access-policy.ts';
import type { AuthCommand, Command, MailCommand, RcptCommand } from './commands.ts';
import { farewell, type Reply, refusalReply, reply } from './reply.ts';
import type { ListenerRules, SmtpServices } from './services.ts';
import { LOGGED_IN, signIn } from './sign-in.ts';
import { combined, DELIVER, handlingOf, isDropped, type Transaction } from './transaction.ts';

const isRefusal = (verdict: Verdict): verdict is Refusal => verdict.kind === 'defer' || verdict.kind === 'reject';

const NO_MAIL = reply(503, '5.5.1', 'Send MAIL first');
const NO_RECIPIENTS = reply(554, '5.5.1', 'No valid recipients');
const IN_CHUNKS = reply(503, '5.5.1', 'Only BDAT may follow BDAT');

export class Exchange {
  readonly #services: SmtpServices;
  readonly #clientAddress: string;
  readonly #listener: ListenerRules;
  readonly #memo: Subject['memo'] = new Map();
  readonly #passage = new Passage();
  readonly #trace: SessionTrace;
  readonly #connectTrail: Visit[] = [];
  #connectHandling = DELIVER;
  #secure = false;
  #account: string | null = null;
  #failedLogins = 0;
  #helo: { readonly name: string; readonly extended: boolean } | null = null;
  #transaction: Transaction | null = null;

  constructor(services: SmtpServices, clientAddress: string, listener: ListenerRules) {
    this.#services = services;
    this.#clientAddress = clientAddress;
    this.#listener = listener;
    this.#trace = new SessionTrace(services.policy.tracer);
    this.#passage.origin = originOf(this.#standing, listener.role);
  }

  /** True when the client may send several commands at once (RFC 2920). */
  get pipelining(): boolean {
    return this.#helo?.extended === true;
  }

  get inTransaction(): boolean {
    return this.#transaction !== null;
  }

  /** The greeting, or why there is none. */
  async greet(): Promise<Reply> {
    const { hostname, banner } = this.#services;
    const verdict = await this.#judge('connect', {}, this.#connectTrail);
    // Section 3.1 knows no other 4xx greeting than 421.
    if (isRefusal(verdict))
      return farewell(verdict.kind === 'defer' ? 421 : verdict.code, verdict.enhanced, verdict.text);
    this.#connectHandling = handlingOf(verdict);
    return reply(220, null, `${hostname} ${banner}`.trim());
  }

  /**
   * Answers one command. After a 354 the caller reads the message and asks `finish`; after a 220 it begins TLS and says `secured`.
   * BDAT is the caller's: it asks `chunkRefusal`, since the bytes come whatever is answered.
   */
  async answer(command: Command, ask: AskClient): Promise<Reply> {
    if (this.#transaction?.chunked && (command.verb === 'MAIL' || command.verb === 'RCPT' || command.verb === 'DATA'))
      return IN_CHUNKS;
    switch (command.verb) {
      case 'HELO':
      case 'EHLO':
        return this.#hello(command.name, command.verb === 'EHLO');
      case 'STARTTLS':
        return this.#starttls();
      case 'AUTH':
        return this.#auth(command, ask);
      case 'MAIL':
        return this.#mail(command);
      case 'RCPT':
        return this.#rcpt(command);
      case 'DATA':
        return this.#data();
      case 'BDAT':
        throw new Error('BDAT is answered behind its bytes');
      case 'RSET':
        this.#reset();
        return reply(250, '2.0.0', 'Ok');
      case 'QUIT':
        return farewell(221, '2.0.0', 'Bye');
      case 'NOOP':
        return reply(250, '2.0.0', 'Ok');
      case 'HELP':
        return reply(214, '2.0.0', 'HELO EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY HELP');
      case 'VRFY':
        // RFC 5321 section 7.3: whether an address exists is told to nobody who only asks.
        return reply(252, '2.5.2', 'Cannot tell, but will take mail for it if it exists');
      case 'wrong':
        return command.reply;
    }
  }

  /** TLS has begun: whatever the client said before may have been somebody else's word (RFC 3207 section 4.2). */
  secured(): void {
    this.#secure = true;
    this.#account = null;
    this.#helo = null;
    this.#reset();
    this.#passage.origin = originOf(this.#standing, this.#listener.role);
  }

  /** Why a chunk of a message cannot be taken; null: it can, and the transaction takes nothing but chunks from now on. */
  chunkRefusal(): Reply | null {
    const refusal = this.#messageRefusal();
    if (refusal !== null) return refusal;
    this.#trace.reading();
    if (this.#transaction) this.#transaction.chunked = true;
    return null;
  }

  /** The transaction is over, and this is said of its message. */
  abandon(answer: Reply): void {
    this.#trace.answered(answer.code);
    this.#reset();
  }

  /** The session is over. */
  close(bytesIn: number, bytesOut: number): void {
    this.#trace.close(bytesIn, bytesOut);
  }

  /** Judges and keeps a message that was read whole and without faults. Ends the transaction. */
  async finish(message: Buffer): Promise<Reply> {
    const transaction = this.#transaction;
    const helo = this.#helo;
    if (transaction === null || helo === null) throw new Error('a message came without a transaction');
    const client = {
      address: this.#clientAddress,
      helo: helo.name,
      extended: helo.extended,
      secure: this.#secure,
      role: this.#listener.role,
      account: this.#account,
      origin: this.#passage.origin,
    };
    const { sender, trail } = transaction;
    const recipients = transaction.recipients.map(({ address }) => address);
    const marks = () => this.#passage.marks;
    this.#trace.read(message.length, transaction.recipients.length);
    try {
      return await acceptMessage(message, {
        services: this.#services,
        client,
        transaction,
        judge: (bytes, queueId) =>
          this.#trace.judged(
            () => this.#judge('data', { sender, message: bytes, recipients, account: client.account, queueId }, trail),
            marks,
          ),
        marks,
        trace: this.#trace,
      });
    } finally {
      this.#reset();
    }
  }

  get #standing(): Standing {
    const client = { address: this.#clientAddress, role: this.#listener.role, account: this.#account };
    return standingOf(client, this.#services.access);
  }

  get #mayLogIn(): boolean {
    return this.#services.authenticator !== null && (this.#secure || this.#listener.plaintextLogin);
  }

  get #mayStartTls(): boolean {
    return this.#services.tls !== null && this.#listener.starttls && !this.#secure;
  }

  #hello(name: string, extended: boolean): Reply {
    this.#reset();
    this.#helo = { name, extended };
    const { hostname, limits } = this.#services;
    if (!extended) return reply(250, null, hostname);
    const offers = [
      'PIPELINING',
      `SIZE ${limits.maxMessageBytes}`,
      '8BITMIME',
      'SMTPUTF8',
      'ENHANCEDSTATUSCODES',
      'DSN',
      'CHUNKING',
      ...(this.#mayStartTls ? ['STARTTLS'] : []),
      ...(this.#mayLogIn ? ['AUTH PLAIN LOGIN'] : []),
    ];
    return reply(250, null, hostname, ...offers);
  }

  /** RFC 3207 section 4. */
  #starttls(): Reply {
    if (this.#secure) return reply(503, '5.5.1', 'TLS is under way already');
    if (!this.#mayStartTls) return reply(502, '5.5.1', 'STARTTLS is not offered');
    return reply(220, '2.0.0', 'Ready to start TLS');
  }

  async #auth(command: AuthCommand, ask: AskClient): Promise<Reply> {
    const { authenticator, limits, policy } = this.#services;
    if (this.#helo?.extended !== true) return reply(503, '5.5.1', 'Send EHLO first');
    if (authenticator === null) return reply(502, '5.5.1', 'AUTH is not offered');
    if (this.#account !== null) return reply(503, '5.5.1', 'Already authenticated');
    if (this.#transaction !== null) return reply(503, '5.5.1', 'A transaction is under way');
    if (!this.#mayLogIn) return reply(538, '5.7.11', 'Encryption required for authentication');
    const { log } = policy;
    const result = await signIn(command, { authenticator, clientAddress: this.#clientAddress, ask, log });
    if ('account' in result) {
      this.#account = result.account;
      this.#passage.origin = 'user';
      return LOGGED_IN;
    }
    if (result.code === 535) this.#failedLogins += 1;
    return this.#failedLogins >= limits.maxFailedLogins ? farewell(421, '4.7.0', 'Too many failed logins') : result;
  }

  async #mail({ sender, sizeBytes, body, smtputf8, dsn }: MailCommand): Promise<Reply> {
    const { access, directory, domains, limits, policy } = this.#services;
    if (this.#helo === null) return reply(503, '5.5.1', 'Send HELO or EHLO first');
    if (this.#transaction !== null) return reply(503, '5.5.1', 'A transaction is under way');
    if (this.#listener.role !== 'smtp' && this.#account === null)
      return reply(530, '5.7.0', this.#mayLogIn ? 'Authentication required' : 'Must issue a STARTTLS command first');
    if (sizeBytes !== null && sizeBytes > limits.maxMessageBytes) return reply(552, '5.3.4', 'Message too large');
    const now = policy.ports.now();
    const account = this.#account;
    const refusal =
      senderRefusal(sender, this.#standing, account, directory, access) ??
      domains?.refusalOfMail({ origin: this.#passage.origin, account, sender }, sizeBytes, now);
    if (refusal) return refusalReply(refusal);
    policy.ports.rates.message(this.#clientAddress, now);
    this.#passage.newEnvelope();
    this.#trace.newMessage();
    const trail = [...this.#connectTrail];
    // Mail that is thrown away anyway is not looked at any more: its sender hears 250 to everything.
    const verdict = isDropped(this.#connectHandling) ? ACCEPT : await this.#judge('mail', { sender }, trail);
    if (isRefusal(verdict)) return refusalReply(verdict);
    const handling = combined(this.#connectHandling, handlingOf(verdict));
    this.#transaction = { sender, body, smtputf8, dsn, handling, trail, recipients: [], chunked: false };
    return reply(250, '2.1.0', 'Ok');
  }

  async #rcpt({ recipient, ascii, dsn }: RcptCommand): Promise<Reply> {
    const { directory, limits, policy } = this.#services;
    const transaction = this.#transaction;
    if (transaction === null) return NO_MAIL;
    // RFC 6531 section 3.5.
    if (!ascii && !transaction.smtputf8) return reply(553, '5.6.7', 'Addresses beyond ASCII need SMTPUTF8');
    const found = directory.resolve(recipient);
    if (isRelayDenied(recipient, found, this.#standing)) return reply(554, '5.7.1', 'Relay access denied');
    if (found.kind === 'unknown') {
      policy.ports.unknownRecipients.count(this.#clientAddress, policy.ports.now());
      return reply(550, '5.1.1', 'No such user here');
    }
    if (transaction.recipients.length >= limits.maxRecipients) return reply(452, '4.5.3', 'Too many recipients');
    const known = { sender: transaction.sender, recipient };
    const verdict = isDropped(transaction.handling) ? ACCEPT : await this.#judge('rcpt', known, transaction.trail);
    if (isRefusal(verdict)) return refusalReply(verdict);
    const targets = found.kind === 'known' ? found.targets : [{ address: recipient, account: null }];
    transaction.recipients.push({ address: recipient, targets, handling: handlingOf(verdict), dsn });
    return reply(250, '2.1.5', 'Ok');
  }

  #data(): Reply {
    const refusal = this.#messageRefusal();
    if (refusal !== null) return refusal;
    this.#trace.reading();
    return reply(354, null, 'End data with <CR><LF>.<CR><LF>');
  }

  #messageRefusal(): Reply | null {
    if (this.#transaction === null) return NO_MAIL;
    return this.#transaction.recipients.length === 0 ? NO_RECIPIENTS : null;
  }

  #reset(): void {
    this.#transaction = null;
  }

  #judge(
    phase: Phase,
    known: Partial<Pick<Subject, 'sender' | 'recipient' | 'message' | 'recipients' | 'account' | 'queueId'>>,
    trail: Visit[],
  ): Promise<Verdict> {
    const subject: Subject = {
      phase,
      clientAddress: this.#clientAddress,
      origin: this.#passage.origin,
      helo: this.#helo?.name ?? '',
      sender: null,
      recipient: null,
      message: null,
      memo: this.#memo,
      ...known,
    };
    return runPhase({ phase, passage: this.#passage, subject, trail, ...this.#trace.where }, this.#services.policy);
  }
}
