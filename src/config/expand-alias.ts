// Row 8.6: the addresses behind an alias, aliases within it followed. Pure; bounded in depth, work and result, never failing.

/** What an address is, to whoever expands. */
export type Found =
  | { readonly kind: 'account'; readonly account: string }
  /** @property members canonical addresses */
  | { readonly kind: 'alias'; readonly members: readonly string[] }
  /** Another server's. */
  | { readonly kind: 'elsewhere' }
  /** Of a domain of ours, and nobody's. */
  | { readonly kind: 'nobody' };

export interface FinalAddress {
  readonly address: string;
  /** The local account; null: the address is another server's. */
  readonly account: string | null;
}

export interface ExpansionFault {
  /** `loop`: an alias that contains itself. `depth`, `count`: beyond the bounds. `nobody`: a member that does not exist. */
  readonly kind: 'loop' | 'depth' | 'count' | 'nobody';
  /** The member where it was seen. */
  readonly at: string;
}

export interface Expansion {
  /** Each once, in the order in which they were met. */
  readonly targets: readonly FinalAddress[];
  /** What had to be left out, the first twenty of it. */
  readonly faults: readonly ExpansionFault[];
}

export const EXPANSION_LIMITS = {
  /** Aliases within aliases [A]; Postfix's virtual_alias_recursion_limit is 1000. */
  depth: 100,
  /** Postfix's virtual_alias_expansion_limit is 1000 [A]: an alias of all staff needs more at the sizes this server is planned for. */
  targets: 10_000,
  /** Members looked at [A]. */
  steps: 100_000,
  faults: 20,
} as const;

/**
 * @param members canonical addresses. @param find says what an address is
 * @param start the alias itself, so that a member that leads back to it is a loop
 */
export function expandAlias(start: string, members: readonly string[], find: (address: string) => Found): Expansion {
  const targets = new Map<string, FinalAddress>();
  const faults: ExpansionFault[] = [];
  const path = new Set<string>([start]);
  const done = new Set<string>();
  let steps = 0;
  const fault = (kind: ExpansionFault['kind'], at: string): void => {
    if (faults.length < EXPANSION_LIMITS.faults) faults.push({ kind, at });
  };
  const take = (address: string, account: string | null): boolean => {
    if (targets.size >= EXPANSION_LIMITS.targets && !targets.has(address)) return false;
    targets.set(address, { address, account });
    return true;
  };

  /** False: there is no room for more. */
  function visit(address: string): boolean {
    steps += 1;
    const found = steps > EXPANSION_LIMITS.steps ? null : find(address);
    const room =
      found !== null &&
      (found.kind === 'account'
        ? take(found.account, found.account)
        : found.kind === 'elsewhere'
          ? take(address, null)
          : found.kind === 'nobody' || visitAll(address, found.members));
    if (found?.kind === 'nobody') fault('nobody', address);
    return room;
  }
  function visitAll(alias: string, inner: readonly string[]): boolean {
    if (path.has(alias)) fault('loop', alias);
    else if (path.size >= EXPANSION_LIMITS.depth) fault('depth', alias);
    else if (!done.has(alias)) {
      path.add(alias);
      const room = inner.every(visit);
      path.delete(alias);
      done.add(alias);
      return room;
    }
    return true;
  }

  if (!members.every(visit)) fault('count', start);
  return { targets: [...targets.values()], faults };
}
