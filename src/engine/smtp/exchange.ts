// The conversation of one client as RFC 5321 orders it: which command is allowed when, and what is answered. Knows no sockets.
import type { Subject } from '../../pipeline/observation.ts';
import type { Phase } from '../../pipeline/phase.ts';
import { ACCEPT, type Refusal, type Verdict } from '../../pipeline/verdict.ts';
import { Passage } from '../../pipeline/walk.ts';
import type { Directory } from '../directory.ts';
import { readHeader } from '../mime/header-fields.ts';
import type { Visit } from '../queue/envelope.ts';
import type { Queue } from '../queue/queue.ts';
import { type Policy, runPhase } from '../run-phase.ts';
import type { Command } from './commands.ts';
import type { SmtpLimits } from './limits.ts';
import { farewell, type Reply, reply } from './reply.ts';
import { combined, DELIVER, handlingOf, isDropped, settledRecipients, type Transaction } from './transaction.ts';

/** What all sessions share. */
export interface SmtpServices {
  readonly hostname: string;
  /** Text of the greeting behind the host name. */
  readonly banner: string;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly queue: Pick<Queue, 'newId' | 'submit'>;
  readonly limits: SmtpLimits;
}

/** Header fields looked at for hops [A]: far more than any mail has. */
const MAX_FIELDS = 10_000;

const isRefusal = (verdict: Verdict): verdict is Refusal => verdict.kind === 'defer' || verdict.kind === 'reject';
const refusalReply = ({ code, enhanced, text }: Refusal): Reply => ({
  ...reply(code, enhanced, text),
  closes: code === 421,
});

export class Exchange {
  readonly #services: SmtpServices;
  readonly #clientAddress: string;
  readonly #memo: Subject['memo'] = new Map();
  readonly #passage = new Passage();
  readonly #connectTrail: Visit[] = [];
  #connectHandling = DELIVER;
  #helo: { readonly name: string; readonly extended: boolean } | null = null;
  #transaction: Transaction | null = null;

  constructor(services: SmtpServices, clientAddress: string) {
    this.#services = services;
    this.#clientAddress = clientAddress;
  }

