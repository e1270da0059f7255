// The engine's log: one JSON object a line (pino), so that nothing a client says can forge a line. Values are bounded.
import { type DestinationStream, pino } from 'pino';
import type { EventLog } from './event-log.ts';

const MAX_VALUE_CHARS = 300;
/** Names under which a secret or a message could slip in; their values are not written. */
const SECRET = /pass(word)?|secret|token|credential|^auth|^message$|content|body/i;

const safe = ([name, value]: [string, unknown]): [string, unknown] => {
  if (SECRET.test(name)) return [name, '(not logged)'];
  return [name, typeof value === 'string' && value.length > MAX_VALUE_CHARS ? value.slice(0, MAX_VALUE_CHARS) : value];
};

/** @param destination where lines go, e.g. `process.stderr` */
export function createLog(destination: DestinationStream): EventLog {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return (event, facts) => logger.info({ event, ...Object.fromEntries(Object.entries(facts).map(safe)) });
}
