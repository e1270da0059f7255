// HTML as plain text (row 9.15): what a reader sees, paragraphs kept apart, with the addresses that links lead to. Bounded by
// what reads it.
import { type HtmlBudget, readHtml, type TagToken } from './read-html.ts';

const MAX_ADDRESS = 500;
/** Elements that begin a line of their own; those of the second set are set off by an empty line. */
const LINES: ReadonlySet<string> = new Set(
  'div tr li dt dd section article header footer aside nav main form fieldset center address legend caption option'.split(
    ' ',
  ),
);
const PARAGRAPHS: ReadonlySet<string> = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr'.split(' '));
const UNSEEN: ReadonlySet<string> = new Set('script style title iframe noembed noframes template'.split(' '));

class PlainText {
  readonly #pieces: string[] = [];
  #hidden: string | null = null;
  #pre = 0;
  #link: { readonly href: string; text: string } | null = null;
  /** Line ends due before the next word: asked for by blocks, written once. */
  #breaks = 0;
  #blank = false;

  startTag({ tagName, attrs }: TagToken): void {
    if (this.#hidden !== null) return;
    const attribute = (wanted: string): string | undefined => attrs.find(({ name }) => name === wanted)?.value;
    if (UNSEEN.has(tagName)) {
      this.#hidden = tagName;
      return;
    }
    this.#block(tagName);
    if (tagName === 'br') this.#line();
    else if (tagName === 'li') this.#put('* ');
    else if (tagName === 'td' || tagName === 'th') this.#blank = true;
    else if (tagName === 'pre') this.#pre += 1;
    else if (tagName === 'hr') this.#put('----------------------------------------');
    else if (tagName === 'img') this.#put((attribute('alt') ?? '').slice(0, MAX_ADDRESS).trim());
    if (tagName === 'hr') this.#breaks = 2;
    if (tagName === 'a') {
      this.#endLink();
      this.#link = { href: (attribute('href') ?? '').trim(), text: '' };
    }
  }

  endTag({ tagName }: TagToken): void {
    if (this.#hidden !== null) {
      if (tagName === this.#hidden) this.#hidden = null;
      return;
    }
    if (tagName === 'a') this.#endLink();
    if (tagName === 'pre') this.#pre = Math.max(0, this.#pre - 1);
    this.#block(tagName);
  }

  text(text: string): void {
    if (this.#hidden !== null) return;
    if (this.#pre > 0) {
      this.#put(text);
      return;
    }
    if (/^[ \t\r\n\f]/.test(text)) this.#blank = true;
    const words = text.split(/[ \t\r\n\f]+/).filter((word) => word !== '');
    for (const [index, word] of words.entries()) {
      if (index > 0) this.#blank = true;
      this.#put(word);
    }
    if (words.length > 0 && /[ \t\r\n\f]$/.test(text)) this.#blank = true;
  }

  whole(): string {
    this.#endLink();
    return `${this.#pieces.join('').trimEnd()}\n`;
  }

  #block(tagName: string): void {
    if (PARAGRAPHS.has(tagName)) this.#breaks = Math.max(this.#breaks, 2);
    else if (LINES.has(tagName)) this.#breaks = Math.max(this.#breaks, 1);
  }

  #line(): void {
    this.#pieces.push('\n');
    this.#blank = false;
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#breaks > 0 && this.#pieces.length > 0) this.#pieces.push('\n'.repeat(this.#breaks));
    else if (this.#blank && this.#pieces.length > 0) this.#pieces.push(' ');
    this.#breaks = 0;
    this.#blank = false;
    this.#pieces.push(text);
    if (this.#link && this.#link.text.length < MAX_ADDRESS) this.#link.text += text;
  }

  /** The address is told unless the text is the address. */
  #endLink(): void {
    if (this.#link === null) return;
    const { href, text } = this.#link;
    this.#link = null;
    const shown = href.slice(0, MAX_ADDRESS).replace(/[\s<>]/g, '');
    if (!/^(?:https?|mailto|ftp):/i.test(shown) || shown === text || shown === `mailto:${text}`) return;
    this.#blank = true;
    this.#put(`<${shown}>`);
  }
}

/** Null when the HTML was given up: too large or out of time. Lines end with LF. */
export async function htmlToText(html: string, budget: HtmlBudget): Promise<string | null> {
  const text = new PlainText();
  return (await readHtml(html, text, budget)) ? text.whole() : null;
}
