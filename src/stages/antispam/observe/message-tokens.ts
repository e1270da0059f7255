// What the classifier counts in a message: words of the text and the subject, the author's domain, hosts of links.
import type { MessageView } from './message-view.ts';
import { messageView } from './message-view.ts';

/** Distinct tokens of one message, at most [A]. */
const MAX_TOKENS = 3000;
/** Words looked at, at most: a bound on the work where a text repeats itself [A]. */
const MAX_WORDS = 60_000;

/** Shorter words say nothing, longer ones are mostly encoded data [A]. */
const WORD = /[\p{L}\p{N}$][\p{L}\p{N}$'’-]{1,22}[\p{L}\p{N}$]/gu;
/** Scripts written without blanks: counted by pairs of characters. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    if (UNSPACED.test(word)) for (let at = 0; at + 2 <= word.length; at += 1) yield word.slice(at, at + 2);
    else yield word;
  }
}

function* tokensOf(view: MessageView): Generator<string> {
  for (const word of wordsOf(view.fields('subject')[0] ?? '')) yield `subject:${word}`;
  const domain = /@([a-z0-9.-]{1,253})/i.exec(view.fields('from')[0] ?? '')?.[1];
  if (domain !== undefined) yield `from:${domain.toLowerCase()}`;
  for (const { target } of view.links) {
    const host = /^https?:\/\/([a-z0-9.-]{1,253})/i.exec(target)?.[1];
    if (host !== undefined) yield `link:${host.toLowerCase()}`;
  }
  yield* wordsOf(view.text);
}

/** Distinct tokens of a message, in their order: for `SpamBayes`, in learning and in judging. */
export function messageTokens(message: Uint8Array): string[] {
  const tokens = new Set<string>();
  let words = 0;
  for (const token of tokensOf(messageView(message))) {
    tokens.add(token);
    words += 1;
    if (tokens.size >= MAX_TOKENS || words >= MAX_WORDS) break;
  }
  return [...tokens];
}
