// What a command is, and what a session lets it see. One file in `commands/` for each, listed in `commands/index.ts`.
import type { Authenticator } from '../auth/authenticator.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { ArgumentReader } from './argument-reader.ts';
import type { ImapLimits } from './limits.ts';
import type { MailboxView } from './mailbox-view.ts';

/** RFC 3501 section 3. */
export type SessionState =
  | { readonly kind: 'notAuthenticated' }
  | { readonly kind: 'authenticated'; readonly account: string }
  | { readonly kind: 'selected'; readonly account: string; readonly view: MailboxView };

/** The tagged answer. `code` without brackets, e.g. `TRYCREATE` (RFC 3501 section 7.1, RFC 5530). */
export interface Completion {
  readonly status: 'OK' | 'NO' | 'BAD';
  readonly code?: string;
  readonly text: string;
}

export const done = (text: string, code?: string): Completion => ({ status: 'OK', text, ...(code ? { code } : {}) });
export const refuse = (code: string, text: string): Completion => ({ status: 'NO', code, text });

/** How an event reaches the log. Never a password, never content. */
type ImapLog = (event: string, facts: Readonly<Record<string, string | number>>) => void;

/** What all sessions share. */
export interface ImapServices {
  readonly store: MailStore;
  readonly authenticator: Authenticator;
  readonly hostname: string;
  readonly log: ImapLog;
  readonly allowPlaintextLogin: boolean;
  readonly limits: ImapLimits;
}

/** `wake`: somebody called `wake`. `gone`: the client is, or the server stops, or the line is too long. */
export type ExtraLine = { readonly line: string } | 'wake' | 'timeout' | 'gone';

/** The session as a command sees it. */
export interface SessionContext {
  readonly services: ImapServices;
  readonly clientAddress: string;
  state: SessionState;
  failedLogins: number;
  /** LOGOUT was given: the session ends behind its answer. */
  leaving: boolean;
  /** Sends untagged responses (line ends included). False: the client is gone, stop working. */
  send(chunks: readonly (string | Uint8Array)[]): Promise<boolean>;
  /** One more line of the running command. */
  nextLine(maxBytes: number, timeoutSeconds: number): Promise<ExtraLine>;
  /** Leaves the selected mailbox, if there is one. */
  deselect(): void;
  /** Makes a running `nextLine` return `wake`. */
  wake(): void;
}

/** Account of a session that is logged in. */
export function accountOf(context: SessionContext): string {
  if (context.state.kind === 'notAuthenticated') throw new Error('a command for logged-in sessions ran before login');
  return context.state.account;
}

/** View of a session that has selected a mailbox. */
export function viewOf(context: SessionContext): MailboxView {
  if (context.state.kind !== 'selected') throw new Error('a command for selected mailboxes ran without one');
  return context.state.view;
}

export interface ImapCommand {
  /** Where it is allowed. `authenticated` includes `selected`. */
  readonly allowedIn: 'any' | 'notAuthenticated' | 'authenticated' | 'selected';
  /** There is a `UID` form of it. */
  readonly hasUidForm?: boolean;
  /** Message numbers must stay while it runs: no EXPUNGE may be sent at its end, unless it is the UID form. */
  readonly keepsNumbers?: boolean;
  /** Reads its arguments (throws SyntaxFault), then does its work. */
  run(reader: ArgumentReader, context: SessionContext, byUid: boolean): Promise<Completion>;
}
