// Ports and subjects for observers: nothing of them touches network, clock or disk.
import { createZoneResolver, type Zone } from '../../../src/engine/dns/zone-resolver.ts';
import { GreylistTable } from '../../../src/pipeline/greylist-table.ts';
import type { ObserverPorts, Subject } from '../../../src/pipeline/observation.ts';
import { RateWindow } from '../../../src/pipeline/rate-window.ts';
import type { DnsAnswer, RecordType, Resolver } from '../../../src/pipeline/resolver.ts';
import { UnknownRecipients } from '../../../src/pipeline/unknown-recipients.ts';

export const NOW = 1_800_000_000;

const unexpected = (what: string) => () => {
  throw new Error(`${what} was not expected to be asked`);
};

export const portsWith = (zone: Zone, more: Partial<ObserverPorts> = {}): ObserverPorts => ({
  now: () => NOW,
  resolver: createZoneResolver(zone),
  rates: new RateWindow(),
  unknownRecipients: new UnknownRecipients(),
  greylist: new GreylistTable(),
  scanner: { scan: unexpected('the scanner') },
  scorer: { score: unexpected('the scorer') },
  correspondents: { wroteTo: () => false },
  hostname: 'mx.example.net',
  isOurs: (address) => address.endsWith('@example.net'),
  ...more,
});

export const subjectWith = (more: Partial<Subject> = {}): Subject => ({
  phase: 'rcpt',
  clientAddress: '192.0.2.1',
  origin: 'stranger',
  helo: 'client.example.org',
  sender: 'ann@example.com',
  recipient: 'bob@example.net',
  message: null,
  memo: new Map(),
  ...more,
});

/** Writes down every question. */
export const counting = (resolver: Resolver): Resolver & { readonly asked: string[] } => {
  const asked: string[] = [];
  const lookup = (name: string, type: RecordType): Promise<DnsAnswer> => {
    asked.push(`${type} ${name}`);
    return resolver.lookup(name, type);
  };
  return { asked, lookup };
};

/** A message of lines, ended by CRLF. */
export const mail = (...lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n`);
