// Does DNS publish the key that we sign with (rows 2.5 and 8.3)?
import type { KeyObject } from 'node:crypto';
import type { Resolver } from '../../pipeline/resolver.ts';
import { type Finding, fail, ok, warn } from '../doctor/check.ts';
import { readKeyRecord } from './key-record.ts';
import type { KeyPlace } from './key-store.ts';
import { txtRecord } from './txt-record.ts';

const ROW = '8.3';

const sameKey = (one: string, other: string): boolean => {
  const [a, b] = [readKeyRecord(one), readKeyRecord(other)];
  return a !== null && b !== null && a !== 'revoked' && b !== 'revoked' && a.key.equals(b.key);
};

/** Compares the published record with the key. @param key null: none has been made yet */
export async function publishedKeyFinding(
  place: KeyPlace,
  key: KeyObject | null,
  resolver: Resolver,
): Promise<Finding> {
  const name = `DKIM key ${place.selector} of ${place.domain}`;
  if (key === null) return fail(name, ROW, 'there is no key yet', 'Make it with `plimsoll dkim generate`.');
  const record = txtRecord(place, key);
  const publish = `Publish: ${record.name} TXT ${record.value}`;
  // A key that does not sign may be published before its time, or be gone after it.
  const bad = place.signs ? fail : warn;
  const answer = await resolver.lookup(record.name, 'TXT');
  if (answer.kind === 'failed')
    return warn(name, ROW, `DNS did not answer (${answer.why})`, 'Check the name servers in `dns.servers`.');
  if (answer.kind === 'none') return bad(name, ROW, 'not published', publish);
  if (answer.values.length > 1)
    return bad(name, ROW, `${answer.values.length} records where one may be`, `Leave this one: ${record.value}`);
  const [value = ''] = answer.values;
  if (readKeyRecord(value) === 'revoked') return bad(name, ROW, 'revoked: p= is empty', publish);
  return sameKey(value, record.value)
    ? ok(name, ROW, 'published as it is')
    : bad(name, ROW, 'DNS has another key', `${publish} (a changed record may take its TTL to be seen)`);
}
