// What is dangerous about one tag: the tag itself, or some of its attributes. Names are those of browsers, in lower case.
import type { HtmlTag } from '../../pipeline/rewrite-plan.ts';
import type { TagToken } from './read-html.ts';

/** Tags that have an action of their own. SVG and MathML may hold scripts, and are read by other rules than HTML. */
export const NAMES_OF_TAGS: ReadonlyMap<string, HtmlTag> = new Map([
  ['iframe', 'iframe'],
  ['frame', 'iframe'],
  ['frameset', 'iframe'],
  ['form', 'form'],
  ['script', 'script'],
  ['svg', 'script'],
  ['math', 'script'],
  ['object', 'object'],
  ['embed', 'object'],
  ['applet', 'object'],
]);

export interface TagDangers {
  readonly element: HtmlTag | null;
  /** Attributes by name, and what they make of the tag. */
  readonly attributes: ReadonlyMap<string, HtmlTag>;
}

/** Attributes whose value is an address that is gone to or loaded. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'background',
  'data',
  'poster',
  'xlink:href',
]);
/** Longer values are looked at up to here: schemes stand in front. */
const MAX_VALUE = 10_000;

/** Browsers pass over blanks and control characters in front of a scheme, and over line ends within it (WHATWG URL section 4.4). */
const runsAsScript = (value: string): boolean =>
  /^(?:javascript|vbscript|livescript|data:(?:text\/html|image\/svg|application\/xhtml|text\/xml|application\/xml))/i.test(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what hides a scheme
    value.slice(0, MAX_VALUE).replace(/^[\u0000-\u0020]+|[\t\r\n]/g, ''),
  );

const isRemote = (value: string): boolean => /^\s*(?:https?:|[/\\]{2})/i.test(value.slice(0, MAX_VALUE));

/** At most one pixel, by an attribute or a style. */
function isInvisible(attribute: (name: string) => string | undefined): boolean {
  const style = (attribute('style') ?? '').slice(0, MAX_VALUE);
  if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)) return true;
  const tiny = (name: string): boolean => {
    const styled = new RegExp(`(?:^|[;\\s])(?:max-)?${name}\\s*:\\s*(\\d+(?:\\.\\d+)?)`, 'i').exec(style)?.[1];
    const size = styled ?? /^\s*(\d+(?:\.\d+)?)/.exec(attribute(name) ?? '')?.[1];
    return size !== undefined && Number(size) <= 1;
  };
  return tiny('width') && tiny('height');
}

const NONE: ReadonlyMap<string, HtmlTag> = new Map();

export function dangersOf({ tagName, attrs }: TagToken): TagDangers {
  const element = NAMES_OF_TAGS.get(tagName) ?? null;
  if (attrs.length === 0) return { element, attributes: NONE };
  const attributes = new Map<string, HtmlTag>();
  for (const { name, value } of attrs) {
    if (/^on[a-z]/.test(name) || (ADDRESSES.has(name) && runsAsScript(value))) attributes.set(name, 'script');
    else if (name === 'formaction') attributes.set(name, 'form');
    else if (name === 'srcdoc') attributes.set(name, 'iframe');
  }
  if (tagName === 'img') {
    const attribute = (wanted: string): string | undefined => attrs.find(({ name }) => name === wanted)?.value;
    if (isRemote(attribute('src') ?? '') && isInvisible(attribute))
      for (const name of ['src', 'srcset']) if (attribute(name) !== undefined) attributes.set(name, 'webBug');
  }
  return { element, attributes };
}
