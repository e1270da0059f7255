// One pass over HTML: which tags with an action of their own it has, which links deceive, and the edits that make them harmless.
// Decides nothing (row 9.15 decides).
import type { HtmlTag } from '../../pipeline/rewrite-plan.ts';
import { type Deception, deceptionOf } from './deceptive-link.ts';
import { CHANGES_RULES, type HtmlBudget, readHtml, type TagToken } from './read-html.ts';
import { dangersOf, NAMES_OF_TAGS } from './tag-dangers.ts';

/** Characters `[start, end)` of the HTML are replaced. */
export interface HtmlEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface HtmlExamination {
  readonly tags: ReadonlySet<HtmlTag>;
  readonly deceptions: readonly Deception[];
  /** In the order of their places, none within another. */
  readonly edits: readonly HtmlEdit[];
}

export interface HtmlChanges {
  readonly disarm: ReadonlySet<HtmlTag>;
  readonly highlightPhishing: boolean;
}

export const NO_CHANGES: HtmlChanges = { disarm: new Set(), highlightPhishing: false };

/** Beyond these nobody reads on [A]. */
const MAX_EDITS = 20_000;
const MAX_DECEPTIONS = 1000;
const MAX_LINK_TEXT = 500;
/** Put before the name of a tag that is made ineffective: a name no browser knows. */
const OFF = 'x-off-';
const REMOVED = '<!-- removed -->';
/** Elements that are taken out with their content, which is no markup to the reader of the original. */
const REMOVED_WHOLE: ReadonlySet<string> = new Set(['script', 'iframe']);
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);

const place = ({ location }: TagToken): { start: number; end: number } => ({
  start: location?.startOffset ?? 0,
  end: location?.endOffset ?? 0,
});

/**
 * The tag with another name and without some attributes. Attributes that stay are copied as they are written; all others go, also
 * the later ones of the same name, which would otherwise come to life. Long tags get line ends, each before a blank, so that no
 * line of a message becomes too long or begins with `--`.
 */
function rebuiltTag(html: string, tag: TagToken, name: string, dropped: ReadonlySet<string>): string {
  const places = (tag.location && 'attrs' in tag.location ? tag.location.attrs : null) ?? {};
  const kept = tag.attrs.flatMap(({ name: attribute }) => {
    const at = places[attribute];
    return at === undefined || dropped.has(attribute) ? [] : [html.slice(at.startOffset, at.endOffset)];
  });
  const separator = kept.reduce((length, text) => length + text.length, 0) > 200 ? '\r\n ' : ' ';
  return `<${[name, ...kept].join(separator)}${tag.selfClosing ? ' /' : kept.length > 0 ? ' ' : ''}>`;
}

const warning = ({ leadsTo, says }: Deception): string => {
  const what = says === null ? `this link leads to ${leadsTo}` : `this link leads to ${leadsTo}, not to ${says}`;
  return `<b\r\n style="color:#c00000">[Possible fraud: ${what}]</b\r\n > `;
};

class Examination {
  readonly tags = new Set<HtmlTag>();
  readonly deceptions: Deception[] = [];
  readonly edits: HtmlEdit[] = [];
  readonly #html: string;
  readonly #changes: HtmlChanges;
  #guessing = false;
  #raw: { readonly name: string; readonly start: number } | null = null;
  #link: { readonly start: number; readonly href: string; text: string } | null = null;

  constructor(html: string, changes: HtmlChanges) {
    this.#html = html;
    this.#changes = changes;
  }

  startTag(tag: TagToken): void {
    const { tagName } = tag;
    if (RAW.has(tagName)) this.#raw = { name: tagName, start: place(tag).start };
    if (CHANGES_RULES.has(tagName)) this.#guessing = true;
    const { element, attributes } = dangersOf(tag);
    if (element !== null) this.tags.add(element);
    for (const danger of attributes.values()) this.tags.add(danger);
    this.#disarm(tag, element, attributes);
    if (tagName === 'a') {
      this.#endLink();
      const href = tag.attrs.find(({ name }) => name === 'href')?.value;
      if (href !== undefined) this.#link = { start: place(tag).start, href, text: '' };
    }
  }

