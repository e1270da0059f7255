// An engine of its own process: clamd, over TCP or a Unix socket (clamd(8): INSTREAM, PING, VERSION). One connection a command.
// An own client, since the packages there are write files, run programs or wait without end.
import { connect, type Socket } from 'node:net';
import type { ScanResult } from '../../pipeline/observation.ts';

export type ClamdEndpoint = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ClamdSettings {
  readonly endpoint: ClamdEndpoint;
  /** clamd's StreamMaxLength, whose default is 25 MB: larger mail is not sent to it. */
  readonly maxStreamBytes: number;
  readonly connectSeconds: number;
  /** For a whole answer. clamd's MaxScanTime is 120 s. */
  readonly answerSeconds: number;
}

export const CLAMD_DEFAULTS = { maxStreamBytes: 25 * 1024 * 1024, connectSeconds: 5, answerSeconds: 120 } as const;

export interface Clamd {
  /** Null when it answers as it should, else what is wrong. */
  ping(): Promise<string | null>;
  /** E.g. `ClamAV 1.0.3/27000/Mon Aug 28`; null when there is no answer. */
  version(): Promise<string | null>;
  scan(message: Uint8Array): Promise<ScanResult>;
}

const CHUNK_BYTES = 64 * 1024;
/** Answers are one short line. */
const MAX_ANSWER_BYTES = 4096;

interface Reply {
  readonly text: string;
  readonly fault: null;
}
interface Fault {
  readonly text: null;
  readonly fault: string;
}

const chunkOf = (bytes: Uint8Array): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
};

/**
 * Writes no faster than the other side reads, and stops when it has answered: clamd says that a stream is too long, and closes,
 * while we still write.
 */
async function send(socket: Socket, message: Uint8Array, isAnswered: () => boolean): Promise<void> {
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed || !socket.writable) return resolve();
      // The answer, if there is one, is read in the turn between.
      socket.write(bytes, () => setImmediate(resolve));
    });
  for (let at = 0; at < message.length && !socket.destroyed && !isAnswered(); at += CHUNK_BYTES)
    await write(chunkOf(message.subarray(at, at + CHUNK_BYTES)));
  if (!isAnswered()) await write(Buffer.alloc(4));
}

/** One command and its answer. Never rejects. */
function ask(settings: ClamdSettings, command: string, message: Uint8Array | null): Promise<Reply | Fault> {
  const { endpoint, connectSeconds, answerSeconds } = settings;
  return new Promise((resolve) => {
    const socket = 'path' in endpoint ? connect(endpoint.path) : connect(endpoint.port, endpoint.host);
    let answer = Buffer.alloc(0);
    let timer = setTimeout(() => done({ text: null, fault: 'no connection in time' }), connectSeconds * 1000);
    const done = (outcome: Reply | Fault): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const ended = (): void => {
      const text = answer.toString('latin1').replace(/[\0\n]+$/, '');
      done(text === '' ? { text: null, fault: 'the connection was closed without an answer' } : { text, fault: null });
    };
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => done({ text: null, fault: 'no answer in time' }), answerSeconds * 1000);
      socket.write(`z${command}\0`);
      if (message !== null) void send(socket, message, () => answer.length > 0);
    });
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length > MAX_ANSWER_BYTES) done({ text: null, fault: 'an answer that is too long' });
      else if (answer.includes(0)) ended();
    });
    socket.on('end', ended);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // clamd closes on a stream that is too long while we still write: what it said before counts.
      if (answer.length > 0) ended();
      else done({ text: null, fault: error.code ?? error.message });
    });
  });
}

/** `stream: OK`, `stream: NAME FOUND`, `... ERROR`. */
function resultOf(text: string): ScanResult {
  if (/^(?:stream|instream\(.*\)): OK$/.test(text)) return { kind: 'clean' };
  const virus = /^(?:stream|instream\(.*\)): (.{1,300}) FOUND$/.exec(text)?.[1];
  if (virus !== undefined)
    // With its alerts on, clamd names what it could not look into as if it were a virus.
    return /^Heuristics\.(?:Limits\.Exceeded|Encrypted)/.test(virus)
      ? { kind: 'unscannable', why: virus }
      : { kind: 'infected', virus };
  if (text.includes('size limit exceeded')) return { kind: 'unscannable', why: 'larger than the engine takes' };
  return { kind: 'failed', why: text.slice(0, 200) };
}

export function createClamd(settings: ClamdSettings): Clamd {
  return {
    async ping() {
      const { text, fault } = await ask(settings, 'PING', null);
      return fault ?? (text === 'PONG' ? null : 'an answer that is no PONG');
    },
    version: async () => (await ask(settings, 'VERSION', null)).text,
    async scan(message) {
      if (message.byteLength > settings.maxStreamBytes)
        return { kind: 'unscannable', why: `larger than the ${settings.maxStreamBytes} bytes the engine takes` };
      const { text, fault } = await ask(settings, 'INSTREAM', message);
      if (fault === null) return resultOf(text);
      // Its answer may be lost with the connection (RFC 9293 section 3.10.4: a reset). One that still works did not like this
      // stream.
      const brokeOff = (fault === 'EPIPE' || fault === 'ECONNRESET') && (await this.ping()) === null;
      return brokeOff
        ? { kind: 'unscannable', why: 'the engine broke the stream off, most likely as too long' }
        : { kind: 'failed', why: fault };
    },
  };
}
