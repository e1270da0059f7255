// The servers that a message came through, in the form that SpamAssassin's rules look at: newest first, each
// `[ ip=192.0.2.1 rdns=… helo=… by=… ident= envfrom=… intl=0 id=… auth= msa=0 ]`.
import type { CfEnvelope } from './cf-envelope.ts';

/** Received fields looked at; a message that passed more servers is refused as a loop (row 7.1). */
const MAX_RELAYS = 50;
const MAX_FIELD_CHARACTERS = 2000;

interface Relay {
  readonly ip: string;
  readonly rdns: string;
  readonly helo: string;
  readonly by: string;
  readonly envfrom: string;
  readonly id: string;
}

const word = (text: string): string => text.replace(/[\s[\]]/g, '').slice(0, 255);

const written = ({ ip, rdns, helo, by, envfrom, id }: Relay): string =>
  `[ ip=${word(ip)} rdns=${word(rdns)} helo=${word(helo)} by=${word(by)} ident= envfrom=${word(envfrom)} intl=0 id=${word(id)} auth= msa=0 ]`;

/** One Received field as most servers write it (RFC 5321 section 4.4); null when it tells no address. */
function relayOf(field: string): Relay | null {
  const text = field.slice(0, MAX_FIELD_CHARACTERS);
  const from = /^\s*from\s+(\S{1,255})\s+\((?:([^\s()[\]]{1,255})\s+)?\(?\[(?:IPv6:)?([\da-f.:]{2,45})\]/i.exec(text);
  if (!from) return null;
  const [, helo = '', rdns = '', ip = ''] = from;
  const by = /\sby\s+([^\s;()]{1,255})/i.exec(text)?.[1] ?? '';
  const id = /\sid\s+([^\s;()]{1,255})/i.exec(text)?.[1] ?? '';
  return { ip, rdns: rdns.toLowerCase() === 'unknown' ? '' : rdns, helo, by, envfrom: '', id };
}

/** @param received values of the Received fields, newest first. Our own client stands in front of them. */
export function cfRelays(
  { clientAddress, clientName, helo, sender, hostname }: CfEnvelope,
  received: readonly string[],
) {
  const client: Relay = { ip: clientAddress, rdns: clientName, helo, by: hostname, envfrom: sender, id: '' };
  const before = received.slice(0, MAX_RELAYS).flatMap((field) => relayOf(field) ?? []);
  return [client, ...before].map(written).join(' ');
}
