// Keywords in a message (row 9.5): the texts they are looked for in, and the plain ones; expressions are run by `PatternMatcher`.
import type { KeywordFilter } from '../keyword-filters.ts';
import { messageView } from './message-view.ts';

export interface KeywordTexts {
  readonly title: string;
  readonly contents: string;
}

/** Text with runs of white space as one blank, in the form that looks alike. */
const spaced = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ');

/** The first subject is the one that clients show. */
export function keywordTexts(message: Uint8Array): KeywordTexts {
  const view = messageView(message);
  const title = spaced(view.fields('subject')[0] ?? '');
  return { title, contents: `${title}\n${spaced(view.text)}` };
}

/** Whether a plain keyword is there. @param small the texts in small letters, for those whose case does not count */
export function plainKeywordFound(filter: KeywordFilter, texts: KeywordTexts, small: KeywordTexts): boolean {
  const wanted = spaced(filter.keyword);
  return filter.ignoreCase
    ? small[filter.target].includes(wanted.toLowerCase())
    : texts[filter.target].includes(wanted);
}

export const smallTexts = ({ title, contents }: KeywordTexts): KeywordTexts => ({
  title: title.toLowerCase(),
  contents: contents.toLowerCase(),
});
