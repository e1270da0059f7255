// A configuration as postconf prints it: one line a setting.
import type { Setting } from '../../../config/list-settings.ts';

/** Text that can be taken for nothing else is printed as it is. */
const PLAIN = /^[a-z/<.*@()][\w@.:*/<>+()-]*( [\w@.:*/<>+()-]+)*$/i;
const MEANS_SOMETHING = new Set(['true', 'false', 'null']);

const valueText = (value: unknown): string =>
  typeof value === 'string' && PLAIN.test(value) && !MEANS_SOMETHING.has(value) ? value : JSON.stringify(value);

/** `path = value`, with the guide's row behind it where there is one. */
export const settingsText = (settings: readonly Setting[]): string =>
  settings.map(({ path, value, row }) => `${path} = ${valueText(value)}${row ? `  # row ${row}` : ''}`).join('\n');
