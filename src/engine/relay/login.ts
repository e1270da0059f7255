// Logs in at a relay host (RFC 4954) by PLAIN or LOGIN. A password leaves only over TLS, or to this machine.
import { inSubnet } from '../../core/ip.ts';
import { type Answer, answer } from '../queue/outcome.ts';
import type { Heard } from './conversation.ts';
import { replyLine } from './server-reply.ts';
import type { Server, Session } from './session.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** A server may say back what it was told: then the log and the sender must not read it. */
const without = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '(hidden)'), text);
const isLoopback = (address: string): boolean => inSubnet(address, '127.0.0.0/8') || inSubnet(address, '::1/128');

/** Null when we are in. A refusal is deferred: it is the administrator's to mend, not the sender's (Postfix: smtp_sasl_auth_soft_bounce). */
export async function login(
  { conversation, extensions, host, encrypted }: Session,
  { address }: Server,
  { user, password }: NonNullable<Server['login']>,
  timeoutSeconds: number,
): Promise<Answer | null> {
  if (!encrypted && !isLoopback(address))
    return answer('4.7.11', 'login needs TLS, which the server does not offer', host);
  const mechanisms = (extensions.get('AUTH') ?? '').toUpperCase().split(' ');
  const plain = base64(`\0${user}\0${password}`);
  const ask = (line: string) => conversation.ask(line, timeoutSeconds);
  let heard: Heard;
  if (mechanisms.includes('PLAIN')) {
    heard = await ask(`AUTH PLAIN ${plain}`);
  } else if (mechanisms.includes('LOGIN')) {
    heard = await ask('AUTH LOGIN');
    if (heard.kind === 'reply' && heard.code === 334) heard = await ask(base64(user));
    if (heard.kind === 'reply' && heard.code === 334) heard = await ask(base64(password));
  } else {
    return answer('4.7.0', 'login: the server offers neither PLAIN nor LOGIN', host);
  }
  if (heard.kind === 'loss') return answer('4.4.2', `${heard.text} at AUTH`, host);
  if (heard.code === 235) return null;
  const said = without(replyLine(heard), [plain, base64(password), password]);
  return answer(heard.code >= 500 ? '4.7.8' : heard.status, `login refused: ${said}`, host);
}
