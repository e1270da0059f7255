// The resolver that a configuration asks for: records of its own first, then real name servers unless it says not to.
import type { ServerConfiguration } from '../config/schema.ts';
import type { Resolver } from '../pipeline/resolver.ts';
import { createSystemResolver, DNS_SETTINGS } from './dns/system-resolver.ts';
import { createZoneResolver } from './dns/zone-resolver.ts';

export function createResolver({ servers, timeoutSeconds, records, only }: ServerConfiguration['dns']): Resolver {
  if (only) return createZoneResolver({ names: records });
  return createZoneResolver({ names: records }, createSystemResolver({ ...DNS_SETTINGS, servers, timeoutSeconds }));
}
