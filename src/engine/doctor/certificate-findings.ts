// Will clients accept the certificate? Validity, names, key, and who may read the key (row 6.1).
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { ServerConfiguration } from '../../config/schema.ts';
import { DAY_SECONDS } from '../../core/units.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const ROW = '6.1';
const NAME = 'certificate';
/** Certificates of Let's Encrypt are renewed at 30 days; at 14 something went wrong [A]. */
const SOON_DAYS = 14;

const code = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'an error';

async function keyFindings(certificate: X509Certificate, keyFile: string): Promise<Finding[]> {
  const name = `key ${keyFile}`;
  let text: Buffer;
  let mode: number;
  try {
    text = await readFile(keyFile);
    mode = (await stat(keyFile)).mode;
  } catch (error) {
    return [fail(name, ROW, `cannot be read (${code(error)})`, 'Change its owner, or name another in `tls.keyFile`.')];
  }
  const rights = (mode & 0o777).toString(8).padStart(3, '0');
  const private_ =
    (mode & 0o077) === 0
      ? ok(name, ROW, `readable by its owner alone (${rights})`)
      : warn(name, ROW, `others may read it (${rights})`, `chmod 600 ${keyFile}`);
  try {
    if (certificate.checkPrivateKey(createPrivateKey(text))) return [private_];
    return [private_, fail(name, ROW, 'belongs to another certificate', 'Name the pair that belongs together.')];
  } catch {
    // What the library says may quote the file.
    return [private_, fail(name, ROW, 'is no private key', 'PEM is wanted, without a passphrase.')];
  }
}

function validityFinding(certificate: X509Certificate, now: number): Finding {
  const [from, to] = [Date.parse(certificate.validFrom) / 1000, Date.parse(certificate.validTo) / 1000];
  const days = Math.floor((to - now) / DAY_SECONDS);
  const until = new Date(to * 1000).toISOString().slice(0, 10);
  if (now < from)
    return fail(NAME, ROW, `not valid before ${certificate.validFrom}`, 'Check the clock of this machine.');
  if (days < 0) return fail(NAME, ROW, `ended on ${until}`, 'Renew it.');
  if (days < SOON_DAYS) return warn(NAME, ROW, `ends on ${until}, in ${days} days`, 'Renew it.');
  return ok(NAME, ROW, `valid until ${until}, ${days} days`);
}

function nameFinding(certificate: X509Certificate, hostname: string): Finding {
  const names = certificate.subjectAltName ?? 'no name';
  return certificate.checkHost(hostname) === undefined
    ? fail(`${NAME} for ${hostname}`, ROW, `is for ${names}`, 'Get one for the host name, or change `hostname`.')
    : ok(`${NAME} for ${hostname}`, ROW, names);
}

/** Examines the files of the configuration. @param now seconds since 1970 */
export async function certificateFindings(
  { tls, listeners, hostname }: ServerConfiguration,
  now: number,
): Promise<Finding[]> {
  const { smtp, submission, submissions } = listeners;
  const used = (smtp.enabled && smtp.starttls) || submission.enabled || submissions.enabled;
  if (!used) return [];
  if (tls.certificateFile === null || tls.keyFile === null) {
    const detail = 'the server makes one itself';
    if (!submission.enabled && !submissions.enabled) return [ok(NAME, ROW, `${detail}: enough for other servers`)];
    return [warn(NAME, ROW, detail, 'Mail programs will warn: name a certificate in `tls.certificateFile`.')];
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(await readFile(tls.certificateFile));
  } catch (error) {
    const got = code(error).startsWith('ERR_') ? 'is no certificate in PEM' : `cannot be read (${code(error)})`;
    return [fail(NAME, ROW, `${tls.certificateFile} ${got}`, 'Name another in `tls.certificateFile`.')];
  }
  return [
    validityFinding(certificate, now),
    nameFinding(certificate, hostname),
    ...(await keyFindings(certificate, tls.keyFile)),
  ];
}
