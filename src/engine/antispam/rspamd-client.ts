// Rspamd over HTTP (row 9.1): asks its worker for a score, tells its controller what to learn. Rspamd is a guest: when it does not
// answer, the scorer of the house does.
import { Agent } from 'node:http';
import { z } from 'zod';
import type { SpamKind } from '../../stages/antispam/auto-learning.ts';
import { exchangeHttp, headerValue } from './http-exchange.ts';

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_CONNECTIONS = 50;
/** A server that hangs is not asked again for so long [A]: else every mail waits for it. */
const REST_SECONDS = 30;
const MAX_SYMBOLS = 1000;

/** What is looked at of the answer of /checkv2. */
const checked = z.object({
  score: z.number(),
  action: z.string().max(100).default(''),
  symbols: z.record(z.string(), z.object({ score: z.number().default(0) })).default({}),
});

/** What is told of a message besides its bytes; an empty text: not known. */
export interface RspamdFacts {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly clientAddress: string;
  readonly clientName: string;
  readonly helo: string;
  readonly user: string;
  readonly queueId: string;
}

export type RspamdScore =
  | { readonly kind: 'scored'; readonly score: number; readonly action: string; readonly symbols: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string };

export interface RspamdClient {
  check(message: Uint8Array, facts: RspamdFacts): Promise<RspamdScore>;
  /** @returns why not; null when it was learned, or had been before */
  learn(message: Uint8Array, kind: SpamKind): Promise<string | null>;
  close(): void;
}

interface RspamdOptions {
  readonly url: string;
  readonly controllerUrl: string;
  /** Of the controller; null: it asks for none. */
  readonly password: string | null;
  readonly timeoutSeconds: number;
  /** Larger mail is not sent there. */
  readonly maxMessageBytes: number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

function factHeaders(facts: RspamdFacts): Record<string, string | readonly string[]> {
  const { sender, recipients, clientAddress, clientName, helo, user, queueId } = facts;
  const named: [string, string][] = [
    ['From', sender],
    ['IP', clientAddress],
    ['Helo', helo],
    ['Hostname', clientName],
    ['User', user],
    ['Queue-Id', queueId],
  ];
  const headers = named.filter(([, value]) => value !== '').map(([name, value]) => [name, headerValue(value)] as const);
  return { ...Object.fromEntries(headers), Rcpt: recipients.slice(0, 1000).map(headerValue) };
}

export function createRspamdClient(options: RspamdOptions): RspamdClient {
  const { url, controllerUrl, password, timeoutSeconds, maxMessageBytes, now } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const checkUrl = new URL('/checkv2', url);
  let restsUntil = 0;
  const common = { method: 'POST', timeoutSeconds, maxAnswerBytes: MAX_ANSWER_BYTES } as const;
  return {
    async check(message, facts) {
      if (message.length > maxMessageBytes)
        return { kind: 'failed', why: `a mail of more than ${maxMessageBytes} bytes` };
      if (now() < restsUntil) return { kind: 'failed', why: 'it did not answer a moment ago' };
      const answer = await exchangeHttp({
        ...common,
        url: checkUrl,
        headers: factHeaders(facts),
        body: message,
        agent,
      });
      if (answer.kind === 'failed') {
        if (answer.timedOut) restsUntil = now() + REST_SECONDS;
        return { kind: 'failed', why: answer.why };
      }
      if (answer.status !== 200) return { kind: 'failed', why: `status ${answer.status}` };
      const read = checked.safeParse(parsed(answer.body));
      if (!read.success) return { kind: 'failed', why: 'an answer that cannot be read' };
      const { score, action, symbols } = read.data;
      const telling = Object.entries(symbols).filter(([, symbol]) => symbol.score !== 0);
      return {
        kind: 'scored',
        score,
        action,
        symbols: telling.slice(0, MAX_SYMBOLS).map(([name]) => name.slice(0, 200)),
      };
    },
    async learn(message, kind) {
      const headers = password === null ? {} : { Password: headerValue(password) };
      const learnUrl = new URL(kind === 'spam' ? '/learnspam' : '/learnham', controllerUrl);
      const answer = await exchangeHttp({ ...common, url: learnUrl, headers, body: message });
      if (answer.kind === 'failed') return answer.why;
      // 204: too little in it to learn from. Of what it has learned before, Rspamd 3.4 says 404 and newer ones 208.
      const known = answer.body.includes('already learned');
      return known || [200, 204, 208].includes(answer.status) ? null : `status ${answer.status}`;
    },
    close: () => agent.destroy(),
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
