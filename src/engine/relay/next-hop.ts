// Where mail goes next by row 7.9: rule for the recipient, else rule for the sender, else the relay host, else the recipient's own server.
import type { DeliverySettings, RelayHostSettings } from '../../config/delivery.ts';
import { addressKey, canonicalDomain, splitAddress } from '../../core/mail-address.ts';

interface Manner {
  readonly port: number;
  readonly tls: 'may' | 'encrypt' | 'none';
  readonly verifyCertificate: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

export type NextHop = Manner &
  (
    | { readonly kind: 'host'; readonly host: string }
    /** `domain` is looked up by its MX records. */
    | { readonly kind: 'direct'; readonly domain: string }
  );

export type FindNextHop = (sender: string, recipient: string) => NextHop;

/** What deliveries to the same place have in common: they share its concurrency. */
export const destinationOf = (hop: NextHop): string => (hop.kind === 'direct' ? hop.domain : `${hop.host}:${hop.port}`);

type Rules = DeliverySettings['recipientRules'];

/** Addresses and domains with the server of the first rule that names them. */
function tableOf(rules: Rules): (address: string) => RelayHostSettings | null {
  const table = new Map<string, RelayHostSettings>();
  for (const { match, relayHost } of rules)
    for (const entry of match) if (!table.has(addressKey(entry))) table.set(addressKey(entry), relayHost);
  return (address) => {
    const key = addressKey(address);
    // An address is closer than its domain, wherever the rules stand.
    return table.get(key) ?? table.get(splitAddress(key).domain) ?? null;
  };
}

export function nextHops(settings: DeliverySettings): FindNextHop {
  const { relayHost, port, tls, verifyCertificate } = settings;
  const byRecipient = tableOf(settings.recipientRules);
  const bySender = tableOf(settings.senderRules);
  return (sender, recipient) => {
    // The null sender has no rule: a report goes where other mail goes.
    const found = byRecipient(recipient) ?? (sender === '' ? null : bySender(sender)) ?? relayHost;
    if (found !== null) return { kind: 'host', ...found };
    const domain = canonicalDomain(splitAddress(recipient).domain);
    return { kind: 'direct', domain, port, tls, verifyCertificate, login: null };
  };
}
