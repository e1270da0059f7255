// One IMAP session: greets, takes commands one after another, answers each with its tag. Knows states, not what commands do.
import { ArgumentReader, SyntaxFault } from './argument-reader.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { Completion, ExtraLine, ImapCommand, ImapServices, SessionContext, SessionState } from './command.ts';
import { capabilityText } from './commands/capability.ts';
import { IMAP_COMMANDS } from './commands/index.ts';
import type { Connection } from './connection.ts';
import { GUEST_BOUNDS, userBounds } from './limits.ts';
import { type AssembledCommand, type AssemblerEvent, LineAssembler, tagOf } from './line-assembler.ts';

const GUEST_BAD_COMMANDS_SHARE = 0.5;
const KEYWORD = /([A-Za-z]{1,20})(?= |$)/y;

export class ImapSession implements SessionContext {
  readonly services: ImapServices;
  readonly clientAddress: string;
  state: SessionState = { kind: 'notAuthenticated' };
  failedLogins = 0;
  leaving = false;
  readonly #connection: Connection;
  readonly #assembler: LineAssembler;
  readonly #startedAt = performance.now();
  #badCommands = 0;
  #stopping = false;

  constructor(services: ImapServices, connection: Connection, clientAddress: string, budget: ByteBudget) {
    this.services = services;
    this.clientAddress = clientAddress;
    this.#connection = connection;
    this.#assembler = new LineAssembler(
      (text) => (this.state.kind === 'notAuthenticated' ? GUEST_BOUNDS : userBounds(text, services.limits)),
      budget,
    );
  }

  /** Runs to the end of the session; never rejects. */
  async run(): Promise<void> {
    try {
      await this.send([`* OK [CAPABILITY ${capabilityText(this)}] ${this.services.hostname} IMAP4rev1 ready\r\n`]);
      const farewell = await this.#commands();
      if (farewell !== null) await this.send([`* BYE ${farewell}\r\n`]);
    } catch (error) {
      this.services.log('imap.fault', { client: this.clientAddress, error: String(error) });
      await this.send(['* BYE Internal error\r\n']);
    } finally {
      this.#assembler.release();
      this.deselect();
      this.#connection.end();
    }
  }

  /** Asks the session to end behind its running command. */
  stop(): void {
    this.#stopping = true;
    this.#connection.interrupt();
  }

  deselect(): void {
    if (this.state.kind !== 'selected') return;
    this.state.view.close();
    this.state = { kind: 'authenticated', account: this.state.account };
  }

  send(chunks: readonly (string | Uint8Array)[]): Promise<boolean> {
    return this.#connection.write(chunks);
  }

  wake(): void {
    this.#connection.interrupt();
  }

  async nextLine(maxBytes: number, timeoutSeconds: number): Promise<ExtraLine> {
    for (;;) {
      const line = this.#assembler.nextLine(maxBytes);
      if (line.kind === 'line') return { line: line.text };
      if (line.kind === 'long' || this.#stopping) return 'gone';
      const incoming = await this.#connection.read(timeoutSeconds);
      if (incoming === 'interrupted') return this.#stopping ? 'gone' : 'wake';
      if (typeof incoming === 'string') return incoming === 'timeout' ? 'timeout' : 'gone';
      this.#assembler.push(incoming);
    }
  }

  /** Handles commands until the session ends; gives the text of the BYE, null when there is nobody to say it to. */
  async #commands(): Promise<string | null> {
    while (!this.leaving) {
      const event = this.#assembler.next();
      if (event.kind === 'more') {
        if (this.#stopping) return 'Server is shutting down';
        const end = await this.#receive();
        if (end) return end.farewell;
      } else if (event.kind === 'fatal') {
        return event.text;
      } else if (!(await this.#handle(event))) {
        return null;
      }
      const guest = this.state.kind === 'notAuthenticated';
      if (this.#badCommands >= this.services.limits.maxBadCommands * (guest ? GUEST_BAD_COMMANDS_SHARE : 1))
        return 'Too many bad commands';
      if (this.failedLogins >= this.services.limits.maxFailedLogins) return 'Too many failed logins';
      if (this.#stopping && !this.leaving) return 'Server is shutting down';
    }
    return null;
  }

  /** Waits for bytes; a value means the end. */
  async #receive(): Promise<{ readonly farewell: string | null } | null> {
    const { loginSeconds, idleSeconds, stallSeconds } = this.services.limits;
    const guestSeconds = loginSeconds - (performance.now() - this.#startedAt) / 1000;
    const userSeconds = this.#assembler.isIdle ? idleSeconds : stallSeconds;
    const guest = this.state.kind === 'notAuthenticated';
    // A guest's time runs on while he talks.
    if (guest && guestSeconds <= 0) return { farewell: 'Log in sooner' };
    const incoming = await this.#connection.read(guest ? guestSeconds : userSeconds);
    if (incoming === 'closed') return { farewell: null };
    if (incoming === 'timeout') return { farewell: 'Autologout' };
    if (incoming !== 'interrupted') this.#assembler.push(incoming);
    return null;
  }

  /** False: the client is gone. */
  async #handle(event: Exclude<AssemblerEvent, { kind: 'more' | 'fatal' }>): Promise<boolean> {
    if (event.kind === 'continue') return this.send(['+ Ready for literal data\r\n']);
    if (event.kind === 'refused') {
      if (event.status === 'BAD') this.#badCommands += 1;
      return this.send([`${event.tag} ${event.status} ${event.text}\r\n`]);
    }
    return this.#execute(event.command);
  }

  async #execute(assembled: AssembledCommand): Promise<boolean> {
    const tag = tagOf(assembled.texts[0] ?? '');
    const reader = new ArgumentReader(assembled);
    const parsed = tag === '*' ? null : commandOf(reader, tag);
    const completion = parsed ? await this.#run(parsed, reader) : unknownCommand;
    if (completion.status === 'BAD') this.#badCommands += 1;
    const code = completion.code === undefined ? '' : `[${completion.code}] `;
    const mayExpunge = !parsed?.command.keepsNumbers || parsed.byUid;
    const news = this.state.kind === 'selected' ? this.state.view.updates(mayExpunge, parsed?.byUid ?? false) : [];
    return this.send([...news, `${tag} ${completion.status} ${code}${completion.text}\r\n`]);
  }

  async #run({ command, name, byUid }: ParsedCommand, reader: ArgumentReader): Promise<Completion> {
    const wrongState = stateProblem(command, this.state.kind);
    if (wrongState) return { status: 'BAD', text: wrongState };
    try {
      return await command.run(reader, this, byUid);
    } catch (error) {
      if (error instanceof SyntaxFault) return { status: 'BAD', text: `${name}: ${error.message}` };
      // A full disk, a damaged file: the command failed and says so, the session lives on.
      this.services.log('imap.failure', { command: name, client: this.clientAddress, error: String(error) });
      return { status: 'NO', code: 'UNAVAILABLE', text: `${name} failed, try again later` };
    }
  }
}

