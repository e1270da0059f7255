// What an observer of the engine is given. Types only, so that stages can name them without knowing the engine.
import type { GreylistTable } from './greylist-table.ts';
import type { Phase } from './phase.ts';
import type { RateWindow } from './rate-window.ts';
import type { Resolver } from './resolver.ts';

/** What is known of a session at the moment of a visit. */
export interface Subject {
  readonly phase: Phase;
  readonly clientAddress: string;
  /** Empty before HELO or EHLO. */
  readonly helo: string;
  /** Address of MAIL FROM, empty for the null sender; null before MAIL. */
  readonly sender: string | null;
  /** Address of the RCPT TO under judgement; null outside phase `rcpt`. */
  readonly recipient: string | null;
  /** The message as received, complete; null before phase `data`. */
  readonly message: Uint8Array | null;
  /** Keeps what was looked up once for the session, e.g. the client's host name. */
  readonly memo: Map<string, Promise<unknown>>;
}

/** What a virus scan found. */
export type ScanResult =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly virus: string }
  /** Some part could not be opened: encrypted, broken, or beyond a limit. */
  | { readonly kind: 'unscannable'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface VirusScanner {
  scan(message: Uint8Array): Promise<ScanResult>;
}

/** The score of a message and what it is made of. */
export interface SpamScore {
  readonly score: number;
  readonly rules: readonly string[];
}

export interface SpamScorer {
  score(message: Uint8Array, subject: Subject): Promise<SpamScore>;
}

/** The outside world as observers may reach it. All are constructor arguments of the engine. */
export interface ObserverPorts {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly resolver: Resolver;
  readonly rates: RateWindow;
  readonly greylist: GreylistTable;
  readonly scanner: VirusScanner;
  readonly scorer: SpamScorer;
  /** Name of this server, for SPF macros. */
  readonly hostname: string;
}

export type Observe<Options, Evidence> = (
  subject: Subject,
  options: Options,
  ports: ObserverPorts,
) => Promise<Evidence>;
