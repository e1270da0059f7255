// AUTHENTICATE PLAIN (RFC 3501 section 6.2.2, RFC 4616), with an initial response where the client sends one (RFC 4959).
import { KIB } from '../../../core/units.ts';
import { type Completion, type ImapCommand, refuse } from '../command.ts';
import { logIn, PRIVACY_REQUIRED } from './login.ts';

const INITIAL_RESPONSE = /[A-Za-z0-9+/]+={0,2}|=/y;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const MAX_ANSWER_BYTES = 4 * KIB;
const GIVEN_UP: Completion = { status: 'BAD', text: 'Authentication given up' };

export const authenticate: ImapCommand = {
  allowedIn: 'notAuthenticated',
  async run(reader, context) {
    reader.space();
    const mechanism = reader.word();
    const initial = reader.accept(' ') ? reader.match(INITIAL_RESPONSE)?.[0] : null;
    if (initial === undefined) return { status: 'BAD', text: 'Bad initial response' };
    reader.end();
    if (mechanism !== 'PLAIN') return refuse('CANNOT', 'Unknown mechanism');
    if (!context.services.allowPlaintextLogin) return PRIVACY_REQUIRED;
    let answer = initial;
    if (answer === null) {
      await context.send(['+ \r\n']);
      const line = await context.nextLine(MAX_ANSWER_BYTES, context.services.limits.loginSeconds);
      if (typeof line === 'string' || line.line === '*') return GIVEN_UP;
      answer = line.line;
    }
    const fields = plainFields(answer === '=' ? '' : answer);
    if (!fields) return { status: 'BAD', text: 'Bad answer' };
    const { authorization, user, password } = fields;
    if (authorization !== '' && authorization.toLowerCase() !== user.toLowerCase())
      return refuse('AUTHORIZATIONFAILED', 'Acting for another user is not supported');
    return logIn(context, user, password);
  },
};

/** `authzid NUL authcid NUL passwd` as latin1 strings; null when it is malformed. */
function plainFields(base64: string): { authorization: string; user: string; password: string } | null {
  if (!BASE64.test(base64) || base64.length % 4 !== 0) return null;
  const [authorization, user, password, ...rest] = Buffer.from(base64, 'base64').toString('latin1').split('\0');
  if (authorization === undefined || !user || !password || rest.length > 0) return null;
  return { authorization, user, password };
}
