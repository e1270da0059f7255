// Names of accounts and mailboxes as names of folders: reversible, and never a way out of the folder above.

/** What may not stand in a name of a folder: separators, control characters, a leading dot, and the escape itself. */
const UNSAFE = /[%/\\:*?"<>|\p{Cc}]|^\./gu;
const MAX_NAME_BYTES = 255;

const escaped = (name: string): string =>
  name.replace(UNSAFE, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** @throws when the name is empty or too long for a file system. */
export function folderName(name: string): string {
  const safe = escaped(name);
  if (safe === '' || Buffer.byteLength(safe) > MAX_NAME_BYTES || /\p{Cs}/u.test(safe))
    throw new Error(`not a name for a folder: ${JSON.stringify(name.slice(0, 60))}`);
  return safe;
}

/** The name behind a folder; null for a folder that is none of ours. */
export function nameOfFolder(folder: string): string | null {
  const name = folder.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return folder !== '' && escaped(name) === folder ? name : null;
}
