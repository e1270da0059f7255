// How many users a machine carries, from one measured day: each resource scaled up to its limit, the least wins. Knows no mail.
import { aboveZero, notNegative, wholeNumber } from './guard.ts';

/** A resource as it was measured under load: share in use, 0..1, memory and threads included. */
export interface ResourceUse {
  readonly name: string;
  readonly utilisation: number;
}

export interface LimitingResource {
  /** Name of the resource that runs out first; null when nothing is in use. */
  readonly name: string | null;
  readonly users: number | null;
  /** Users that each resource would carry alone, in the given order; null where nothing is in use. */
  readonly byResource: readonly { readonly name: string; readonly users: number | null }[];
}

/**
 * users × limit / utilisation for each resource (the rule in SurgeMail's sizing advice). Holds where use grows in proportion.
 * @param users that caused the measured use. @param limit utilisation that may be reached, 0..1; 1 is the machine's end.
 */
export function limitingResource(users: number, resources: readonly ResourceUse[], limit: number): LimitingResource {
  wholeNumber('users', users, 1);
  aboveZero('limit', limit);
  const byResource = resources.map(({ name, utilisation }) => ({
    name,
    users: notNegative(`${name}.utilisation`, utilisation) > 0 ? Math.floor((users * limit) / utilisation) : null,
  }));
  const [least] = byResource
    .flatMap(({ name, users }) => (users === null ? [] : [{ name, users }]))
    .sort((a, b) => a.users - b.users);
  return { name: least?.name ?? null, users: least?.users ?? null, byResource };
}
