// The two forms of a disclaimer, whichever of them was written (row 8.9).
import { htmlText } from '../../../stages/antispam/observe/html-text.ts';

export interface DisclaimerContent {
  /** Lines, without their ends. */
  readonly lines: readonly string[];
  /** In ASCII: other characters as references, so that it fits into a part of any charset. */
  readonly html: string;
}

const LINE_END = /\r\n|\r|\n/;

/** The guide's "copy from HTML text": tags removed. Line ends where a reader sees them. */
const textOf = (html: string): string =>
  htmlText(html.replace(/\s+/g, ' '))
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/ {2,}/g, ' ')
    .trim();

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const htmlOf = (text: string): string =>
  `<p>${text
    .trim()
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .split(LINE_END)
    .join('<br>\n')}</p>`;

const ascii = (html: string): string =>
  html.replace(/[^\x20-\x7e\t\r\n]/gu, (character) => `&#${character.codePointAt(0)};`);

/** @param html empty: made from the text. @param text empty: made from the HTML */
export const disclaimerContent = ({
  html,
  text,
}: {
  readonly html: string;
  readonly text: string;
}): DisclaimerContent => ({
  lines: (text.trim() === '' ? textOf(html) : text.trimEnd()).split(LINE_END),
  html: ascii(html.trim() === '' ? htmlOf(text) : html.trim())
    .split(LINE_END)
    .join('\r\n'),
});
