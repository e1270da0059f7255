// The relay that a configuration asks for.
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { DeliverySettings } from '../../config/delivery.ts';
import { openStream } from '../../core/random-streams.ts';
import type { Resolver } from '../../pipeline/resolver.ts';
import { nextHops } from './next-hop.ts';
import { ownAddresses } from './own-addresses.ts';
import { createRelay, type Relay } from './relay.ts';
import { RELAY_TIMEOUTS } from './timeouts.ts';

export interface ConfiguredRelay extends Relay {
  /** Cuts every connection: what was being sent is deferred. */
  cut(): void;
}

/** @param listening the ports we listen on, as far as they are bound */
export function configuredRelay(
  settings: DeliverySettings,
  hostname: string,
  resolver: Resolver,
  listening: () => readonly number[],
): ConfiguredRelay {
  const cutting = new AbortController();
  // One listener a connection; their number is bounded elsewhere.
  setMaxListeners(0, cutting.signal);
  const relay = createRelay({
    nextHop: nextHops(settings),
    resolver,
    random: openStream(randomBytes(16).toString('hex')),
    isOwnAddress: ownAddresses({ ports: listening, allowLoopback: settings.allowLoopback }),
    hostname,
    timeouts: RELAY_TIMEOUTS,
    signal: cutting.signal,
  });
  return { ...relay, cut: () => cutting.abort() };
}
