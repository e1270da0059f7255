// The port to the disk: the few operations that durable storage is built from, so that a test can fail or crash at each of them.
// Types only; knows no mail.

/** A file open for writing. */
export interface OpenFile {
  /** Writes all of it at the end of the file. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Paths are absolute. Rejections are Node's errors with their `code`. */
export interface FileSystem {
  /** Makes the folder and those above it; one that exists is fine. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder; empty when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** The whole file; null when there is none. */
  read(path: string): Promise<Buffer | null>;
  /** The bytes from `start`, at most `length` of them; null when there is no such file. */
  readPart(path: string, start: number, length: number): Promise<Buffer | null>;
  /** `new` fails when the file exists, `append` makes it when it does not. */
  open(path: string, mode: 'new' | 'append'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that is missing is fine. */
  remove(path: string): Promise<void>;
  /** Removes a folder and all in it. */
  removeFolder(path: string): Promise<void>;
  /** Resolves when the names in the folder are on the disk. */
  syncFolder(path: string): Promise<void>;
}
