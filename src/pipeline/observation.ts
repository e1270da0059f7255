// What an observer of the engine is given. Types only, so that stages can name them without knowing the engine.
import type { GreylistTable } from './greylist-table.ts';
import type { Origin } from './origin.ts';
import type { Phase } from './phase.ts';
import type { RateWindow } from './rate-window.ts';
import type { Resolver } from './resolver.ts';
import type { UnknownRecipients } from './unknown-recipients.ts';

/** What is known of a session at the moment of a visit. */
export interface Subject {
  readonly phase: Phase;
  readonly clientAddress: string;
  readonly origin: Origin;
  /** Empty before HELO or EHLO. */
  readonly helo: string;
  /** Address of MAIL FROM, empty for the null sender; null before MAIL. */
  readonly sender: string | null;
  /** Address of the RCPT TO under judgement; null outside phase `rcpt`. */
  readonly recipient: string | null;
  /** Addresses of all RCPT TO that were taken; only in phase `data`. */
  readonly recipients?: readonly string[];
  /** The account that logged in; null: nobody did. */
  readonly account?: string | null;
  /** Queue id that the message will have; only in phase `data`. */
  readonly queueId?: string;
  /** The message as received, complete; null before phase `data`. */
  readonly message: Uint8Array | null;
  /** Keeps what was looked up once for the session, e.g. the client's host name. */
  readonly memo: Map<string, Promise<unknown>>;
}

/** What a virus scan found, and which engine found it, where there are several. */
export type ScanResult = ScanFinding & { readonly engine?: string };

type ScanFinding =
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
  /** What the classifier added to the score. */
  readonly learned?: number;
  /** Whose score it is; `fallback`: Rspamd was asked and did not answer. */
  readonly scoredBy?: 'plimsoll' | 'rspamd' | 'fallback';
  /** Keyword filters that found their keyword. */
  readonly keywords?: readonly { readonly group: string; readonly keyword: string }[];
  /** What could not be looked at, and why. */
  readonly notes?: readonly string[];
}

export interface SpamScorer {
  score(message: Uint8Array, subject: Subject): Promise<SpamScore>;
}

/** Whom the users here have written to (row 9.1, auto-whitelist). */
export interface Correspondents {
  wroteTo(address: string): boolean;
}

/** The outside world as observers may reach it. All are constructor arguments of the engine. */
export interface ObserverPorts {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly resolver: Resolver;
  readonly rates: RateWindow;
  readonly unknownRecipients: UnknownRecipients;
  readonly greylist: GreylistTable;
  readonly scanner: VirusScanner;
  readonly scorer: SpamScorer;
  readonly correspondents: Correspondents;
  /** Name of this server, for SPF macros. */
  readonly hostname: string;
  /** True when mail for the address ends at this server. */
  readonly isOurs: (address: string) => boolean;
}

export type Observe<Options, Evidence> = (
  subject: Subject,
  options: Options,
  ports: ObserverPorts,
) => Promise<Evidence>;
