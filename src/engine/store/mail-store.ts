// The port to stored mail: what IMAP and delivery need of a store. Implementations know files; this file does not.

/** One message of a mailbox. Flags such as `\Seen`, keywords without a backslash; `\Recent` is not stored. */
export interface StoredMessage {
  readonly uid: number;
  readonly sizeBytes: number;
  readonly internalDateSeconds: number;
  readonly flags: ReadonlySet<string>;
}

export interface MailboxStatus {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly messages: number;
  readonly unseen: number;
}

export interface AppendOptions {
  readonly flags?: Iterable<string>;
  readonly internalDateSeconds?: number;
  /** Makes an append idempotent: the same id gives the earlier message and stores no copy. */
  readonly deliveryId?: string;
}

export type MailboxChange = 'appended' | 'expunged' | 'flags';

export interface Mailbox {
  readonly name: string;
  status(): MailboxStatus;
  /** All messages, by ascending uid. */
  list(): readonly StoredMessage[];
  /** The bytes as delivered; null when there is no such message. */
  read(uid: number): Promise<Buffer | null>;
  /** Durable when resolved. */
  append(message: Uint8Array, options: AppendOptions): Promise<StoredMessage>;
  setFlags(uid: number, flags: Iterable<string>): Promise<StoredMessage | null>;
  /** @returns the uids that were there and are gone. */
  expunge(uids: readonly number[]): Promise<readonly number[]>;
  /** @returns a function that ends the subscription. */
  onChange(listener: (change: MailboxChange, uid: number) => void): () => void;
}

export interface MailStore {
  mailboxNames(account: string): Promise<readonly string[]>;
  open(account: string, name: string): Promise<Mailbox | null>;
  create(account: string, name: string): Promise<Mailbox>;
  delete(account: string, name: string): Promise<boolean>;
  close(): Promise<void>;
}
