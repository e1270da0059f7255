// One HTTP request and its answer, within a time and a size. No redirects are followed: whoever names a server means that server.
import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpQuestion {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array;
  /** From the first byte to the last. */
  readonly timeoutSeconds: number;
  readonly maxAnswerBytes: number;
  readonly agent?: Agent;
}

/** `timedOut` tells a server that hangs from one that is not there. */
export type HttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer }
  | { readonly kind: 'failed'; readonly why: string; readonly timedOut: boolean };

/** A header value may hold neither line ends nor what is no byte. */
export const headerValue = (text: string): string =>
  Buffer.from(text.replace(/[\r\n\0]/g, ' ').slice(0, 1000), 'utf8').toString('latin1');

/** Never rejects. */
export function exchangeHttp(question: HttpQuestion): Promise<HttpAnswer> {
  const { url, method, headers = {}, body, timeoutSeconds, maxAnswerBytes, agent } = question;
  return new Promise((resolve) => {
    const failed = (why: string, timedOut = false): void => {
      clearTimeout(timer);
      asked.destroy();
      resolve({ kind: 'failed', why, timedOut });
    };
    const heard = (answer: IncomingMessage): void => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        parts.push(part);
        if (bytes > maxAnswerBytes) failed(`an answer of more than ${maxAnswerBytes} bytes`);
      });
      answer.on('end', () => {
        clearTimeout(timer);
        resolve({ kind: 'answered', status: answer.statusCode ?? 0, body: Buffer.concat(parts) });
      });
      answer.on('error', (error) => failed(error.message));
    };
    const written = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
    const options = {
      method,
      headers: { ...written, ...(body ? { 'content-length': String(body.length) } : {}) },
      ...(agent ? { agent } : {}),
    };
    const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, heard);
    const timer = setTimeout(() => failed(`no answer within ${timeoutSeconds} s`, true), timeoutSeconds * 1000);
    timer.unref();
    asked.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message));
    asked.end(body);
  });
}
