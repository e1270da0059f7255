// Why a server cannot listen, in words that name the option to change.
import { InputError, type Problem } from '../../core/problem.ts';

const WRONG_HOST = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL', 'EAFNOSUPPORT'];

function problemOf(code: string, host: string, port: number): Problem | null {
  const got = String(port);
  if (code === 'EADDRINUSE')
    return {
      path: '--port',
      got: `${got}, which is taken (${code})`,
      wanted: 'a free port',
      hint: 'Name another; 0 takes any free one.',
    };
  if (code === 'EACCES')
    return {
      path: '--port',
      got: `${got}, which is not allowed (${code})`,
      wanted: 'a port that you may use',
      hint: 'Name one above 1023.',
    };
  if (WRONG_HOST.includes(code))
    return {
      path: '--host',
      got: `${JSON.stringify(host)} (${code})`,
      wanted: 'an address of this machine',
      hint: 'Leave it out for 127.0.0.1.',
    };
  return null;
}

/** The error to throw instead of what `listen` failed with; the same one when it has nothing to do with the options. */
export function listenProblem(error: unknown, host: string, port: number): unknown {
  const problem = problemOf(String((error as NodeJS.ErrnoException).code), host, port);
  return problem === null ? error : new InputError('serve', [problem]);
}
