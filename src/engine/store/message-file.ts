// The name of a message's file: uid, date and delivery stand in it, so that an index can be rebuilt from the names alone.
import { createHash } from 'node:crypto';

interface MessageFile {
  readonly uid: number;
  readonly dateSeconds: number;
  readonly key: string | null;
}

/** What stands for a delivery in names and records. @param deliveryId any text */
export const deliveryKey = (deliveryId: string): string =>
  createHash('sha256').update(deliveryId).digest('hex').slice(0, 32);

export const messageFileName = ({ uid, dateSeconds, key }: MessageFile): string =>
  `${String(uid).padStart(10, '0')}.${Math.floor(dateSeconds)}.${key ?? 'none'}.eml`;

/** Null for a file that is no message. */
export function parseMessageFileName(name: string): MessageFile | null {
  const [, uid, date, key] = /^(\d{10})\.(-?\d{1,15})\.([0-9a-f]{32}|none)\.eml$/.exec(name) ?? [];
  if (uid === undefined || date === undefined || key === undefined || Number(uid) < 1) return null;
  return { uid: Number(uid), dateSeconds: Number(date), key: key === 'none' ? null : key };
}
