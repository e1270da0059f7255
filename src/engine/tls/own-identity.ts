// The server's self-made certificate and its key, kept in one file of the data folder, so that one never stands there without the other.
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { DAY_SECONDS } from '../../core/units.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { moveIntoPlace, writeAside } from '../store/write-file.ts';
import { createCertificate, type Identity } from './create-certificate.ts';

/** A certificate with less time left is made anew [A]: as certbot does. */
const RENEW_SECONDS = 30 * DAY_SECONDS;

interface OwnIdentityOptions {
  readonly fs: FileSystem;
  /** Its folder; made when missing. */
  readonly folder: string;
  readonly hostname: string;
  /** Seconds since 1970. */
  readonly now: number;
}

const block = (text: string, label: string): string =>
  new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----\n?`).exec(text)?.[0] ?? '';

/** False: it is for another name, ends soon, or is none. */
function isUsable({ certificate }: Identity, hostname: string, now: number): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.checkHost(hostname) !== undefined && Date.parse(parsed.validTo) / 1000 - now > RENEW_SECONDS;
  } catch {
    return false;
  }
}

/** Reads the identity, or makes a new one where there is none, it is for another name, or it ends soon. Durable when resolved. */
export async function ownIdentity({ fs, folder, hostname, now }: OwnIdentityOptions): Promise<Identity> {
  const path = join(folder, 'own.pem');
  const text = (await fs.read(path))?.toString('latin1') ?? '';
  const kept = { certificate: block(text, 'CERTIFICATE'), key: block(text, 'PRIVATE KEY') };
  if (kept.key !== '' && isUsable(kept, hostname, now)) return kept;
  const made = await createCertificate(hostname, now);
  await fs.makeFolder(folder);
  const aside = `${path}.new`;
  await fs.remove(aside);
  await writeAside(fs, aside, [Buffer.from(made.key + made.certificate)]);
  await moveIntoPlace(fs, aside, path);
  return made;
}
