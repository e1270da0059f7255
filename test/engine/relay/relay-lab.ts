// A relay over records in memory, whose other servers are fakes on loopback.
import { deliverySettings } from '../../../src/config/delivery.ts';
import { openStream } from '../../../src/core/random-streams.ts';
import { createZoneResolver, type Zone } from '../../../src/engine/dns/zone-resolver.ts';
import { type NextHop, nextHops } from '../../../src/engine/relay/next-hop.ts';
import type { OutgoingMail } from '../../../src/engine/relay/outgoing.ts';
import { ownAddresses } from '../../../src/engine/relay/own-addresses.ts';
import { createRelay, type RelayPorts, type RelayResult } from '../../../src/engine/relay/relay.ts';
import { RELAY_TIMEOUTS } from '../../../src/engine/relay/timeouts.ts';

export const mailTo = (addresses: readonly string[], change: Partial<OutgoingMail> = {}): OutgoingMail => ({
  sender: 'ann@example.org',
  smtputf8: false,
  dsn: null,
  recipients: addresses.map((address) => ({ address, dsn: null })),
  message: Buffer.from('Subject: x\r\n\r\ntext\r\n'),
  ...change,
});

export const direct = (domain: string, port: number, change: Partial<NextHop> = {}): NextHop =>
  ({ kind: 'direct', domain, port, tls: 'may', verifyCertificate: false, login: null, ...change }) as NextHop;

export const named = (host: string, port: number, change: Partial<NextHop> = {}): NextHop =>
  ({ kind: 'host', host, port, tls: 'may', verifyCertificate: false, login: null, ...change }) as NextHop;

export function lab(names: Zone['names'] = {}, ports: Partial<RelayPorts> = {}) {
  const relay = createRelay({
    nextHop: nextHops(deliverySettings.parse({})),
    resolver: createZoneResolver({ names }),
    random: openStream('test'),
    isOwnAddress: ownAddresses({ ports: () => [], allowLoopback: true }),
    hostname: 'mx.example.org',
    timeouts: {
      ...RELAY_TIMEOUTS,
      connectSeconds: 2,
      helloSeconds: 2,
      mailSeconds: 2,
      rcptSeconds: 2,
      dataInitSeconds: 2,
      dataDoneSeconds: 2,
    },
    ...ports,
  });
  return {
    relay,
    send: (hop: NextHop, mail: OutgoingMail): Promise<RelayResult> => relay.deliver(hop, mail),
  };
}

/** Kind and status of each outcome, e.g. `failed 5.1.1`. */
export const told = ({ outcomes }: RelayResult): string[] =>
  outcomes.map(({ kind, answer }) => `${kind} ${answer.status}`);
