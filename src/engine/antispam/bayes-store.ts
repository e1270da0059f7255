// What the classifier has learned, on disk (row 9.6). Words are kept as hashes under the key of this installation, so that nothing of
// anybody's mail can be read back from it.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { DAY_SECONDS } from '../../core/units.ts';
import type { SpamKind } from '../../stages/antispam/auto-learning.ts';
import type { Classifier } from '../../stages/antispam/observe/classifier.ts';
import { messageTokens } from '../../stages/antispam/observe/message-tokens.ts';
import {
  BAYES_MEMORY,
  type BayesMemory,
  SpamBayes,
  type TokenRecord,
} from '../../stages/antispam/observe/spam-bayes.ts';
import { partsOf } from '../../stages/observe/received-message.ts';
import type { EventLog } from '../log/event-log.ts';
import { fieldValue } from '../mime/header-fields.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { openChangeLog } from './change-log.ts';
import { keyedHash } from './keyed-hash.ts';

const count = z.number().int().min(0);
const kinds = z.enum(['spam', 'ham']);
const tokens = z.array(count).max(10_000);
const change = z.discriminatedUnion('is', [
  z.object({ is: z.literal('learned'), message: count, kind: kinds, day: count, tokens }),
  z.object({ is: z.literal('forgotten'), kind: kinds, tokens }),
  /** The following three stand for the whole in a rewritten log. */
  z.object({ is: z.literal('messages'), spam: count, ham: count }),
  z.object({ is: z.literal('words'), of: z.array(z.tuple([count, count, count, count])).max(1000) }),
  z.object({ is: z.literal('known'), message: count, kind: kinds }),
]);
type Change = z.output<typeof change>;

/** Messages remembered as learned, so that nothing is learned twice and a mistake can be taken back [A]. */
const MAX_KNOWN_MESSAGES = 20_000;
/** Words in one change of a rewritten log. */
const CHUNK_WORDS = 500;

interface BayesStoreOptions {
  readonly fs: FileSystem;
  readonly path: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly memory?: BayesMemory;
}

/** `known`: it was learned as that before. `corrected`: it had been learned as the other kind. */
export type Learning = 'learned' | 'corrected' | 'known';

export interface BayesStore extends Classifier {
  /** @param without words that are not the message's own, such as our tag in its subject */
  learn(message: Uint8Array, kind: SpamKind, without?: readonly string[]): Learning;
  /** Forgets what nothing has shown for long. @returns how many words */
  expire(): number;
  readonly learned: { readonly spam: number; readonly ham: number; readonly words: number; readonly ready: boolean };
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** The same for a message and its copies that were delivered or reported: their bytes differ, since servers add to them. */
function identityOf(key: Uint8Array, message: Uint8Array): number {
  const { bytes, root } = partsOf(message);
  const hmac = createHmac('sha256', key).update('message\n');
  const id = fieldValue(root.fields, 'message-id');
  if (id !== null && id !== '') hmac.update(`${id}\n${fieldValue(root.fields, 'date') ?? ''}`);
  else hmac.update(bytes.subarray(root.bodyStart));
  return hmac.digest().readUIntBE(0, 6);
}

export async function openBayesStore(options: BayesStoreOptions): Promise<BayesStore> {
  const { fs, path, key, clock, log, memory = BAYES_MEMORY } = options;
  const hash = keyedHash(key, 'word');
  const bayes = new SpamBayes(memory);
  const known = new Map<number, SpamKind>();
  const remember = (message: number, kind: SpamKind): void => {
    known.delete(message);
    known.set(message, kind);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_KNOWN_MESSAGES) break;
      known.delete(oldest);
    }
  };
  const today = (): number => Math.floor(clock.now() / DAY_SECONDS);
  const numbersOf = (message: Uint8Array, without: readonly string[]): number[] => {
    const words = messageTokens(message);
    const own = without.length === 0 ? words : words.filter((word) => !without.includes(word));
    return [...new Set(own.map(hash))];
  };

  let messages = { spam: 0, ham: 0 };
  const restored: TokenRecord[] = [];
  /** Records of a snapshot come first; they are taken in together before the first change behind them. */
  const settle = (): void => {
    if (restored.length === 0 && messages.spam + messages.ham === 0) return;
    bayes.restore(messages, restored);
    restored.length = 0;
    messages = { spam: 0, ham: 0 };
  };
  const take = (found: unknown): Change | null => {
    const { data = null } = change.safeParse(found);
    switch (data?.is) {
      case 'messages':
        messages = { spam: data.spam, ham: data.ham };
        break;
      case 'words':
        restored.push(...data.of);
        break;
      case 'known':
        remember(data.message, data.kind);
        break;
      case 'learned':
        settle();
        bayes.learn(data.tokens, data.kind, data.day);
        remember(data.message, data.kind);
        break;
      case 'forgotten':
        settle();
        bayes.forget(data.tokens, data.kind);
        break;
    }
    return data;
  };
  function* snapshot(): Generator<Change> {
    settle();
    yield { is: 'messages', ...bayes.messages };
    let of: [number, number, number, number][] = [];
    for (const record of bayes.records()) {
      of.push([...record]);
      if (of.length < CHUNK_WORDS) continue;
      yield { is: 'words', of };
      of = [];
    }
    if (of.length > 0) yield { is: 'words', of };
    for (const [message, kind] of known) yield { is: 'known', message, kind };
  }
  const weight = (one: Change): number => ('tokens' in one ? one.tokens.length : 'of' in one ? one.of.length : 1);
  const size = (): number => bayes.size + known.size;
  const changes = await openChangeLog<Change>({ fs, path, clock, log, take, snapshot, weight, size });
  settle();

  return {
    probability: (message) => (bayes.ready ? bayes.probability(numbersOf(message, [])) : null),
    learn(message, kind, without = []) {
      const identity = identityOf(key, message);
      const before = known.get(identity);
      if (before === kind) return 'known';
      const numbers = numbersOf(message, without);
      if (before !== undefined) {
        bayes.forget(numbers, before);
        changes.add({ is: 'forgotten', kind: before, tokens: numbers });
      }
      const day = today();
      bayes.learn(numbers, kind, day);
      remember(identity, kind);
      changes.add({ is: 'learned', message: identity, kind, day, tokens: numbers });
      return before === undefined ? 'learned' : 'corrected';
    },
    expire: () => bayes.expire(today()),
    get learned() {
      return { ...bayes.messages, words: bayes.size, ready: bayes.ready };
    },
    flush: changes.flush,
    close: changes.close,
  };
}