interface ParsedCommand {
  readonly command: ImapCommand;
  readonly name: string;
  readonly byUid: boolean;
}

const unknownCommand: Completion = { status: 'BAD', text: 'Unknown command' };

/** The command behind the tag, `UID` taken off; the reader then stands before its arguments. */
function commandOf(reader: ArgumentReader, tag: string): ParsedCommand | null {
  for (const character of `${tag} `) if (!reader.accept(character)) return null;
  let name = reader.match(KEYWORD)?.[0].toUpperCase() ?? '';
  const byUid = name === 'UID' && reader.accept(' ');
  if (byUid) name = reader.match(KEYWORD)?.[0].toUpperCase() ?? '';
  const command = IMAP_COMMANDS.get(name);
  if (!command || (byUid && !command.hasUidForm)) return null;
  return { command, name: byUid ? `UID ${name}` : name, byUid };
}

function stateProblem({ allowedIn }: ImapCommand, state: SessionState['kind']): string | null {
  if (allowedIn === 'notAuthenticated' && state !== 'notAuthenticated') return 'Already logged in';
  if ((allowedIn === 'authenticated' || allowedIn === 'selected') && state === 'notAuthenticated')
    return 'Log in first';
  if (allowedIn === 'selected' && state !== 'selected') return 'Select a mailbox first';
  return null;
}
