// The load: Postfix's smtp-source. It ends with 0 only when every mail was answered with 250.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Running } from './contestant.ts';

/** Debian has it where only root looks. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
const MAX_LOAD_SECONDS = 100;
/** From the last 250 until all mail is where it belongs. */
const MAX_DELIVERY_SECONDS = 100;

export interface Load {
  readonly sessions: number;
  readonly mails: number;
  /** Of the body of each mail. */
  readonly bytes: number;
}

/** Null when smtp-source is not installed. */
export const hasSmtpSource = (): boolean =>
  spawnSync('smtp-source', ['-V'], { env: ENVIRONMENT, stdio: 'ignore' }).error === undefined;

/** Sends and waits for the answers. @returns seconds. Rejects when a mail was not answered with 250. */
export async function send({ port }: Pick<Running, 'port'>, { sessions, mails, bytes }: Load): Promise<number> {
  const words = ['-s', sessions, '-m', mails, '-l', bytes, '-f', 's@partner.example', '-t', 'alice@example.com', '-d'];
  const start = performance.now();
  const child = spawn('smtp-source', [...words.map(String), `127.0.0.1:${port}`], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MAX_LOAD_SECONDS * 1000,
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code, signal] = await once(child, 'exit');
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`smtp-source ended with ${code ?? signal}: ${said.trim()}`);
  return seconds;
}

/** Sends, and waits until every mail is where this server leaves it. Both times count from the first byte. */
export async function sendAndFind(
  server: Running,
  load: Load,
): Promise<{ acceptedSeconds: number; deliveredSeconds: number }> {
  const wanted = (await server.kept.mails()) + load.mails;
  const start = performance.now();
  const acceptedSeconds = await send(server, load);
  for (;;) {
    const asked = performance.now();
    const found = await server.kept.mails();
    const deliveredSeconds = (asked - start) / 1000;
    if (found === wanted) return { acceptedSeconds, deliveredSeconds };
    if (found > wanted || deliveredSeconds > acceptedSeconds + MAX_DELIVERY_SECONDS)
      throw new Error(`of ${wanted} mails ${found} were found`);
    // Counting ten thousand files takes a while, too: not more than a fifth of the time.
    await new Promise((resolve) => setTimeout(resolve, Math.max(20, 4 * (performance.now() - asked))));
  }
}
