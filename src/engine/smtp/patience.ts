// How long a session bears with a client that errs or wastes its time (rows 7.8, and Postfix's error limits). Knows no sockets.
import { JUNK_STRIDE, type SmtpLimits } from './limits.ts';
import type { Reply } from './reply.ts';

/** What follows from one more answer. */
interface Consequence {
  readonly sleepSeconds: number;
  /** The session is over. */
  readonly enough: boolean;
}

export class Patience {
  readonly #limits: SmtpLimits;
  #errors = 0;
  #junk = 0;

  constructor(limits: SmtpLimits) {
    this.#limits = limits;
  }

  /** A message has been sent: what came before it was not for nothing. */
  messageSent(): void {
    this.#junk = 0;
  }

  /** Errors are the client's, 5xx, not ours or passing ones. @param junk a command that sends no mail */
  after({ code }: Reply, junk: boolean): Consequence {
    const { softErrors, hardErrors, errorSleepSeconds, junkCommands, junkSleepSeconds } = this.#limits;
    if (junk) this.#junk += 1;
    const over = this.#junk - junkCommands;
    const tedious = junk && over > 0 && over % JUNK_STRIDE === 0;
    const junkSleep = tedious ? junkSleepSeconds : 0;
    if (code < 500 && !tedious) return { sleepSeconds: 0, enough: false };
    this.#errors += 1;
    if (this.#errors >= hardErrors) return { sleepSeconds: 0, enough: true };
    return { sleepSeconds: junkSleep + (this.#errors > softErrors ? errorSleepSeconds : 0), enough: false };
  }
}
