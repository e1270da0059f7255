// What one session believes of its selected mailbox: which UID stands at which number, and what it has not been told yet.
// Numbers move only in `updates`, so that a client's numbers stay right between two of its commands.
import type { Mailbox, StoredMessage } from '../store/mail-store.ts';
import { flagsText } from './flags.ts';

export class MailboxView {
  readonly mailbox: Mailbox;
  /** EXAMINE: nothing may be changed. */
  readonly readOnly: boolean;
  readonly #stopListening: () => void;
  #uids: number[];
  readonly #messages: Map<number, StoredMessage>;
  /** Messages that changed since they were put into the map: read again, all at once, when one of them is asked for. */
  readonly #stale = new Set<number>();
  readonly #flagsChanged = new Set<number>();
  #appended = false;
  #expunged = false;
  #onNews: () => void = () => {};

  constructor(mailbox: Mailbox, readOnly: boolean) {
    this.mailbox = mailbox;
    this.readOnly = readOnly;
    this.#stopListening = mailbox.onChange((change, uid) => {
      if (change === 'expunged') this.#messages.delete(uid);
      else this.#stale.add(uid);
      if (change === 'appended') this.#appended = true;
      else if (change === 'expunged') this.#expunged = true;
      else this.#flagsChanged.add(uid);
      this.#onNews();
    });
    this.#messages = new Map(mailbox.list().map((message) => [message.uid, message]));
    this.#uids = [...this.#messages.keys()];
  }

  /** UIDs by sequence number less one. */
  get uids(): readonly number[] {
    return this.#uids;
  }

  /** The message as it is now; undefined when it was expunged, even if this session still counts it. */
  message(uid: number): StoredMessage | undefined {
    if (this.#stale.has(uid)) {
      for (const message of this.mailbox.list())
        if (this.#stale.has(message.uid)) this.#messages.set(message.uid, message);
      this.#stale.clear();
    }
    return this.#messages.get(uid);
  }

  /** Is a change of this message's flags still to be told? */
  hasFlagNews(uid: number): boolean {
    return this.#flagsChanged.has(uid);
  }

  /** The client knows, or asked not to be told. */
  forgetFlagNews(uid: number): void {
    this.#flagsChanged.delete(uid);
  }

  /** Called whenever there is something to tell. */
  set onNews(listener: () => void) {
    this.#onNews = listener;
  }

  /** Untagged lines for all that changed. Without `mayExpunge` numbers stay (RFC 3501 section 7.4.1). */
  updates(mayExpunge: boolean, withUid: boolean): string[] {
    const lines: string[] = [];
    if (this.#expunged && mayExpunge) {
      this.#expunged = false;
      lines.push(...this.#expungeLines());
    }
    if (this.#appended) {
      this.#appended = false;
      const last = this.#uids.at(-1) ?? 0;
      this.#uids.push(
        ...this.mailbox
          .list()
          .map(({ uid }) => uid)
          .filter((uid) => uid > last),
      );
      lines.push(`* ${this.#uids.length} EXISTS\r\n`);
    }
    if (this.#flagsChanged.size > 0) {
      this.#uids.forEach((uid, place) => {
        const message = this.#flagsChanged.has(uid) ? this.message(uid) : undefined;
        if (message)
          lines.push(`* ${place + 1} FETCH (${withUid ? `UID ${uid} ` : ''}FLAGS ${flagsText(message.flags)})\r\n`);
      });
      this.#flagsChanged.clear();
    }
    return lines;
  }

  close(): void {
    this.#onNews = () => {};
    this.#stopListening();
  }

  /** Highest first, so that each number is right when the client reads it. */
  #expungeLines(): string[] {
    const lines: string[] = [];
    for (let place = this.#uids.length - 1; place >= 0; place--)
      if (!this.message(this.#uids[place] ?? 0)) lines.push(`* ${place + 1} EXPUNGE\r\n`);
    this.#uids = this.#uids.filter((uid) => this.message(uid));
    return lines;
  }
}
