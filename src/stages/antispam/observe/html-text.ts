// What a reader of HTML sees, and where its links lead. Not a parser of HTML: linear, bounded, never failing.

/** A link of the HTML, as written. */
export interface HtmlLink {
  readonly target: string;
  readonly text: string;
}

const MAX_LINKS = 500;
const MAX_LINK_TEXT = 500;

/** Tags between which words end; the others may stand inside a word. Cells stand on one line, paragraphs apart. */
const CELL = /^<\/?t[dh]\b/i;
const LINE = /^<\/?(?:div|br|tr|li|center)\b/i;
const PARAGRAPH = /^<\/?(?:p|hr|table|[uo]l|h[1-6]|blockquote|pre|section|article)\b/i;
const UNSEEN = /^<(script|style|title)\b/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

const decodeEntities = (text: string): string => text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi, decodeEntity);

/** Line ends of the source are blanks to a reader. */
const inline = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** Index behind the next `end` from `at` on, or the end of `html`. */
const behind = (html: string, end: string, at: number): number => {
  const found = html.indexOf(end, at);
  return found === -1 ? html.length : found + end.length;
};

/** Index of the end tag of an element whose content nobody sees. */
function endTag(html: string, name: string, at: number): number {
  const tag =
    name.toLowerCase() === 'script' ? /<\/script/gi : name.toLowerCase() === 'style' ? /<\/style/gi : /<\/title/gi;
  tag.lastIndex = at;
  return tag.exec(html)?.index ?? html.length;
}

/** Text between the tags, entities decoded; comments, scripts and styles left out. */
export function htmlText(html: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      pieces.push(inline(html.slice(at)));
      break;
    }
    pieces.push(inline(html.slice(at, open)));
    const head = html.slice(open, open + 12);
    const unseen = UNSEEN.exec(head)?.[1];
    if (head.startsWith('<!--')) at = behind(html, '-->', open + 4);
    else if (unseen !== undefined) at = endTag(html, unseen, open + 1);
    else at = behind(html, '>', open + 1);
    if (PARAGRAPH.test(head)) pieces.push('\n\n');
    else if (LINE.test(head)) pieces.push('\n');
    else if (CELL.test(head)) pieces.push(' ');
  }
  return decodeEntities(pieces.join(''));
}

/** The links of the HTML, the first 500. */
export function htmlLinks(html: string): HtmlLink[] {
  const links: HtmlLink[] = [];
  for (const match of html.matchAll(/<a\s([^<>]{0,3000})>/gi)) {
    const written = /\bhref\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"']{1,2000}))/i.exec(
      match[1] ?? '',
    );
    const target = written?.[1] ?? written?.[2] ?? written?.[3];
    if (target === undefined) continue;
    const start = match.index + match[0].length;
    const inner = html.slice(start, start + MAX_LINK_TEXT);
    const end = inner.search(/<\/a\b/i);
    links.push({
      target: decodeEntities(target).trim(),
      text: htmlText(end === -1 ? inner : inner.slice(0, end)).trim(),
    });
    if (links.length >= MAX_LINKS) break;
  }
  return links;
}
