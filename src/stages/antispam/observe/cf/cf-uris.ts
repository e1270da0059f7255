// The links of a message as SpamAssassin's `uri` rules see them: those of the HTML, those written in the text, addresses as mailto:.
import type { MessageView } from '../message-view.ts';
import { asBytes } from './cf-headers.ts';

/** Bounds on what is looked for [A]. */
const MAX_URIS = 500;
const MAX_TEXT_CHARACTERS = 100_000;
const MAX_HTML_CHARACTERS = 200_000;

/** Attributes of HTML, besides the href of a link, that name a place. */
const ATTRIBUTE =
  /<(?:img|area|form|base|link|iframe|frame|script|body|table|td|embed|input)\b[^<>]{0,2000}?\s(?:src|href|action|background)\s{0,9}=\s{0,9}(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})'|([^\s"'<>]{1,2000}))/gi;
const WRITTEN = /\b(?:(?:https?|ftp):\/\/|mailto:|www\d{0,2}\.)[^\s<>"'`{}|\\^[\]]{2,2000}/gi;
const ADDRESS = /[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/gi;
/** Signs that end a sentence, not a link. */
const TRAILING = /[.,?';!)-]+$/;

const withScheme = (uri: string): string => (/^www/i.test(uri) ? `http://${uri}` : uri);

/** `%41` as it is meant; what is no escape stays. */
const unescaped = (uri: string): string =>
  uri.replace(/%([2-7][\da-f])/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Distinct, in the order of the message; a link with escapes also without them. */
export function cfUris({ links, text, html }: MessageView): string[] {
  const found = new Set<string>();
  const add = (uri: string): void => {
    for (const one of [uri, unescaped(uri)]) if (found.size < MAX_URIS) found.add(asBytes(one));
  };
  for (const { target } of links) add(withScheme(target));
  for (const [, double, single, bare] of html.slice(0, MAX_HTML_CHARACTERS).matchAll(ATTRIBUTE)) {
    if (found.size >= MAX_URIS) break;
    add(withScheme((double ?? single ?? bare ?? '').trim()));
  }
  const start = text.slice(0, MAX_TEXT_CHARACTERS);
  for (const [uri] of start.matchAll(WRITTEN)) {
    if (found.size >= MAX_URIS) break;
    add(withScheme(uri.replace(TRAILING, '')));
  }
  for (const [address] of start.matchAll(ADDRESS)) {
    if (found.size >= MAX_URIS) break;
    add(`mailto:${address}`);
  }
  return [...found];
}
