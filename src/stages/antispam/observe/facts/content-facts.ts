// Facts of the text, the HTML, the links and the attachments.
import { isAddress } from '../../../../core/ip.ts';
import type { MessageView } from '../message-view.ts';
import type { Fact } from './fact.ts';
import { kin } from './kin.ts';

/** The test string in pieces, so that no filter stops at this source. */
const GTUBE = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-', 'ANTI-UBE-TEST-EMAIL', '*C.34X'].join('');

/** File types that Windows runs or mounts on a double click; those that mail programs block as well. */
const PROGRAM =
  /\.(?:exe|scr|com|pif|bat|cmd|js|jse|vbs|vbe|wsf|wsh|hta|jar|lnk|msi|ps1|cpl|iso|img|vhd|chm|reg)[\s.]{0,20}$/i;
const DOCUMENT = /\.(?:pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|gif|zip|html?)[\s_.]{0,60}\.[a-z0-9]{1,4}[\s.]{0,20}$/i;

/** Zero-width space, joiners and the soft hyphen between letters; once or twice they are typography. */
const HIDDEN_IN_WORD = /\p{L}[\u200b-\u200d\u2060\ufeff\u00ad]+(?=\p{L})/gu;
const MIN_HIDDEN = 5;
/** Greek is left out: `μm` and its like are honest. */
const MIXED_WORD = /\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/gu;
const MIN_MIXED = 2;
/** With a picture and less text than a sentence, the picture is the message [A]. */
const LITTLE_TEXT_CHARACTERS = 60;

/** Whether there are that many matches, without counting further. */
function atLeast(text: string, pattern: RegExp, count: number): boolean {
  let found = 0;
  for (const _match of text.matchAll(pattern)) {
    found += 1;
    if (found >= count) return true;
  }
  return false;
}

const hostOf = (target: string): string | null => {
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return null;
  return new URL(target).hostname.replace(/^\[|\]$/g, '');
};

/** The host that a link's text pretends to lead to. */
const shownHost = (text: string): string | undefined =>
  /^(?:https?:\/\/)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})(?:[/:?#]|$)/i.exec(text)?.[1]?.toLowerCase();

const linkHosts = ({ links, text }: MessageView): string[] => {
  const written = [...text.slice(0, 100_000).matchAll(/\bhttps?:\/\/[^\s<>"']{1,300}/gi)].slice(0, 500);
  const targets = [...links.map(({ target }) => target), ...written.map(([url]) => url)];
  return targets.flatMap((target) => hostOf(target) ?? []);
};

export const contentFacts = {
  gtube: ({ bytes, text }) => bytes.includes(GTUBE) || text.includes(GTUBE),
  zeroWidthInWords: ({ text }) => atLeast(text, HIDDEN_IN_WORD, MIN_HIDDEN),
  mixedScripts: ({ text }) => atLeast(text, MIXED_WORD, MIN_MIXED),
  htmlOnly: ({ hasHtml, hasPlainText }) => hasHtml && !hasPlainText,
  hiddenText: ({ html }) =>
    /display\s{0,9}:\s{0,9}none|font-size\s{0,9}:\s{0,9}0(?![.\d])|visibility\s{0,9}:\s{0,9}hidden/i.test(html),
  activeHtml: ({ html }) => /<(?:script|form)\b/i.test(html),
  imageWithoutText: ({ html, text }) =>
    /<img\b/i.test(html) && text.replace(/\s+/g, ' ').trim().length < LITTLE_TEXT_CHARACTERS,
  linkToAddress: (view) => linkHosts(view).some(isAddress),
  linkShowsOtherHost: ({ links }) =>
    links.some(({ target, text }) => {
      const real = hostOf(target);
      const shown = shownHost(text);
      return real !== null && shown !== undefined && kin(shown) !== kin(real);
    }),
  programAttached: ({ fileNames }) => fileNames.some((name) => PROGRAM.test(name)),
  disguisedProgram: ({ fileNames }) => fileNames.some((name) => PROGRAM.test(name) && DOCUMENT.test(name)),
} satisfies Record<string, Fact>;
