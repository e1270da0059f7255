// A resolver that tells how long somebody waited for it. One a visit: that is exact, and costs less than following promises.
import type { Resolver } from '../../pipeline/resolver.ts';

export interface DnsMeter {
  readonly resolver: Resolver;
  /** Look-ups begun so far, and the time in which at least one was under way: what is asked side by side is waited for once. */
  read(): { readonly dnsSeconds: number; readonly dnsLookups: number };
}

/** @param now seconds of a steady clock */
export function createDnsMeter(resolver: Resolver, now: () => number): DnsMeter {
  let dnsLookups = 0;
  let underWay = 0;
  let since = 0;
  let waitedSeconds = 0;
  return {
    resolver: {
      async lookup(name, type) {
        dnsLookups += 1;
        if (underWay === 0) since = now();
        underWay += 1;
        try {
          return await resolver.lookup(name, type);
        } finally {
          underWay -= 1;
          if (underWay === 0) waitedSeconds += now() - since;
        }
      },
    },
    read: () => ({ dnsSeconds: waitedSeconds + (underWay > 0 ? now() - since : 0), dnsLookups }),
  };
}
