// A DKIM key for people: what to enter where. Never the private half.
import type { KeyPlace } from '../../../engine/dkim/key-store.ts';
import type { TxtRecord } from '../../../engine/dkim/txt-record.ts';

/** One key of a configuration with its record; null: the key has not been made yet. */
export interface ShownKey {
  readonly place: KeyPlace;
  /** What it is, e.g. `rsa-2048`: an older key may differ from what the configuration asks for now. */
  readonly kind: string;
  readonly record: TxtRecord | null;
  /** It was made just now. */
  readonly made: boolean;
}

function one({ place, kind, record, made }: ShownKey): string {
  const state = [kind, place.signs ? 'signs' : 'does not sign', ...(made ? ['new'] : [])].join(', ');
  const title = `${place.domain}, selector ${place.selector} (${state})`;
  if (record === null) return `${title}\n  There is no key yet: plimsoll dkim generate`;
  const parts =
    record.strings.length > 1 ? [`  In strings:   ${record.strings.map((part) => `"${part}"`).join(' ')}`] : [];
  return [
    title,
    `  Record name:  ${record.name}`,
    `  Record value: ${record.value}`,
    ...parts,
    `  Zone file:    ${record.zoneLine}`,
  ].join('\n');
}

export const dkimText = (keys: readonly ShownKey[]): string =>
  keys.length === 0 ? 'No domain signs its mail: name one under `dkim.domains`.' : keys.map(one).join('\n\n');

/** For programs: what is public of each key. */
export const dkimJson = (keys: readonly ShownKey[]): unknown =>
  keys.map(({ place: { domain, selector, signs }, kind, record, made }) => ({
    domain,
    selector,
    kind,
    signs,
    made,
    record,
  }));
