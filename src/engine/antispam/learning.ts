// Learning, off the path of mail (row 9.6): what is to be learned waits in a bounded line and is taken one by one between other work.
import type { SpamKind } from '../../stages/antispam/auto-learning.ts';
import type { EventLog } from '../log/event-log.ts';
import type { BayesStore, Learning } from './bayes-store.ts';
import type { RspamdClient } from './rspamd-client.ts';

/** Messages and bytes that may wait [A]; what comes beyond them is not learned. */
const MAX_WAITING = 200;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

interface LearningOptions {
  readonly bayes: BayesStore;
  /** Rspamd learns the same; null: it is not asked. */
  readonly rspamd: Pick<RspamdClient, 'learn'> | null;
  /** Our tag in subjects, which is no word of the message; null: there is none. */
  readonly subjectPrefix: string | null;
  readonly log: EventLog;
}

export interface LearningLine {
  /** Returns at once; the promise tells what became of it, null when too much waited. Never rejects. */
  learn(message: Uint8Array, kind: SpamKind): Promise<Learning | null>;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
}

/** Tokens that our tag makes of every subject it stands in. */
const tagTokens = (prefix: string | null): string[] =>
  (prefix ?? '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}$'’-]+/u)
    .filter((word) => word !== '')
    .map((word) => `subject:${word}`);

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createLearning({ bayes, rspamd, subjectPrefix, log }: LearningOptions): LearningLine {
  const own = tagTokens(subjectPrefix);
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let waitingBytes = 0;
  const learnNow = async (message: Uint8Array, kind: SpamKind): Promise<Learning | null> => {
    try {
      await breath();
      const learning = bayes.learn(message, kind, own);
      const refused = learning === 'known' || rspamd === null ? null : await rspamd.learn(message, kind);
      log('antispam.learned', { kind, learning, ...(refused === null ? {} : { rspamd: refused }) });
      return learning;
    } catch (error) {
      log('antispam.learn.fault', { kind, error: String(error) });
      return null;
    }
  };
  return {
    async learn(message, kind) {
      if (waiting >= MAX_WAITING || waitingBytes + message.length > MAX_WAITING_BYTES) {
        log('antispam.learn.skipped', { kind, waiting });
        return null;
      }
      waiting += 1;
      waitingBytes += message.length;
      const turn = line.then(() => learnNow(message, kind));
      line = turn;
      try {
        return await turn;
      } finally {
        waiting -= 1;
        waitingBytes -= message.length;
      }
    },
    async idle() {
      await line;
    },
  };
}
