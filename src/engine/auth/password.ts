// Password hashes: scrypt by node:crypto, one text form. Knows no accounts and no protocol.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Parameters of scrypt: `2 ** logN` rounds of `blockSize`, `parallelism` lanes. */
interface ScryptCost {
  readonly logN: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

/** Derives a key. Exchangeable so that tests need not pay for the real one. */
export type DeriveKey = (password: string, salt: Uint8Array, bytes: number, cost: ScryptCost) => Promise<Buffer>;

/** N = 2^15, r = 8, p = 1: 32 MiB and about 80 ms of a core (40 ms measured at 2^14). One step above scrypt's own interactive 2^14. */
export const PASSWORD_COST: ScryptCost = { logN: 15, blockSize: 8, parallelism: 1 };

/** Hashes that would cost more than this are not computed: a configuration must not be able to stall the server. */
const MAX_COST: ScryptCost = { logN: 18, blockSize: 16, parallelism: 4 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const FORM = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/]{4,172}={0,2})\$([A-Za-z0-9+/]{4,172}={0,2})$/;

/** The real derivation. Runs on libuv's threads: whoever calls it bounds how many at once. */
export const deriveByScrypt: DeriveKey = (password, salt, bytes, { logN, blockSize, parallelism }) =>
  new Promise((resolve, reject) => {
    const N = 2 ** logN;
    const maxmem = 256 * N * blockSize + 1024 * 1024;
    scrypt(password, salt, bytes, { N, r: blockSize, p: parallelism, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Makes the text `scrypt$15$8$1$salt$hash` (base64) of a password. */
export async function hashPassword(password: string, derive: DeriveKey = deriveByScrypt): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { logN, blockSize, parallelism } = PASSWORD_COST;
  const key = await derive(password, salt, KEY_BYTES, PASSWORD_COST);
  return `scrypt$${logN}$${blockSize}$${parallelism}$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** True when `password` made `hash`. Compares in constant time; a text that is no hash of ours, or too dear a one, is false. */
export async function verifyPassword(
  password: string,
  hash: string,
  derive: DeriveKey = deriveByScrypt,
): Promise<boolean> {
  const [, logN, blockSize, parallelism, salt, expected] = FORM.exec(hash) ?? [];
  if (salt === undefined || expected === undefined) return false;
  const cost = { logN: Number(logN), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  if (cost.logN < 1 || cost.blockSize < 1 || cost.parallelism < 1) return false;
  if (cost.logN > MAX_COST.logN || cost.blockSize > MAX_COST.blockSize || cost.parallelism > MAX_COST.parallelism)
    return false;
  const wanted = Buffer.from(expected, 'base64');
  const found = await derive(password, Buffer.from(salt, 'base64'), wanted.length, cost);
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