  #disarm(tag: TagToken, element: HtmlTag | null, attributes: ReadonlyMap<string, HtmlTag>): void {
    const { disarm } = this.#changes;
    if (disarm.size === 0) return;
    const off = (element !== null && disarm.has(element)) || CHANGES_RULES.has(tag.tagName);
    // Taken out as a whole, at its end.
    if (off && REMOVED_WHOLE.has(tag.tagName)) return;
    const dropped = new Set([...attributes].filter(([, danger]) => disarm.has(danger)).map(([name]) => name));
    if (!off && dropped.size === 0) return;
    const name = off ? OFF + tag.tagName : tag.tagName;
    this.#edit({ ...place(tag), text: rebuiltTag(this.#html, tag, name, dropped) });
  }

  endTag(tag: TagToken): void {
    const { tagName } = tag;
    if (this.#raw?.name === tagName) this.#endRaw(place(tag).end);
    if (tagName === 'a') this.#endLink();
    const element = NAMES_OF_TAGS.get(tagName);
    const off = (element !== undefined && this.#changes.disarm.has(element)) || CHANGES_RULES.has(tagName);
    if (this.#changes.disarm.size > 0 && off && !REMOVED_WHOLE.has(tagName))
      this.#edit({ ...place(tag), text: `</${OFF}${tagName}>` });
  }

  text(text: string): void {
    if (this.#link && this.#raw === null && this.#link.text.length < MAX_LINK_TEXT) this.#link.text += text;
  }

  end(): void {
    this.#endRaw(this.#html.length);
    this.#endLink();
    if (this.#guessing) this.#guess();
    this.edits.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  #edit(edit: HtmlEdit): void {
    if (this.edits.length <= MAX_EDITS) this.edits.push(edit);
  }

  get tooMany(): boolean {
    return this.edits.length > MAX_EDITS;
  }

  #endRaw(end: number): void {
    if (this.#raw === null) return;
    const { name, start } = this.#raw;
    this.#raw = null;
    const element = NAMES_OF_TAGS.get(name);
    if (element !== undefined && REMOVED_WHOLE.has(name) && this.#changes.disarm.has(element))
      this.#edit({ start, end, text: REMOVED });
  }

  #endLink(): void {
    if (this.#link === null) return;
    const { start, href, text } = this.#link;
    this.#link = null;
    const deception = this.deceptions.length < MAX_DECEPTIONS ? deceptionOf(href, text) : null;
    if (deception === null) return;
    this.deceptions.push(deception);
    if (this.#changes.highlightPhishing) this.#edit({ start, end: start, text: warning(deception) });
  }

  /** Where our tokens are a guess, what looks like a tag counts as one. */
  #guess(): void {
    for (const [name, tag] of NAMES_OF_TAGS)
      if (new RegExp(`<${name}[\\s/>]`, 'i').test(this.#html)) this.tags.add(tag);
    if (/[\s"'/]on[a-z]+\s*=/i.test(this.#html)) this.tags.add('script');
    if (/<img[\s/]/i.test(this.#html)) this.tags.add('webBug');
  }
}

/** Null when the HTML was given up: too large, too many finds, out of time. */
export async function examineHtml(
  html: string,
  changes: HtmlChanges,
  budget: HtmlBudget,
): Promise<HtmlExamination | null> {
  const examination = new Examination(html, changes);
  const whole = await readHtml(html, examination, budget);
  if (!whole || examination.tooMany) return null;
  examination.end();
  return examination;
}

/** The HTML with the edits made. */
export function editedHtml(html: string, edits: readonly HtmlEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    if (start < at) continue;
    pieces.push(html.slice(at, start), text);
    at = end;
  }
  pieces.push(html.slice(at));
  return pieces.join('');
}
