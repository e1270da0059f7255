// Signs what our own users send to other servers (row 8.3). What comes from strangers and only passes through is left as it is.
import type { DkimSettings } from '../../config/dkim.ts';
import type { EventLog } from '../log/event-log.ts';
import { readHeader } from '../mime/header-fields.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { Envelope } from '../queue/envelope.ts';
import { authorDomains } from './author-domains.ts';
import { isListed } from './is-listed.ts';
import { keyPlaces, openKey } from './key-store.ts';
import { type SigningKey, signMessage } from './sign-message.ts';

interface SignerOptions {
  readonly settings: DkimSettings;
  /** Addresses and networks whose mail is signed whoever they are (row 9.12). */
  readonly whitelist: readonly string[];
  readonly fs: FileSystem;
  /** The data folder. */
  readonly folder: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly log: EventLog;
}

/** @returns the message to send: signed when it is ours and its author's domain has a key, otherwise the same bytes */
export type SignOutgoing = (envelope: Envelope, message: Buffer) => Promise<Buffer>;

/** Fields looked at for From [A]. */
const MAX_FIELDS = 2000;

/**
 * Opens the keys, making those that are missing.
 * @throws InputError for a key that cannot be used
 */
export async function createOutgoingSigner(options: SignerOptions): Promise<SignOutgoing> {
  const { settings, whitelist, fs, folder, now, log } = options;
  const keys = new Map<string, SigningKey[]>();
  for (const place of keyPlaces(settings, folder)) {
    const { domain, selector, signs } = place;
    const { key, made } = await openKey(fs, place);
    // The record itself is too long for a log: `plimsoll dkim show` prints it.
    if (made) log('dkim.key', { domain, selector, publish: `${selector}._domainkey.${domain}` });
    if (signs) keys.set(domain, [...(keys.get(domain) ?? []), { domain, selector, key }]);
  }
  return async (envelope, message) => {
    const { origin = 'stranger', client, report } = envelope;
    const ours = origin !== 'stranger' || report !== undefined || isListed(client.address, whitelist);
    if (!ours || keys.size === 0) return message;
    const authors = authorDomains(readHeader(message, 0, message.length, MAX_FIELDS).fields);
    // With several authors one signature would speak for all of them.
    const [domain = ''] = authors.kind === 'known' && authors.domains.length === 1 ? authors.domains : [];
    const wanted = settings.domains[domain]?.signedHeaders ?? [];
    const fields = await signMessage(message, keys.get(domain) ?? [], wanted, now());
    return fields.length === 0 ? message : Buffer.concat([Buffer.from(fields.join(''), 'latin1'), message]);
  };
}
