// Starts the real command line as a child process and talks to it: for end-to-end tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse, stringify } from 'yaml';

export interface Ready {
  readonly ready: true;
  readonly host: string;
  readonly smtp: number;
  readonly submission: number;
  readonly submissions: number;
  readonly imap: number;
}

/** A folder with the laboratory's configuration on free ports; `change` may edit it. */
export function labFolder(change: (configuration: Record<string, unknown>) => void = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-'));
  const configuration = parse(readFileSync('scenarios/lab.yaml', 'utf8')) as Record<string, unknown>;
  const listening = { enabled: true, port: 0 };
  configuration['listeners'] = { smtp: listening, submission: listening, submissions: listening, imap: listening };
  configuration['storage'] = { folder: 'data' };
  change(configuration);
  writeFileSync(join(folder, 'lab.yaml'), stringify(configuration));
  return {
    folder,
    config: join(folder, 'lab.yaml'),
    data: join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `plimsoll engine` until it says that it is ready. */
export async function startEngine(
  config: string,
): Promise<{ child: ChildProcess; ready: Ready; stderr: () => string }> {
  const child = spawn(process.execPath, ['bin/plimsoll.cjs', 'engine', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  if (!child.stdout) throw new Error('no standard output');
  const lines = createInterface({ input: child.stdout });
  const ready = await Promise.race([
    once(lines, 'line').then(([line]) => JSON.parse(String(line)) as Ready),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the engine ended with ${code}: ${stderr}`);
    }),
  ]);
  return { child, ready, stderr: () => stderr };
}

/** Ends the engine and gives its exit code, or the name of the signal. */
export async function stopEngine(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  child.kill(signal);
  const [code, by] = (await once(child, 'exit')) as [number | null, string | null];
  return code ?? by;
}

/** A plain SMTP client: sends lines, gets replies. */
export class SmtpClient {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  }

  /** Connects from `localAddress` and reads the banner. */
  static async open(port: number, localAddress = '127.0.0.1'): Promise<{ client: SmtpClient; banner: string }> {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    await once(socket, 'connect');
    const client = new SmtpClient(socket);
    return { client, banner: await client.reply() };
  }

  /** The last line of one reply; empty when the server closed the connection. */
  async reply(): Promise<string> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return '';
      if (/^\d{3}(?:$| )/.test(value)) return value;
    }
  }

  async say(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return this.reply();
  }

  /** One whole transaction; the last reply decides. `message` has CRLF line ends and needs no dot-stuffing. */
  async send(from: string, to: string, message: string): Promise<string> {
    for (const line of [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
      const reply = await this.say(line);
      if (!/^[23]/.test(reply)) return reply;
    }
    this.#socket.write(message);
    return this.say('.');
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** One mail over a connection of its own. */
export async function sendMail(
  port: number,
  mail: { from: string; to: string; message: string; localAddress?: string },
): Promise<string> {
  const { client, banner } = await SmtpClient.open(port, mail.localAddress);
  try {
    if (!banner.startsWith('220')) return banner;
    await client.say('EHLO client.example');
    return await client.send(mail.from, mail.to, mail.message);
  } finally {
    client.close();
  }
}