  /** True when the client may send several commands at once (RFC 2920). */
  get pipelining(): boolean {
    return this.#helo?.extended === true;
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

  /** Answers one command. After a 354 the caller reads the message and asks `finish`. */
  async answer(command: Command): Promise<Reply> {
    switch (command.verb) {
      case 'HELO':
      case 'EHLO':
        return this.#hello(command.name, command.verb === 'EHLO');
      case 'MAIL':
        return this.#mail(command.sender, command.sizeBytes);
      case 'RCPT':
        return this.#rcpt(command.recipient);
      case 'DATA':
        return this.#data();
      case 'RSET':
        this.#reset();
        return reply(250, '2.0.0', 'Ok');
      case 'QUIT':
        return farewell(221, '2.0.0', 'Bye');
      case 'NOOP':
        return reply(250, '2.0.0', 'Ok');
      case 'HELP':
        return reply(214, '2.0.0', 'HELO EHLO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP');
      case 'VRFY':
        // RFC 5321 section 7.3: whether an address exists is told to nobody who only asks.
        return reply(252, '2.5.2', 'Cannot tell, but will take mail for it if it exists');
      case 'wrong':
        return command.reply;
    }
  }

  /** The transaction is over, whatever became of its message. */
  abandon(): void {
    this.#reset();
  }

  /** Judges and keeps a message that was read whole and without faults. Ends the transaction. */
  async finish(message: Buffer): Promise<Reply> {
    const transaction = this.#transaction;
    const helo = this.#helo;
    if (transaction === null || helo === null) throw new Error('a message came without a transaction');
    try {
      return await this.#finish(message, transaction, helo);
    } finally {
      this.#reset();
    }
  }

  async #finish(message: Buffer, transaction: Transaction, helo: { name: string; extended: boolean }): Promise<Reply> {
    const { queue, policy, limits } = this.#services;
    const now = policy.ports.now();
    const { fields } = readHeader(message, 0, message.length, MAX_FIELDS);
    if (fields.filter(({ name }) => name === 'received').length > limits.maxHops)
      return reply(554, '5.4.6', 'Too many hops: the message is in a loop');
    const id = queue.newId(now);
    let outcome = DELIVER;
    if (!settledRecipients(transaction, DELIVER).every(isDropped)) {
      const verdict = await this.#judge('data', { sender: transaction.sender, message }, transaction.trail);
      if (isRefusal(verdict)) return refusalReply(verdict);
      outcome = handlingOf(verdict);
    }
    // Whoever neither gets the message nor hears of it needs no place in the queue.
    const recipients = settledRecipients(transaction, outcome).filter(
      ({ fate, notify }) => fate !== 'discard' || notify,
    );
    policy.log('smtp.accepted', {
      id,
      client: this.#clientAddress,
      kept: recipients.length,
      discarded: recipients.length === 0,
    });
    if (recipients.length > 0) {
      const { sender, trail } = transaction;
      const client = { address: this.#clientAddress, helo: helo.name, extended: helo.extended };
      const marks = [...this.#passage.marks];
      const submission = await queue.submit(
        { version: 1, id, receivedSeconds: now, client, sender, recipients, marks, trail },
        message,
      );
      if (submission.kind === 'failed')
        return submission.full
          ? reply(452, '4.3.1', 'No room for the message now, try again later')
          : reply(451, '4.3.0', 'Cannot keep the message now, try again later');
    }
    return reply(250, '2.0.0', `Ok: queued as ${id}`);
  }

  #hello(name: string, extended: boolean): Reply {
    this.#reset();
    this.#helo = { name, extended };
    const { hostname, limits } = this.#services;
    if (!extended) return reply(250, null, hostname);
    return reply(
      250,
      null,
      hostname,
      'PIPELINING',
      `SIZE ${limits.maxMessageBytes}`,
      '8BITMIME',
      'ENHANCEDSTATUSCODES',
    );
  }

  async #mail(sender: string, sizeBytes: number | null): Promise<Reply> {
    const { limits, policy } = this.#services;
    if (this.#helo === null) return reply(503, '5.5.1', 'Send HELO or EHLO first');
    if (this.#transaction !== null) return reply(503, '5.5.1', 'A transaction is under way');
    if (sizeBytes !== null && sizeBytes > limits.maxMessageBytes) return reply(552, '5.3.4', 'Message too large');
    policy.ports.rates.message(this.#clientAddress, policy.ports.now());
    this.#passage.newEnvelope();
    const trail = [...this.#connectTrail];
    // Mail that is thrown away anyway is not looked at any more: its sender hears 250 to everything.
    const verdict = isDropped(this.#connectHandling) ? ACCEPT : await this.#judge('mail', { sender }, trail);
    if (isRefusal(verdict)) return refusalReply(verdict);
    this.#transaction = {
      sender,
      handling: combined(this.#connectHandling, handlingOf(verdict)),
      trail,
      recipients: [],
    };
    return reply(250, '2.1.0', 'Ok');
  }

  async #rcpt(address: string): Promise<Reply> {
    const { directory, limits } = this.#services;
    const transaction = this.#transaction;
    if (transaction === null) return reply(503, '5.5.1', 'Send MAIL first');
    const found = directory.resolve(address);
    if (found.kind === 'foreign') return reply(554, '5.7.1', 'Relay access denied');
    if (found.kind === 'unknown') return reply(550, '5.1.1', 'No such user here');
    if (transaction.recipients.length >= limits.maxRecipients) return reply(452, '4.5.3', 'Too many recipients');
    const known = { sender: transaction.sender, recipient: address };
    const verdict = isDropped(transaction.handling) ? ACCEPT : await this.#judge('rcpt', known, transaction.trail);
    if (isRefusal(verdict)) return refusalReply(verdict);
    transaction.recipients.push({ address, targets: found.targets, handling: handlingOf(verdict) });
    return reply(250, '2.1.5', 'Ok');
  }

  #data(): Reply {
    if (this.#transaction === null) return reply(503, '5.5.1', 'Send MAIL first');
    if (this.#transaction.recipients.length === 0) return reply(554, '5.5.1', 'No valid recipients');
    return reply(354, null, 'End data with <CR><LF>.<CR><LF>');
  }

  #reset(): void {
    this.#transaction = null;
  }

  #judge(
    phase: Phase,
    known: Partial<Pick<Subject, 'sender' | 'recipient' | 'message'>>,
    trail: Visit[],
  ): Promise<Verdict> {
    const subject: Subject = {
      phase,
      clientAddress: this.#clientAddress,
      helo: this.#helo?.name ?? '',
      sender: null,
      recipient: null,
      message: null,
      memo: this.#memo,
      ...known,
    };
    return runPhase({ phase, passage: this.#passage, subject, trail }, this.#services.policy);
  }
}
