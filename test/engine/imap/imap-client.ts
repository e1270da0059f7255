// A small IMAP client for tests: writes bytes, reads responses with their literals. latin1 strings, one character a byte.
import { connect, type Socket } from 'node:net';

export interface ImapClient {
  readonly socket: Socket;
  /** One response: a line with the literals in it, without the last CRLF. Null when the server closed. */
  response(): Promise<string | null>;
  /** Sends bytes as they are. */
  write(text: string | Uint8Array): void;
  /** Sends a command with a tag of its own; gives all responses up to the tagged one, tag taken off that. */
  command(text: string): Promise<string[]>;
  /** The last response of `command`. */
  result(text: string): Promise<string>;
  close(): void;
}

export async function connectImap(port: number): Promise<ImapClient> {
  const socket = connect(port, '127.0.0.1');
  let buffer = '';
  let closed = false;
  let wake: () => void = () => {};
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });

  const takeResponse = (): string | null => {
    let at = 0;
    for (;;) {
      const end = buffer.indexOf('\r\n', at);
      if (end === -1) return null;
      const literal = /\{(\d+)\}$/.exec(buffer.slice(at, end));
      if (!literal) {
        const response = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return response;
      }
      at = end + 2 + Number(literal[1]);
      if (buffer.length < at) return null;
    }
  };
  const response = async (): Promise<string | null> => {
    for (;;) {
      const found = takeResponse();
      if (found !== null || closed) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const write = (text: string | Uint8Array) => {
    socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  };
  let serial = 0;
  const command = async (text: string): Promise<string[]> => {
    serial += 1;
    const tag = `t${serial}`;
    write(`${tag} ${text}\r\n`);
    const responses: string[] = [];
    for (;;) {
      const line = await response();
      if (line === null) return [...responses, 'closed'];
      if (line.startsWith(`${tag} `)) return [...responses, line.slice(tag.length + 1)];
      responses.push(line);
    }
  };
  return {
    socket,
    response,
    write,
    command,
    result: async (text) => (await command(text)).at(-1) ?? '',
    close: () => socket.destroy(),
  };
}
