// The SASL exchanges of PLAIN (RFC 4616) and LOGIN (draft-murchison-sasl-login), whatever protocol carries them. Knows no accounts.

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * `cancelled`: the client sent `*`. `malformed`: no base64, no UTF-8, or fields are missing. `identity`: it wants to act for somebody
 * else. `gone`: no answer came.
 */
type SaslFailure = 'cancelled' | 'malformed' | 'identity' | 'gone';

/** Sends a challenge (base64) and brings the line that answers it; null when none came. */
export type AskClient = (challenge: string) => Promise<string | null>;

export const SASL_MECHANISMS = ['PLAIN', 'LOGIN'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Text of a base64 line; `=` alone is the empty text (RFC 4954 section 4). */
function decoded(line: string): string | null {
  const text = line === '=' ? '' : line;
  if (!BASE64.test(text) || text.length % 4 !== 0) return null;
  try {
    return UTF8.decode(Buffer.from(text, 'base64'));
  } catch {
    return null;
  }
}

/** `authzid NUL authcid NUL passwd` of PLAIN. */
export function plainCredentials(line: string): Credentials | 'malformed' | 'identity' {
  const [authorization, user, password, ...rest] = decoded(line)?.split('\0') ?? [];
  if (authorization === undefined || !user || !password || rest.length > 0) return 'malformed';
  if (authorization !== '' && authorization.toLowerCase() !== user.toLowerCase()) return 'identity';
  return { user, password };
}

const noAnswer = (line: null | '*'): SaslFailure => (line === null ? 'gone' : 'cancelled');

/** @param initial initial response, still encoded; null where the client sent none */
export async function readCredentials(
  mechanism: SaslMechanism,
  initial: string | null,
  ask: AskClient,
): Promise<Credentials | SaslFailure> {
  const first = initial ?? (await ask(mechanism === 'PLAIN' ? '' : base64('Username:')));
  if (first === null || first === '*') return noAnswer(first);
  if (mechanism === 'PLAIN') return plainCredentials(first);
  const user = decoded(first);
  if (!user) return 'malformed';
  const second = await ask(base64('Password:'));
  if (second === null || second === '*') return noAnswer(second);
  const password = decoded(second);
  return password ? { user, password } : 'malformed';
}
