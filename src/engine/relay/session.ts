// Opens a session with another server up to where mail can be sent: greeting, EHLO or HELO, STARTTLS, AUTH. What fails is a value.
import { type Answer, answer } from '../queue/outcome.ts';
import { Conversation } from './conversation.ts';
import { dial, secure } from './dial.ts';
import { login } from './login.ts';
import { isPositive, replyLine, type ServerReply } from './server-reply.ts';
import type { RelayTimeouts } from './timeouts.ts';

/** One server as it is to be spoken to. */
export interface Server {
  /** Name in DNS or the configuration; the address itself where it has none. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly tls: 'may' | 'encrypt' | 'none';
  readonly verifyCertificate: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

export interface SessionPorts {
  /** Our name, for EHLO. */
  readonly hostname: string;
  readonly timeouts: RelayTimeouts;
  /** Cuts every connection. */
  readonly signal?: AbortSignal;
  /** Certificates that are trusted instead of the system's, PEM. */
  readonly trusted?: readonly string[];
}

/** A session in which mail may be sent. */
export interface Session {
  readonly conversation: Conversation;
  /** `mx.example.net[192.0.2.1]`. */
  readonly host: string;
  /** Keywords of the EHLO reply in upper case, with their parameters. */
  readonly extensions: ReadonlyMap<string, string>;
  readonly encrypted: boolean;
}

export type Opened =
  | { readonly kind: 'open'; readonly session: Session }
  /** `plainMayHelp`: TLS was wanted, not demanded, and failed. */
  | { readonly kind: 'failed'; readonly answer: Answer; readonly plainMayHelp: boolean };

/** Extensions that are remembered of one reply [A]. */
const MAX_EXTENSIONS = 64;

const failed = (said: Answer, plainMayHelp = false): Opened => ({ kind: 'failed', answer: said, plainMayHelp });

const extensionsOf = ({ lines }: ServerReply): ReadonlyMap<string, string> =>
  new Map(
    lines.slice(1, MAX_EXTENSIONS).flatMap((line) => {
      const [, keyword, parameters = ''] = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:[ =](.*))?$/s.exec(line.trim()) ?? [];
      return keyword === undefined ? [] : [[keyword.toUpperCase(), parameters.trim()] as const];
    }),
  );

/** True when the server calls itself what we are called: we would be talking to ourselves. */
const isMirror = ({ lines }: ServerReply, hostname: string): boolean =>
  lines[0]?.split(' ')[0]?.toLowerCase() === hostname.toLowerCase();

/** Greets. @returns the extensions, or why there is no session. */
async function hello(
  conversation: Conversation,
  host: string,
  { hostname, timeouts }: SessionPorts,
): Promise<{ kind: 'hello'; extensions: ReadonlyMap<string, string> } | Opened> {
  let heard = await conversation.ask(`EHLO ${hostname}`, timeouts.helloSeconds);
  const extended = heard.kind === 'reply' && isPositive(heard);
  // A server that does not know EHLO (RFC 5321 section 3.2); a 4xx or a lost connection says something else.
  if (heard.kind === 'reply' && heard.code >= 500)
    heard = await conversation.ask(`HELO ${hostname}`, timeouts.helloSeconds);
  if (heard.kind === 'loss') return failed(answer('4.4.2', `${heard.text} while greeting`, host));
  if (!isPositive(heard)) return failed(answer(heard.status, replyLine(heard), host));
  if (isMirror(heard, hostname)) return failed(answer('5.4.6', `mail loops back to ${hostname}`, host));
  return { kind: 'hello', extensions: extended ? extensionsOf(heard) : new Map() };
}

/** @returns null when all that follows is encrypted */
async function startTls(
  conversation: Conversation,
  server: Server,
  host: string,
  { timeouts, trusted }: SessionPorts,
): Promise<Opened | null> {
  const may = server.tls === 'may';
  const heard = await conversation.ask('STARTTLS', timeouts.tlsSeconds);
  if (heard.kind === 'loss') return failed(answer('4.4.2', `${heard.text} at STARTTLS`, host), may);
  if (!isPositive(heard)) return failed(answer('4.7.5', `STARTTLS refused: ${replyLine(heard)}`, host), may);
  if (conversation.hasPending) return failed(answer('4.7.5', 'the server spoke on behind STARTTLS', host));
  const wishes = { serverName: server.name, verify: server.verifyCertificate, ...(trusted ? { trusted } : {}) };
  const trouble = await conversation.upgrade(async (socket) => {
    const dialled = await secure(socket, wishes, timeouts.tlsSeconds);
    return dialled.kind === 'socket' ? dialled.socket : dialled.text;
  });
  return trouble === null ? null : failed(answer('4.7.5', `TLS handshake failed: ${trouble}`, host), may);
}

/** @param server as it is to be spoken to; with `tls: none` after `plainMayHelp` */
export async function openSession(server: Server, ports: SessionPorts): Promise<Opened> {
  const { timeouts, signal } = ports;
  const host = `${server.name}[${server.address}]`;
  const dialled = await dial(server.address, server.port, timeouts.connectSeconds, signal);
  if (dialled.kind === 'failed')
    return failed(answer('4.4.1', `connect to port ${server.port}: ${dialled.text}`, host));
  const conversation = new Conversation(dialled.socket, timeouts.dataBlockSeconds);
  const end = async (opened: Opened): Promise<Opened> => {
    await conversation.quit();
    return opened;
  };
  const greeting = await conversation.reply(timeouts.helloSeconds);
  if (greeting.kind === 'loss') return end(failed(answer('4.4.2', `${greeting.text} before the greeting`, host)));
  // Whatever the number, another server may do better (Postfix: smtp_skip_5xx_greeting).
  if (!isPositive(greeting)) return end(failed(answer(greeting.status.replace(/^5/, '4'), replyLine(greeting), host)));
  let said = await hello(conversation, host, ports);
  if (said.kind !== 'hello') return end(said);
  const encrypted = server.tls !== 'none' && said.extensions.has('STARTTLS');
  if (encrypted) {
    const trouble = await startTls(conversation, server, host, ports);
    if (trouble !== null) return end(trouble);
    said = await hello(conversation, host, ports);
    if (said.kind !== 'hello') return end(said);
  } else if (server.tls === 'encrypt') {
    return end(failed(answer('4.7.4', 'TLS is demanded and not offered', host)));
  }
  const session = { conversation, host, extensions: said.extensions, encrypted };
  const refused = server.login === null ? null : await login(session, server, server.login, timeouts.helloSeconds);
  return refused === null ? { kind: 'open', session } : end(failed(refused));
}
