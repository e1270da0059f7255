// A small SMTP server on loopback that says what a test wants, and remembers what it was told.
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach } from 'vitest';

export interface FakeServerOptions {
  readonly address?: string;
  readonly port?: number;
  readonly greeting?: string;
  /** Lines of the EHLO reply behind the name; null: EHLO is not known. */
  readonly extensions?: readonly string[] | null;
  /** What is answered to a command, by its beginning; null: as usual; `drop`, `silence` and `dribble` as they say. */
  readonly answers?: (line: string) => string | null | undefined;
  /** What is answered to the end of a message. */
  readonly end?: string;
  /** Key and certificate for STARTTLS, PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly name?: string;
}

export interface FakeServer {
  readonly port: number;
  readonly address: string;
  /** Command lines of all sessions, one character a byte. */
  readonly said: string[];
  /** Messages behind DATA as they came over the wire, without the last dot. */
  readonly messages: string[];
  /** Whether each message came over TLS. */
  readonly encrypted: boolean[];
  sessions(): number;
  close(): Promise<void>;
}

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

export function startFakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const { address = '127.0.0.1', extensions = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'SIZE 0'] } = options;
  const said: string[] = [];
  const messages: string[] = [];
  const encrypted: boolean[] = [];
  const sockets = new Set<Socket>();
  let sessions = 0;

  const usual = (line: string, secure: boolean): string => {
    if (/^EHLO/i.test(line)) {
      if (extensions === null) return '502 5.5.1 what?';
      const all = [options.name ?? 'fake.example', ...extensions, ...(options.tls && !secure ? ['STARTTLS'] : [])];
      return all.map((text, index) => `250${index < all.length - 1 ? '-' : ' '}${text}`).join('\r\n');
    }
    if (/^HELO/i.test(line)) return `250 ${options.name ?? 'fake.example'}`;
    if (/^DATA/i.test(line)) return '354 go on';
    if (/^QUIT/i.test(line)) return '221 bye';
    if (/^STARTTLS/i.test(line)) return '220 go';
    return '250 2.1.0 Ok';
  };

  const talk = (socket: Socket, secure: boolean): void => {
    let text = '';
    let inData = false;
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      for (;;) {
        if (inData) {
          const end = text.startsWith('.\r\n') ? 0 : text.indexOf('\r\n.\r\n') + 2;
          if (end < 2 && !text.startsWith('.\r\n')) return;
          messages.push(text.slice(0, end));
          encrypted.push(secure);
          text = text.slice(end + 3);
          inData = false;
          const answer = options.end ?? '250 2.0.0 taken';
          if (answer === 'drop') socket.destroy();
          else if (answer !== 'silence') socket.write(`${answer}\r\n`);
          continue;
        }
        const at = text.indexOf('\r\n');
        if (at === -1) return;
        const line = text.slice(0, at);
        text = text.slice(at + 2);
        said.push(line);
        const answer = options.answers?.(line) ?? usual(line, secure);
        if (answer === 'drop') return void socket.destroy();
        if (answer === 'silence') continue;
        if (answer === 'dribble') {
          const drop = setInterval(() => socket.write('250-and\r\n'), 20);
          socket.once('close', () => clearInterval(drop));
          return;
        }
        socket.write(`${answer}\r\n`);
        if (answer.startsWith('354')) inData = true;
        if (answer.startsWith('221')) socket.end();
        if (/^STARTTLS/i.test(line) && answer.startsWith('220') && options.tls) {
          socket.removeListener('data', onData);
          const tls = new TLSSocket(socket, { isServer: true, ...options.tls });
          tls.on('error', () => {});
          talk(tls, true);
          return;
        }
      }
    };
    socket.on('data', onData);
    socket.on('error', () => {});
  };

  const server: Server = createServer((socket) => {
    sessions += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (options.greeting === 'drop') return void socket.destroy();
    if (options.greeting !== 'silence') socket.write(`${options.greeting ?? '220 fake.example ESMTP'}\r\n`);
    talk(socket, false);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, address, () => {
      const bound = server.address();
      const fake: FakeServer = {
        port: typeof bound === 'object' && bound !== null ? bound.port : 0,
        address,
        said,
        messages,
        encrypted,
        sessions: () => sessions,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      };
      running.push(fake);
      resolve(fake);
    });
  });
}
