// The certificate that handshakes use now: from files of the administrator, or one of our own. Read again while sessions run.
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { InputError } from '../../core/problem.ts';
import type { EventLog } from '../log/event-log.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { Identity } from './create-certificate.ts';
import { ownIdentity } from './own-identity.ts';
import { secureContext, type TlsVersion } from './secure-context.ts';

/** How often files are looked at [A]: a new certificate need not be announced. */
const LOOK_SECONDS = 60;

export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

interface CertificatesOptions {
  readonly fs: FileSystem;
  /** The data folder. */
  readonly folder: string;
  /** Null: a certificate of our own. */
  readonly files: CertificateFiles | null;
  readonly hostname: string;
  readonly minVersion: TlsVersion;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly log: EventLog;
}

/** What reading again brought. */
export type Refreshed =
  | { readonly kind: 'unchanged' | 'renewed' }
  /** The present one stays. */
  | { readonly kind: 'unusable'; readonly why: string };

export interface Certificates {
  /** For the next handshake; running sessions keep theirs. */
  current(): SecureContext;
  /** The certificate of the next handshake, with its chain, in PEM. */
  certificate(): string;
  /** Reads again; what cannot be used leaves the present one in place and is reported. Never rejects. */
  refresh(): Promise<Refreshed>;
  stop(): void;
}

/** What is wrong with a pair of files, as an administrator can act on it. */
const unusable = ({ certificateFile, keyFile }: CertificateFiles, why: string): InputError =>
  new InputError('tls', [
    {
      path: 'tls.certificateFile',
      got: `${certificateFile} and ${keyFile} (${why})`,
      wanted: 'a PEM certificate (with its chain) and the key that belongs to it',
      hint: 'Check names, rights and content; leave both out for a self-made certificate.',
    },
  ]);

async function fromFiles(fs: FileSystem, files: CertificateFiles): Promise<Identity> {
  const [certificate, key] = await Promise.all([fs.read(files.certificateFile), fs.read(files.keyFile)]);
  if (certificate === null || key === null) throw unusable(files, 'not there');
  return { certificate: certificate.toString('latin1'), key: key.toString('latin1') };
}

/** @throws InputError when the files cannot be used. */
export async function openCertificates(options: CertificatesOptions): Promise<Certificates> {
  const { fs, folder, files, hostname, minVersion, now, log } = options;
  const read = (): Promise<Identity> =>
    files === null ? ownIdentity({ fs, folder: join(folder, 'tls'), hostname, now: now() }) : fromFiles(fs, files);
  const contextOf = (identity: Identity): SecureContext => {
    try {
      return secureContext(identity, minVersion);
    } catch (error) {
      // OpenSSL's words name the fault, never the key.
      const { code = 'cannot be used' } = error as NodeJS.ErrnoException;
      if (files === null) throw error;
      throw unusable(files, code);
    }
  };
  let identity = await read().catch((error: NodeJS.ErrnoException) => {
    throw files === null || error instanceof InputError ? error : unusable(files, error.code ?? String(error));
  });
  let context = contextOf(identity);
  const refresh = async (): Promise<Refreshed> => {
    try {
      const found = await read();
      if (found.certificate === identity.certificate && found.key === identity.key) return { kind: 'unchanged' };
      context = contextOf(found);
      identity = found;
      log('tls.renewed', { ownCertificate: files === null });
      return { kind: 'renewed' };
    } catch (error) {
      const why = error instanceof InputError ? (error.problems[0]?.got ?? '') : String((error as Error).message);
      log('tls.not-renewed', { why });
      return { kind: 'unusable', why };
    }
  };
  const timer = setInterval(() => void refresh(), LOOK_SECONDS * 1000);
  timer.unref();
  return { current: () => context, certificate: () => identity.certificate, refresh, stop: () => clearInterval(timer) };
}
