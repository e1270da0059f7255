// Header fields as SpamAssassin's rules ask for them: `Subject`, `From:addr`, `ALL:raw`, `ToCc`, `X-Spam-Relays-External` …
// Values are UTF-8, one character a byte.
import { addressParser, decodeWords } from 'postal-mime';
import { isAddress } from '../../../../core/ip.ts';
import type { HeaderField } from '../../../../engine/mime/header-fields.ts';
import type { CfEnvelope } from './cf-envelope.ts';
import { cfRelays } from './cf-relays.ts';

/** SpamAssassin's MAX_HEADER_LENGTH, for all fields together; of one field [A]. */
const MAX_CHARACTERS = 65_536;
const MAX_FIELD_CHARACTERS = 8192;
const MAX_FIELDS = 1000;

/** Fields without encoded words (SpamAssassin's `_decode_header`). */
const PLAIN = /^(?:received|(?:resent-)?(?:message-id|date)|mime-version|references|in-reply-to|list-.*)$/;
const MESSAGE_IDS = ['x-message-id', 'resent-message-id', 'x-original-message-id', 'message-id'];

/** Text as the rules see it: the bytes of its UTF-8. */
export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

const decoded = (name: string, value: string): string =>
  PLAIN.test(name) || !value.includes('=?') ? value : asBytes(decodeWords(asText(value)));

interface Field {
  /** Lower case. */
  readonly name: string;
  /** As written. */
  readonly shown: string;
  /** Unfolded, encoded words as they are. */
  readonly value: string;
  /** With its folds and the line end. */
  readonly raw: string;
}

/** Fields within the bounds. */
function boundedFields(bytes: Buffer, fields: readonly HeaderField[]): Field[] {
  const kept: Field[] = [];
  let left = MAX_CHARACTERS;
  for (const { name, start, end, value } of fields.slice(0, MAX_FIELDS)) {
    if (left <= 0) break;
    const written = bytes
      .toString('latin1', start, Math.min(end, start + MAX_FIELD_CHARACTERS))
      .replaceAll('\r\n', '\n');
    left -= written.length;
    const colon = written.indexOf(':');
    kept.push({
      name,
      shown: written.slice(0, Math.max(0, colon)).trimEnd(),
      value: value.slice(0, MAX_FIELD_CHARACTERS).replaceAll('\t', ' '),
      raw: written.slice(colon + 1).replace(/^ /, ''),
    });
  }
  return kept;
}

const addressesOf = (value: string): { readonly name: string; readonly address: string }[] =>
  addressParser(asText(value), { flatten: true }).flatMap(({ name, address }) => (address ? [{ name, address }] : []));

const shownName = (name: string): string =>
  asBytes(decodeWords(name))
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(.*)'$/, '$1');

const firstAddress = (text: string): string | undefined =>
  text
    .slice(0, 1000)
    .split(/[^\da-fA-F.:]+/)
    .find((part) => part.length > 2 && isAddress(part));

const reversed = (address: string): string => address.split('.').reverse().join('.');

export class CfHeaders {
  readonly #fields: readonly Field[];
  readonly #envelope: CfEnvelope;
  readonly #known = new Map<string, string | undefined>();

  constructor(bytes: Buffer, fields: readonly HeaderField[], envelope: CfEnvelope) {
    this.#fields = boundedFields(bytes, fields);
    this.#envelope = envelope;
  }

  /** Value of a field with its modifiers, several joined by line ends; undefined when there is none. */
  get(request: string): string | undefined {
    if (!this.#known.has(request)) this.#known.set(request, this.#find(request));
    return this.#known.get(request);
  }

  #find(request: string): string | undefined {
    const [name = '', ...modifiers] = request.split(':');
    const has = (modifier: string): boolean => modifiers.includes(modifier);
    let values = this.#values(name, has('raw') || has('addr') || has('name'));
    if (has('first')) values = values.slice(0, 1);
    if (has('last')) values = values.slice(-1);
    if (has('addr')) values = values.flatMap((value) => addressesOf(value).map(({ address }) => asBytes(address)));
    else if (has('name'))
      values = values.flatMap((value) =>
        addressesOf(value).flatMap(({ name: person }) => (person === '' ? [] : [shownName(person)])),
      );
    if (has('ip') || has('revip'))
      values = values.flatMap((value) => {
        const found = firstAddress(value);
        return found === undefined ? [] : [has('revip') ? reversed(found) : found];
      });
    if (values.length === 0) return undefined;
    return values.join(values[0]?.endsWith('\n') ? '' : '\n');
  }

  #values(name: string, raw: boolean): string[] {
    const lower = name.toLowerCase();
    if (name === 'ALL' || lower === 'all-untrusted' || lower === 'all-external')
      return this.#fields.map(({ name: key, shown, value, raw: written }) =>
        raw ? `${shown}: ${written}` : `${shown}: ${decoded(key, value)}\n`,
      );
    if (name === 'MESSAGEID') return MESSAGE_IDS.flatMap((one) => this.#named(one, raw));
    switch (lower) {
      case 'tocc':
        return [...this.#named('to', raw), ...this.#named('cc', raw)];
      case 'envelopefrom':
        return this.#envelope.sender === '' ? [] : [asBytes(this.#envelope.sender)];
      case 'x-spam-relays-external':
      case 'x-spam-relays-untrusted':
        return [cfRelays(this.#envelope, this.#named('received', true))];
      case 'x-spam-relays-internal':
      case 'x-spam-relays-trusted':
        return [''];
      default:
        return this.#named(lower, raw);
    }
  }

  #named(name: string, raw: boolean): string[] {
    return this.#fields.flatMap((field) => {
      if (field.name !== name) return [];
      return [raw ? field.raw : `${decoded(name, field.value)}\n`];
    });
  }
}
